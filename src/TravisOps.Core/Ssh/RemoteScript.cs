namespace TravisOps.Ssh;

/// <summary>A script for a host. It is sent on standard input and runs with /dev/null as its own standard input, with LC_ALL=C and the system folders first on PATH.</summary>
public sealed record RemoteScript
{
    /// <summary>POSIX sh text; the oldest reader is dash 0.5.7 of Ubuntu 14.04. It is read to its end before any of it runs.</summary>
    public required string Text { get; init; }

    /// <summary>Run as root when that can be had in the way that the host's <see cref="SudoMode"/> allows; else as the login.</summary>
    public bool WantRoot { get; init; } = true;

    /// <summary>Its output has a secret in it: everything of it that is not handed out is cleared. Who gets <see cref="ScriptOutcome.Output"/> clears that.</summary>
    public bool IsSecret { get; init; }
}
