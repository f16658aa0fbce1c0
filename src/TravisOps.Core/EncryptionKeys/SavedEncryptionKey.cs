using System;
using System.Security;

namespace TravisOps.EncryptionKeys;

/// <summary>A key out of its backup.</summary>
public sealed record SavedEncryptionKey
{
    /// <summary>The platform that it is from; null where a typed-in paper does not say.</summary>
    public string? ComputerName { get; init; }

    /// <summary>Full path of the backup; null for lines that were given.</summary>
    public string? Path { get; init; }

    /// <summary>Tells whether keys are equal, and nothing else about them.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Characters of the key.</summary>
    public required int KeyLength { get; init; }

    /// <summary>When the backup was made, UTC; null where a typed-in paper does not say.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>How the backup is protected.</summary>
    public required KeyProtectionKind Protection { get; init; }

    /// <summary>The key.</summary>
    public required SecureString Key { get; init; }

    /// <summary>Takes it out of an opened backup.</summary>
    /// <param name="opened">The backup; stays the caller's.</param>
    /// <param name="path">Its full path, or null.</param>
    public static SavedEncryptionKey Of(OpenedKey opened, string? path) => new()
    {
        ComputerName = opened.ComputerName,
        Path = path,
        Fingerprint = opened.Key.Fingerprint,
        KeyLength = opened.Key.Length,
        CreatedAt = opened.CreatedAt,
        Protection = opened.Protection,
        Key = opened.Key.ToSecureString(),
    };
}
