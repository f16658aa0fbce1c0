using System.Collections.Generic;
using System.Linq;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

/// <summary>The file systems of a host that the disk checks look at.</summary>
internal static class DiskFacts
{
    /// <summary>The file systems of the paths, and of Docker's data root where that lies elsewhere, each once with all its paths.
    /// Empty when the item can't be read.</summary>
    public static IReadOnlyList<(DiskSpace Disk, EvidenceItem Item, IReadOnlyList<string> Paths)> Of(HostEvidence host)
    {
        var rows = new List<(DiskSpace Disk, EvidenceItem Item)>();
        if (host.Find(PreflightItems.Disk.Name) is { Status: EvidenceStatus.Collected } item)
        {
            rows.AddRange(DiskTable.Parse(item.Text).Select(row => (row, item)));
        }

        if (rows.Count > 0 && host.Find(PreflightItems.DockerInfo.Name) is { Status: EvidenceStatus.Collected } docker
            && DockerParser.Parse(docker).RootDisk is { } root)
        {
            rows.Add((root, docker));
        }

        var disks = new List<(DiskSpace Disk, EvidenceItem Item, IReadOnlyList<string> Paths)>();
        foreach (var (row, source) in rows)
        {
            if (!disks.Any(seen => seen.Disk.SameFileSystem(row)))
            {
                disks.Add((row, source, rows.Where(other => other.Disk.SameFileSystem(row)).Select(other => other.Disk.Path).ToList()));
            }
        }

        return disks;
    }

    /// <summary>Why there are none.</summary>
    public static Finding WhyNot(HostEvidence host) =>
        Obstacle.In(host, PreflightItems.Disk) ?? Obstacle.Unreadable(host.Find(PreflightItems.Disk.Name)!, "the size of the file systems");
}
