namespace TravisOps;

/// <summary>One machine of an installation, with the settings that are in effect for it. Holds no secret.</summary>
public sealed record TravisHost
{
    /// <summary>The SSH port (RFC 4253 section 4.1).</summary>
    public const int DefaultPort = 22;

    /// <summary>The name that results carry, as the inventory gives it.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Platform or worker.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>What is connected to, when it differs from <see cref="ComputerName"/>; known_hosts is looked up by this, as OpenSSH does with HostName.</summary>
    public string Address { get => field ?? ComputerName; init; }

    /// <summary>TCP port of the SSH server; 22 by default.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The login; null stands for the name of the user who runs the shell, as with OpenSSH.</summary>
    public string? UserName { get; init; }

    /// <summary>Private key file, or null.</summary>
    public string? KeyFilePath { get; init; }

    /// <summary>known_hosts file; null stands for the user's and the system's OpenSSH files.</summary>
    public string? KnownHostsPath { get; init; }

    /// <summary>How root is had.</summary>
    public SudoMode Sudo { get; init; } = SudoMode.Auto;

    /// <summary>A host to go through. Kept and exported; connecting through it is refused with an error that says so.</summary>
    public string? JumpHost { get; init; }

    /// <inheritdoc/>
    public override string ToString() => ComputerName;
}
