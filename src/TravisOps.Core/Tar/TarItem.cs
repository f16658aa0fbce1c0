using System;
using System.Collections.Generic;

namespace TravisOps.Tar;

/// <summary>What a tar archive says of one entry, long names and sparse maps put together.</summary>
internal sealed record TarItem
{
    /// <summary>Without a slash at its end.</summary>
    public required string Path { get; init; }

    /// <summary>The type that its header has (POSIX, ustar interchange format): '0', '7' and GNU's 'S' for files, '1' hard link, '2' symbolic link, '3' and '4' devices, '5' directory, '6' FIFO.</summary>
    public required char Type { get; init; }

    /// <summary>A file with content of its own.</summary>
    public bool IsFile => Type is '0' or '7' or 'S';

    /// <summary>Size as restored, holes included.</summary>
    public long Size { get; init; }

    /// <summary>Where the stored bytes belong; null when there are no holes.</summary>
    public IReadOnlyList<(long Offset, long Length)>? Pieces { get; init; }

    public int Mode { get; init; }

    public long UserId { get; init; }

    public long GroupId { get; init; }

    public DateTime ModifiedAt { get; init; }

    public string? LinkTarget { get; init; }
}
