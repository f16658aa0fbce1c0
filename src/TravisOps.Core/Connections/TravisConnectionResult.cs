using System;
using TravisOps.Checks;
using TravisOps.Ssh;

namespace TravisOps.Connections;

/// <summary>
/// One host's answer to the manual's "Are all machines online?" and "Make sure that you have root access on all machines". What
/// was not reached on the way in is null.
/// </summary>
public sealed record TravisConnectionResult
{
    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Platform or worker.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>Pass: logged in, with root, and the clock is right. Warn or Fail: one of these is not so. Unknown: nothing was contacted, or one of these can't be told.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>The SSH port answered.</summary>
    public required bool Online { get; init; }

    /// <summary>The SSH server's version line, such as <c>SSH-2.0-OpenSSH_9.2p1</c>.</summary>
    public string? Ssh { get; init; }

    /// <summary>The key that the host presented and what known_hosts says of it, such as <c>ssh-ed25519 SHA256:… (trusted)</c>.</summary>
    public string? HostKey { get; init; }

    /// <summary>The login that the server took.</summary>
    public string? Login { get; init; }

    /// <summary>How root was had; None when it was not.</summary>
    public RootAccess? Root { get; init; }

    /// <summary>Name and version of the operating system, such as <c>Ubuntu 16.04.7 LTS</c>.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>The kernel's release, such as <c>4.4.0-210-generic</c>.</summary>
    public string? Kernel { get; init; }

    /// <summary>The host's clock minus this machine's; as uncertain as half of <see cref="Latency"/>.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>About one round trip.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; null when nothing has to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>When the host was looked at, UTC.</summary>
    public DateTime CollectedAt { get; init; }

    /// <summary>How long that took.</summary>
    public TimeSpan Duration { get; init; }
}
