namespace TravisOps.Backups;

/// <summary>How the archive is compressed, on the platform.</summary>
public enum BackupCompression
{
    /// <summary>The best that the platform has: zstd, else pigz or gzip. Never in a manifest.</summary>
    Auto,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip, by pigz where it is installed.</summary>
    Gzip,

    /// <summary>zstd.</summary>
    Zstd,
}
