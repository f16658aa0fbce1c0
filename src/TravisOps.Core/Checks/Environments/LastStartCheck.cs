using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Changes;
using TravisOps.Checks.Preflight;
using TravisOps.Environments;
using TravisOps.Evidence;

namespace TravisOps.Checks.Environments;

internal sealed class LastStartCheck() : Check(
    "Environment.LastStart",
    "Whether the machine was shut down before its last start, or lost power, was reset or crashed: wtmp",
    "a shutdown before a start of the last 3 days",
    "Operations manual, \"What exactly is not running?\" (\"unusual behavior\"); the number of days is ours")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, EnvironmentItems.Boots) is { } obstacle)
        {
            return [obstacle];
        }

        var item = host.Find(EnvironmentItems.Boots.Name)!;
        if (BootRecord.Parse(item) is null)
        {
            return [Obstacle.Unreadable(item, "when the machine started")];
        }

        var last = ChangeJudge.Judge(host, DateTime.MinValue).Changes.FirstOrDefault(change => change.Kind is TravisChangeKind.Reboot or TravisChangeKind.KernelChanged);
        if (last is null)
        {
            return [new Finding(CheckStatus.Skip, "Does not apply: no start of this machine is recorded, as in a container or after the log was begun anew.") { Item = item }];
        }

        var when = last.Time.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        var kernel = last.Kind == TravisChangeKind.KernelChanged ? $" with another kernel, {last.New} after {last.Old}" : string.Empty;
        return host.CollectedAt - last.Time > Requirements.ChangeRecentTime || last.Note is null
            ? [new Finding(CheckStatus.Pass, $"Last started {when}{kernel}.") { Actual = when, Item = item }]
            : [new Finding(CheckStatus.Warn, $"Last started {when}{kernel}. {last.Note}")
            {
                Actual = when,
                Item = item,
                Remedy = "Find out why: sudo last -x -n 20; sudo grep -iE 'panic|oom|mce' /var/log/kern.log | tail; and the machine's events at the IaaS or the hypervisor.",
            }];
    }
}
