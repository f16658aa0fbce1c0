namespace TravisOps.Connections;

/// <summary>A key that a host presents, and what became of it.</summary>
public sealed record TravisHostKey
{
    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The name that stands in known_hosts, such as <c>10.0.0.5</c> or <c>[10.0.0.5]:2222</c>.</summary>
    public required string KnownAs { get; init; }

    /// <summary>Type of the key, such as <c>ssh-ed25519</c>.</summary>
    public required string KeyType { get; init; }

    /// <summary>SHA-256 fingerprint in OpenSSH's form, <c>SHA256:…</c>: what <c>ssh-keygen -lf</c> prints on the host.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What became of it.</summary>
    public required TravisHostKeyState State { get; init; }

    /// <summary>The known_hosts file that has the key, or that it was to go to.</summary>
    public required string Path { get; init; }
}
