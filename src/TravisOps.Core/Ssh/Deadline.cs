using System;
using System.Diagnostics;

namespace TravisOps.Ssh;

/// <summary>A moment on the monotonic clock: what is left of a host's time, whatever happens to the wall clock.</summary>
internal sealed class Deadline
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public Deadline(TimeSpan limit) => Limit = limit;

    /// <summary>All of the time that was given.</summary>
    public TimeSpan Limit { get; }

    /// <summary>What is left, never less than zero.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = Limit - _watch.Elapsed;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
