using System;

namespace TravisOps.Hosts;

/// <summary>One line of <c>df -P -k</c>: a file system and how full it is.</summary>
public sealed record DiskSpace
{
    /// <summary>The path that was asked for, such as <c>/var/lib/docker</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The device or source, such as <c>/dev/xvda1</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Where the file system is mounted; may hold spaces.</summary>
    public required string MountPoint { get; init; }

    /// <summary>Size in 1K-blocks.</summary>
    public required long TotalKib { get; init; }

    /// <summary>Used 1K-blocks.</summary>
    public required long UsedKib { get; init; }

    /// <summary>Use in percent as df says it: of what an ordinary user can have, rounded up. Null when df prints <c>-</c>.</summary>
    public required int? UsedPercent { get; init; }

    /// <summary>The line as df printed it.</summary>
    public required string Line { get; init; }

    /// <summary>Whether both are one file system: the same mount, or the same device mounted twice, as a bind mount is.</summary>
    public bool SameFileSystem(DiskSpace other) =>
        Device == other.Device && (MountPoint == other.MountPoint || (HasDevice && TotalKib == other.TotalKib && NearlySameUse(other)));

    // "tmpfs" or "overlay" is many file systems; a path of a device or an export is one.
    private bool HasDevice => Device.IndexOf('/') >= 0;

    // df looks at one after the other while the host goes on writing.
    private bool NearlySameUse(DiskSpace other) => Math.Abs(UsedKib - other.UsedKib) <= TotalKib / 100;
}
