using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Docker;

internal sealed class DiskUseCheck() : Check(
    "Docker.DiskUse",
    "Use of the file system that Docker keeps images and containers on, and docker system df where there is one (1.13)",
    "below 83 %; from 95 % on it fails",
    Manual.Hardware + " (\"available disk space\"); 83 % is the limit of Replicated's host preflight, 95 % is ours")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var disks = DiskFacts.Of(host);
        if (disks.Count == 0)
        {
            yield return DiskFacts.WhyNot(host);
            yield break;
        }

        // Docker's own is the last: /var/lib/docker, or its data root where that lies elsewhere, or the root file system.
        var root = host.Find(PreflightItems.DockerInfo.Name) is { Status: EvidenceStatus.Collected } info ? DockerParser.Parse(info).RootDisk : null;
        var path = root?.Path ?? "/var/lib/docker";
        var (disk, item, _) = disks.FirstOrDefault(one => one.Paths.Contains(path));
        if (disk is null)
        {
            (disk, item, _) = disks.First(one => one.Paths.Contains("/"));
        }

        var status = disk.UsedPercent switch
        {
            null => CheckStatus.Unknown,
            >= Requirements.DiskUseFailPercent => CheckStatus.Fail,
            >= Requirements.DiskUseWarnPercent => CheckStatus.Warn,
            _ => CheckStatus.Pass,
        };
        var use = disk.UsedPercent is { } percent ? $"{percent} %" : "df tells no use in percent";
        yield return new Finding(status, $"{path}: {Quantity.Gib(disk.UsedKib)} of {Quantity.Gib(disk.TotalKib)} used ({use}). {Docker(host)}")
        {
            Actual = use,
            Item = item,
            Line = disk.Line,
            Remedy = status == CheckStatus.Pass ? null : Remedy(host, disk),
        };
    }

    private static string Docker(HostEvidence host)
    {
        if (Obstacle.In(host, DockerItems.SystemDf) is { } obstacle)
        {
            return "What of it is Docker's is not known. " + obstacle.Message;
        }

        var item = host.Find(DockerItems.SystemDf.Name)!;
        var rows = DockerDiskUse.Read(item.Text);
        if (rows.Count == 0)
        {
            return item.ErrorText.Contains("is not a docker command")
                ? "Docker before 1.13 does not tell what takes it."
                : $"What of it is Docker's is not known{(Obstacle.FirstLine(item.ErrorText) is { } line ? ": " + line : ".")}";
        }

        return $"Docker: {string.Join(", ", rows.Select(row => $"{row.Kind.ToLowerInvariant()} {row.Size} ({row.Reclaimable} unused)"))}.";
    }

    // Looks only. Pruning a platform may take the images of a stopped app with it, so that is a person's decision.
    private static string Remedy(HostEvidence host, DiskSpace disk) => host.Role == TravisRole.Worker
        ? "When no build runs: sudo docker ps -aq -f status=exited | xargs -r sudo docker rm; sudo docker images -qf dangling=true | xargs -r sudo docker rmi"
        : $"sudo du -xhd 2 {Paste.Word(disk.MountPoint)} 2>/dev/null | sort -rh | head -n 20; sudo docker system df -v   # don't prune while the app is stopped: its images would go";
}
