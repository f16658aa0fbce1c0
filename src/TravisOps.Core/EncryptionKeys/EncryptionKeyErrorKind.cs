namespace TravisOps.EncryptionKeys;

/// <summary>What can be wrong with an encryption key or its backup.</summary>
public enum EncryptionKeyErrorKind
{
    /// <summary>travis.yml was not found on the platform: not in the container, running or stopped, and not on the host.</summary>
    NotFound,

    /// <summary>travis.yml is no YAML, or has no production.encryption.key.</summary>
    NotInFile,

    /// <summary>The value can't be a key: too short, too long, or with characters that no key has.</summary>
    Invalid,

    /// <summary>Files on the platform hold different keys, and nothing tells which one is in use.</summary>
    Ambiguous,

    /// <summary>There is a backup of another key where this one was to be written.</summary>
    Changed,

    /// <summary>There is a file where the backup was to be written, and it can't be told whether it is one of this key, or it is one for other certificates.</summary>
    Occupied,

    /// <summary>The backup is damaged or none.</summary>
    Damaged,

    /// <summary>A line of a paper was typed wrong.</summary>
    Mistyped,
}
