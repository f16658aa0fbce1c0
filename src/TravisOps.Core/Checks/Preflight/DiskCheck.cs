using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;

namespace TravisOps.Checks.Preflight;

internal sealed class DiskCheck() : Check(
    "Hardware.Disk",
    "Total size of the root file system",
    "38.7 GiB or more (a 40 GB volume as ext4, 40593708 1K-blocks)",
    Manual.Hardware + ", as of 2017-10-23; " + Manual.Prerequisites + " (40 GB root volume); the number is the worker installer's")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var disks = DiskFacts.Of(host);
        if (disks.Count == 0 || disks[0].Disk.Path != "/")
        {
            yield return DiskFacts.WhyNot(host);
            yield break;
        }

        var (root, item, _) = disks[0];
        var total = disks.Sum(disk => disk.Disk.TotalKib);
        var enough = root.TotalKib >= Requirements.DiskKib;
        var status = enough ? CheckStatus.Pass : total >= Requirements.DiskKib ? CheckStatus.Warn : CheckStatus.Fail;
        var size = Quantity.Gib(root.TotalKib);
        yield return new Finding(status, status switch
        {
            CheckStatus.Pass => $"The root file system has {size} in total; a 40 GB volume has 38.7 GiB.",
            CheckStatus.Warn => $"The root file system has {size} in total, less than a 40 GB volume; with {Others(disks.Skip(1).SelectMany(disk => disk.Paths))} beside it there are {Quantity.Gib(total)}, but the worker installer looks at the root file system alone.",
            _ => $"The root file system has {size} in total, less than the 38.7 GiB of a 40 GB volume.",
        })
        {
            Actual = size,
            Item = item,
            Line = root.Line,
            Remedy = status switch
            {
                CheckStatus.Pass => null,
                CheckStatus.Warn => "Nothing has to be done while it runs; give the next machine a root volume of 40 GB or more.",
                _ => $"Enlarge the volume behind {Paste.Word(root.Device)} to 40 GB or more, then its partition and: sudo resize2fs {Paste.Word(root.Device)}",
            },
        };
    }

    private static string Others(IEnumerable<string> paths) => string.Join(", ", paths);
}
