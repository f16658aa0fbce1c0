using System;

namespace TravisOps.EncryptionKeys;

/// <summary>A backup of an encryption key that was made or confirmed.</summary>
public sealed record KeyBackupResult
{
    /// <summary>The platform that the key is from.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Full path of the backup.</summary>
    public required string Path { get; init; }

    /// <summary>Tells whether keys are equal, and nothing else about them.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Characters of the key.</summary>
    public required int KeyLength { get; init; }

    /// <summary>When the backup was made, UTC; for one that was there already, then.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>How it is protected.</summary>
    public required KeyProtectionKind Protection { get; init; }

    /// <summary>
    /// True for one that was written now when it was read back from the disk byte for byte (and opened before, but for one for a certificate, which only the private key opens);
    /// for one that was there already when it was opened and has the key. False when that is for certificates of which no private key is here: then its fingerprint
    /// and its recipients were compared.
    /// </summary>
    public required bool Verified { get; init; }

    /// <summary>True when it was written now, false when it was there already with the same key.</summary>
    public required bool Changed { get; init; }
}
