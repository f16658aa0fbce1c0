using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

internal sealed class MemoryCheck() : Check(
    "Hardware.Memory",
    "Memory that the kernel can use",
    "14.5 GiB or more (a machine sold with 15 or 16 GB); below 12 GiB it fails",
    Manual.Hardware + "; " + Manual.Prerequisites + " (16 GB; the recommended c4.2xlarge has 15 GiB, of which the kernel keeps some)")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, PreflightItems.Memory) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        var item = host.Find(PreflightItems.Memory.Name)!;
        if (MemoryInfo.TotalKib(item.Text) is not { } total)
        {
            yield return Obstacle.Unreadable(item, "the size of memory");
            yield break;
        }

        var status = total >= Requirements.MemoryPassKib ? CheckStatus.Pass
            : total >= Requirements.MemoryFailKib ? CheckStatus.Warn
            : CheckStatus.Fail;
        var gib = Quantity.Gib(total);
        yield return new Finding(status, status switch
        {
            CheckStatus.Pass => $"{gib} of memory; a machine sold with 16 GB has 14.5 GiB or more.",
            CheckStatus.Warn => $"{gib} of memory is less than the 16 GB that are asked for, of which a machine has 14.5 GiB or more.",
            _ => $"{gib} of memory is far below the 16 GB that are asked for.",
        })
        {
            Actual = gib,
            Item = item,
            Line = $"MemTotal: {total} kB",
            Remedy = status == CheckStatus.Pass ? null : host.Role == TravisRole.Worker
                ? $"Give the machine 16 GB. Until then set POOL_SIZE in /etc/default/travis-worker so that POOL_SIZE x 4 GB a build fits into {gib}."
                : "Give the machine 16 GB: stop the app at port 8800, shut down, resize, start the machine, then the app.",
        };
    }
}
