using System;
using System.IO;
using TravisOps.Tar;

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

    /// <summary>Whether it is the folder at a path of the platform.</summary>
    internal bool IsFolder(string path) => Type == BackupEntryType.Directory && Path == path.TrimStart('/');

    /// <summary>What an archive says of an entry.</summary>
    /// <exception cref="InvalidDataException">It is of a type that no backup has.</exception>
    internal static BackupEntry From(TarItem item, string? sha256) => new()
    {
        Path = item.Path,
        Type = TypeOf(item),
        Size = item.IsFile ? item.Size : 0,
        Sha256 = sha256,
        Mode = Convert.ToString(item.Mode, 8).PadLeft(4, '0'),
        UserId = item.UserId,
        GroupId = item.GroupId,
        ModifiedAt = item.ModifiedAt,
        LinkTarget = item.LinkTarget,
    };

    private static BackupEntryType TypeOf(TarItem item) => item.Type switch
    {
        _ when item.IsFile => BackupEntryType.File,
        '1' => BackupEntryType.HardLink,
        '2' => BackupEntryType.SymbolicLink,
        '3' => BackupEntryType.CharacterDevice,
        '4' => BackupEntryType.BlockDevice,
        '5' => BackupEntryType.Directory,
        '6' => BackupEntryType.Fifo,
        _ => throw new InvalidDataException($"it has an entry of the unknown type '{item.Type}'"),
    };
}
