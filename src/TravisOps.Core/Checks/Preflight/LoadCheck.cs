using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

internal sealed class LoadCheck() : Check(
    "Hardware.Load",
    "Load of the last minute for each CPU",
    "1 a CPU at the most; above 2 it fails",
    Manual.Hardware + ", as of 2017-10-23 (\"the system load is not too high\"); the numbers are ours")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, PreflightItems.Load) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        var item = host.Find(PreflightItems.Load.Name)!;
        if (LoadAverage.Parse(item.Text) is not { } load)
        {
            yield return Obstacle.Unreadable(item, "the load");
            yield break;
        }

        if (CpuCheck.Count(host) is not { } cpus)
        {
            yield return new Finding(CheckStatus.Unknown, $"Load {Quantity.Load(load.OneMinute)} can't be judged, because the number of CPUs is not known.")
            {
                Actual = Quantity.Load(load.OneMinute),
                Remedy = "See Hardware.Cpu.",
                Item = item,
                Line = item.Text.Trim(),
            };
            yield break;
        }

        var each = load.OneMinute / cpus.Count;
        var status = each > Requirements.LoadFailPerCpu ? CheckStatus.Fail : each > Requirements.LoadWarnPerCpu ? CheckStatus.Warn : CheckStatus.Pass;
        var trend = load.OneMinute > load.FifteenMinutes ? "rising" : "not rising";
        yield return new Finding(
            status,
            $"Load {Quantity.Load(load.OneMinute)} on {cpus.Count} CPUs is {Quantity.Load(each)} a CPU ({Quantity.Load(load.FifteenMinutes)} over 15 minutes, {trend}).")
        {
            Actual = Quantity.Load(each) + " a CPU",
            Item = item,
            Line = item.Text.Trim(),
            Remedy = status == CheckStatus.Pass ? null : "top -b -n 1 | head -n 20   # what takes the CPUs; processes in state D wait for a disk",
        };
    }
}
