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

    /// <summary>True when it was read back from the disk, byte for byte, and opened; an earlier one for a certificate whose private key is not here is
    /// confirmed by its fingerprint alone, and that is false.</summary>
    public required bool Verified { get; init; }

    /// <summary>True when it was written now, false when it was there already with the same key.</summary>
    public required bool Changed { get; init; }
}
