namespace TravisOps.Ssh;

/// <summary>What known_hosts says of one host key, and the line that says it.</summary>
public sealed record HostKeyVerdict
{
    /// <summary>The verdict.</summary>
    public required HostKeyStatus Status { get; init; }

    /// <summary>The file of the line that decided; null for <see cref="HostKeyStatus.Unknown"/>.</summary>
    public string? File { get; init; }

    /// <summary>Number of that line, from 1; 0 for <see cref="HostKeyStatus.Unknown"/>.</summary>
    public int Line { get; init; }

    /// <summary>Fingerprint of the key on that line, <c>SHA256:…</c>; for <see cref="HostKeyStatus.Changed"/> the one that was expected.</summary>
    public string? KnownFingerprint { get; init; }

    /// <summary>Why a certificate of a known authority was not good for this host; null when there was none.</summary>
    public string? CertificateProblem { get; init; }
}
