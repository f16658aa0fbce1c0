using System;
using TravisOps.Ssh;

namespace TravisOps.Evidence;

/// <summary>What was learnt on the way to a host, stage by stage. A null stage was not reached.</summary>
public sealed record ConnectionEvidence
{
    /// <summary>A TCP connection was made to <c>Address:Port</c>.</summary>
    public bool Online { get; init; }

    /// <summary>One round trip, measured on the first encrypted request (RFC 4253, section 10), which costs the server next to nothing; null when the connection did not come that far.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The SSH server's version line, such as <c>SSH-2.0-OpenSSH_9.2p1</c>.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>Type of the host key that was presented, such as <c>ssh-ed25519</c>.</summary>
    public string? HostKeyType { get; init; }

    /// <summary>SHA-256 fingerprint in OpenSSH's form, <c>SHA256:…</c>.</summary>
    public string? HostKeyFingerprint { get; init; }

    /// <summary>The key exchange that was agreed.</summary>
    public string? KeyExchange { get; init; }

    /// <summary>The cipher that was agreed.</summary>
    public string? Cipher { get; init; }

    /// <summary>The login.</summary>
    public string? UserName { get; init; }

    /// <summary>The server took the login.</summary>
    public bool LoggedIn { get; init; }

    /// <summary>How root was had.</summary>
    public RootAccess Root { get; init; }

    /// <summary>Why root was not had although logged in; null otherwise.</summary>
    public HostFailure? RootFailure { get; init; }

    /// <summary>The remote clock minus this machine's, half the round trip taken off; null when it was not asked.</summary>
    public TimeSpan? ClockOffset { get; init; }
}
