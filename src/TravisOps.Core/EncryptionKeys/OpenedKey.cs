using System;

namespace TravisOps.EncryptionKeys;

/// <summary>A backup of a key that was opened.</summary>
public sealed class OpenedKey : IDisposable
{
    internal OpenedKey(EncryptionKey key, KeyProtectionKind protection, KeyDetails? details)
    {
        Key = key;
        Protection = protection;
        ComputerName = details?.ComputerName;
        CreatedAt = details?.CreatedAt;
    }

    /// <summary>The key; disposed with this.</summary>
    public EncryptionKey Key { get; }

    /// <summary>How the backup is protected.</summary>
    public KeyProtectionKind Protection { get; }

    /// <summary>The platform that it is from; null where a typed-in paper does not say.</summary>
    public string? ComputerName { get; }

    /// <summary>When the backup was made, UTC; null where a typed-in paper does not say.</summary>
    public DateTime? CreatedAt { get; }

    /// <summary>It was typed in without the paper's heading, so that nothing tells whether lines are missing at its end.</summary>
    public bool IsEndUnproven { get; internal init; }

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();
}
