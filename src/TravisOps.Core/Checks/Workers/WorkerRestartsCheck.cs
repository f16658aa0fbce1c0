using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;

namespace TravisOps.Checks.Workers;

internal sealed class WorkerRestartsCheck() : Check(
    "Worker.Restarts",
    "How often travis-worker was started lately, from its log (\"worker started\") and systemd's count",
    "below 3 starts in 10 minutes, and below 5 in a day",
    Manual.None + "; the numbers are ours: upstart and systemd start it again after 5 s, for ever",
    TravisRole.Worker)
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, WorkerItems.Service) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        var item = host.Find(WorkerItems.Service.Name)!;
        var facts = ServiceFacts.Read(item);
        var look = facts.Init == "upstart" ? "sudo tail -n 200 /var/log/upstart/travis-worker.log" : "sudo journalctl -u travis-worker -n 200 --no-pager";
        if (facts.Starts is not { } starts)
        {
            yield return facts.Restarts is { } count
                ? new Finding(count < Requirements.WorkerStartsWarn ? CheckStatus.Pass : CheckStatus.Warn, $"systemd started it again {count} times since the machine is up; its log could not be read.")
                {
                    Actual = Text(count),
                    Item = item,
                    Line = $"NRestarts={count}",
                    Remedy = count < Requirements.WorkerStartsWarn ? null : look,
                }
                : new Finding(CheckStatus.Unknown, "Could not be looked at: there is no log of travis-worker that could be read on this host.") { Item = item, Remedy = look };
            yield break;
        }

        var now = facts.Now ?? host.CollectedAt;
        var day = starts.Count(start => start > now.AddDays(-1));
        var soon = starts.Count(start => start > now - Requirements.WorkerLoopTime);
        var finding = new Finding(CheckStatus.Pass, day == 0 ? "It was not started in the last 24 hours." : $"It was started {(day == 1 ? "once" : day + " times")} in the last 24 hours.")
        {
            Actual = Text(day),
            Item = item,
            Line = starts.Count == 0 ? "no start in the log" : "last start " + starts.Max().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        yield return soon >= Requirements.WorkerLoopCount
            ? finding with { Status = CheckStatus.Fail, Message = $"It was started {soon} times in the last 10 minutes: it ends and is started again and again.", Remedy = look + "   # why it ends" }
            : day >= Requirements.WorkerStartsWarn ? finding with { Status = CheckStatus.Warn, Remedy = look + "   # why it ended" } : finding;
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
