using System.Collections.Generic;

namespace TravisOps.Lab;

/// <summary>How a <see cref="LoopbackSshd"/> is set up.</summary>
public sealed record LoopbackSshdOptions
{
    /// <summary>Loopback addresses to listen on; one stands for 127.0.0.1, more for 127.77.0.1 and the following.</summary>
    public int AddressCount { get; init; } = 1;

    /// <summary>The addresses themselves, instead of <see cref="AddressCount"/> loopback ones.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>The network namespace to serve in, such as <c>/run/netns/NAME</c>; null stands for this one. Needs root.</summary>
    public string? NetworkNamespacePath { get; init; }

    /// <summary>Types of host keys to make, as ssh-keygen's -t takes them. An RSA key takes a second or more to make.</summary>
    public IReadOnlyList<string> HostKeyTypes { get; init; } = ["ed25519", "ecdsa"];

    /// <summary>Lines for sshd_config; they come first and so win over the ones that are always there. From a line with Match on they come last.</summary>
    public IReadOnlyList<string> Configuration { get; init; } = [];

    /// <summary>
    /// sh text that runs as root before sshd starts, in namespaces where /etc and /home are private copies: users and sudoers made
    /// there are seen by this server only. <c>$1</c> is the server's folder. Null runs sshd plainly. Needs root.
    /// </summary>
    public string? PrivateSetup { get; init; }

    /// <summary>Files that <see cref="PrivateSetup"/> finds in <c>$1</c>, by name: what must not be on a command line.</summary>
    public IReadOnlyDictionary<string, string> SetupFiles { get; init; } = new Dictionary<string, string>();
}
