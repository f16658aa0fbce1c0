using System;
using System.Security;

namespace TravisOps.Ssh;

/// <summary>What the person gave for this run: credentials and limits. Overrides what the inventory says of a host. Never written anywhere.</summary>
public sealed record SshOptions
{
    /// <summary>Login instead of the inventory's.</summary>
    public string? UserName { get; init; }

    /// <summary>Password for password and keyboard-interactive log-in.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Key file instead of the inventory's.</summary>
    public string? KeyFilePath { get; init; }

    /// <summary>Passphrase of the key file.</summary>
    public SecureString? KeyPassphrase { get; init; }

    /// <summary>Password for sudo, sent on stdin only.</summary>
    public SecureString? SudoPassword { get; init; }

    /// <summary>known_hosts file instead of the inventory's.</summary>
    public string? KnownHostsPath { get; init; }

    /// <summary>How the hosts were taken from an inventory; null when they came otherwise. Only messages read it.</summary>
    public InventorySelection? Inventory { get; init; }

    /// <summary>Limit for one host, from the first packet to the last; 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Hosts worked on at once; 32 by default.</summary>
    public int ThrottleLimit { get; init; } = 32;
}
