using System;

namespace TravisOps.Logs;

/// <summary>Lets lines pass that are not older than a time, and lines without a time with the line before them.</summary>
internal sealed class SinceFilter(DateTime? since)
{
    private bool _passing = since is null;

    /// <summary>Whether the next line, with that time, passes.</summary>
    public bool Passes(DateTime? time)
    {
        if (since is not null && time is not null)
        {
            _passing = time >= since;
        }

        return _passing;
    }
}
