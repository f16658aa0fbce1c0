using System;
using TravisOps.Checks;

namespace TravisOps.EncryptionKeys;

/// <summary>What a test of a backup of an encryption key found.</summary>
public sealed record KeyTestResult
{
    /// <summary>The platform; null where neither it nor the backup says.</summary>
    public string? ComputerName { get; init; }

    /// <summary>Fail when it is another key than one that it was compared with; Unknown when a comparison could not be made.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>The verdict, for people.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; empty when nothing is.</summary>
    public string Remedy { get; init; } = string.Empty;

    /// <summary>Full path of the backup.</summary>
    public required string Path { get; init; }

    /// <summary>Tells whether keys are equal, and nothing else about them.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Characters of the key.</summary>
    public required int KeyLength { get; init; }

    /// <summary>When the backup was made, UTC; null where a typed-in paper does not say.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>How the backup is protected.</summary>
    public required KeyProtectionKind Protection { get; init; }

    /// <summary>Whether it is the key that the platform has now; null when that was not, or could not be, looked at.</summary>
    public bool? EqualsLive { get; init; }

    /// <summary>Whether it is the key of the backup of the data; null when none was given, or it does not tell.</summary>
    public bool? FitsData { get; init; }
}
