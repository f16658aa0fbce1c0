using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>What came back from a script.</summary>
public sealed record ScriptOutcome
{
    /// <summary>Standard output, raw, without what log-in scripts wrote before it. When <see cref="Failure"/> is set: what arrived until then.</summary>
    public required byte[] Output { get; init; }

    /// <summary>Standard error of the script, decoded as UTF-8 with replacement.</summary>
    public string ErrorText { get; init; } = string.Empty;

    /// <summary>Exit status of the script; null when it did not come to its end.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>Name of the signal that ended it, without SIG (RFC 4254, 6.10); null otherwise.</summary>
    public string? ExitSignal { get; init; }

    /// <summary>How root was had for it.</summary>
    public RootAccess Root { get; init; }

    /// <summary>Why root was wanted and not had; the script ran as the login. Null otherwise.</summary>
    public HostFailure? RootFailure { get; init; }

    /// <summary>Why the script did not run to its end; null when it did, whatever its exit status.</summary>
    public HostFailure? Failure { get; init; }
}
