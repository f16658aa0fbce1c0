using System;

namespace TravisOps.Backups;

/// <summary>One entry of an archive, as tar has it and as it was when its bytes passed by.</summary>
public sealed record BackupEntry
{
    /// <summary>Path without a slash at its beginning or end: <c>var/travis/log/travis.log</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What it is.</summary>
    public required BackupEntryType Type { get; init; }

    /// <summary>Size of a file in bytes, holes included; 0 for everything else.</summary>
    public long Size { get; init; }

    /// <summary>SHA-256 of a file's content as a restored file has it, holes as zeros; 64 lower case hex digits. Null for everything else.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Permission bits in octal: <c>0644</c>.</summary>
    public string Mode { get; init; } = "0000";

    /// <summary>Numeric owner.</summary>
    public long UserId { get; init; }

    /// <summary>Numeric group.</summary>
    public long GroupId { get; init; }

    /// <summary>When it was changed last, UTC.</summary>
    public DateTime ModifiedAt { get; init; }

    /// <summary>Where a link points to; null for everything else.</summary>
    public string? LinkTarget { get; init; }
}
