using System;
using System.Collections.Generic;

namespace TravisOps.Backups;

/// <summary>What a tar archive says of one entry, long names and sparse maps put together.</summary>
internal sealed record TarItem
{
    public required string Path { get; init; }

    public required BackupEntryType Type { get; init; }

    /// <summary>Size as restored, holes included.</summary>
    public long Size { get; init; }

    /// <summary>Bytes in the archive.</summary>
    public long StoredSize { get; init; }

    /// <summary>Where the stored bytes belong; null when there are no holes.</summary>
    public IReadOnlyList<(long Offset, long Length)>? Pieces { get; init; }

    public string Mode { get; init; } = "0000";

    public long UserId { get; init; }

    public long GroupId { get; init; }

    public DateTime ModifiedAt { get; init; }

    public string? LinkTarget { get; init; }

    public BackupEntry ToEntry(string? sha256) => new()
    {
        Path = Path,
        Type = Type,
        Size = Size,
        Sha256 = sha256,
        Mode = Mode,
        UserId = UserId,
        GroupId = GroupId,
        ModifiedAt = ModifiedAt,
        LinkTarget = LinkTarget,
    };
}
