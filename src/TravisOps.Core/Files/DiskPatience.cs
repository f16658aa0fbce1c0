using System;

namespace TravisOps.Files;

/// <summary>How long a disk or a share may take for one call, before it counts as one that never answers.</summary>
/// <param name="Call">For opening, reading, writing, renaming: longer than a share's own time-outs (mount.nfs 8: three tries of a soft mount's 60 s; SMB: 60 s a request and as much to connect again), so that its own error comes first where it has one.</param>
/// <param name="Flush">For putting on the disk what the system holds in memory, which may be gigabytes.</param>
internal sealed record DiskPatience(TimeSpan Call, TimeSpan Flush)
{
    /// <summary>Five minutes, and fifteen for a flush.</summary>
    public static DiskPatience Default { get; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15));
}
