using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

internal sealed class DiskUsageCheck() : Check(
    "Hardware.DiskUsage",
    "Use of the file systems of /, /var/lib/docker (or Docker's data root), /var/lib/replicated and /var/travis; one result for each file system, Hardware.DiskUsage.root and so on",
    "below 83 %; from 95 % on it fails",
    Manual.Hardware + " (\"available disk space\"); 83 % is the limit of Replicated's host preflight, 95 % is ours")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var disks = DiskFacts.Of(host);
        if (disks.Count == 0)
        {
            yield return DiskFacts.WhyNot(host);
        }

        foreach (var (disk, item, paths) in disks)
        {
            yield return Usage(disk, item, paths);
        }
    }

    private static Finding Usage(DiskSpace disk, EvidenceItem item, IReadOnlyList<string> paths)
    {
        var used = $"{Quantity.Gib(disk.UsedKib)} of {Quantity.Gib(disk.TotalKib)} used";
        var where = paths.Count == 1 ? disk.Path : string.Join(", ", paths);
        var same = paths.Count == 1 ? string.Empty : "; these paths are on one file system";
        var status = disk.UsedPercent switch
        {
            null => CheckStatus.Unknown,
            >= Requirements.DiskUseFailPercent => CheckStatus.Fail,
            >= Requirements.DiskUseWarnPercent => CheckStatus.Warn,
            _ => CheckStatus.Pass,
        };
        return new Finding(
            status,
            status == CheckStatus.Unknown ? $"{where}: df tells no use in percent ({used})." : $"{where}: {used} ({disk.UsedPercent} %){same}.")
        {
            IdSuffix = Suffix(disk.Path),
            Actual = disk.UsedPercent is { } percent ? $"{percent} %" : "not known",
            Item = item,
            Line = disk.Line,
            Remedy = status == CheckStatus.Pass ? null : Remedy(disk, paths),
        };
    }

    // Looks only. Pruning a platform may take the images of a stopped app with it, so that is a person's decision.
    private static string Remedy(DiskSpace disk, IReadOnlyList<string> paths)
    {
        var look = $"sudo du -xhd 2 {Paste.Word(disk.MountPoint)} 2>/dev/null | sort -rh | head -n 20";
        foreach (var path in paths)
        {
            if (path != "/" && path.IndexOf("docker", System.StringComparison.Ordinal) >= 0)
            {
                return look + "; sudo docker system df   # Docker before 1.13: sudo docker images";
            }
        }

        return look;
    }

    private static string Suffix(string path) => path == "/" ? "root" : path.Trim('/').Replace('/', '-').Replace(' ', '-');
}
