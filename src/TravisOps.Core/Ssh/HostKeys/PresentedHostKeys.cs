using System.Collections.Generic;

namespace TravisOps.Ssh;

/// <summary>The keys that a host presented.</summary>
public sealed record PresentedHostKeys
{
    /// <summary>The keys, best type first.</summary>
    public IReadOnlyList<ScannedHostKey> Keys { get; init; } = [];

    /// <summary>It has an RSA key beside them and proves that with SHA-1 alone, so that it could not be fetched.</summary>
    public bool HidesRsa { get; init; }
}
