using System;
using System.Collections.Generic;
using System.Globalization;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;

namespace TravisOps.Checks.Workers;

internal sealed class WorkerRestartsCheck() : Check(
    "Worker.Restarts",
    "How often travis-worker was started lately, whether it came up or not: from upstart's log or systemd's journal, and systemd's count",
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
        var upstart = facts.Init == "upstart";
        var look = upstart ? "sudo tail -n 200 /var/log/upstart/travis-worker.log" : "sudo journalctl -u travis-worker -n 200 --no-pager";
        var now = facts.Now ?? host.CollectedAt;
        var log = facts.Log;

        // A process of whose start the log knows nothing: what else it does not tell is not known either.
        if (log is not null && facts.Since is { } birth && birth > now.AddDays(-1) && log.Covers(birth) && log.Since(birth.AddSeconds(-10)) == 0)
        {
            log = null;
        }

        if (log is null)
        {
            yield return ByCount(facts, now, look) with { Item = item };
            yield break;
        }

        var day = log.Since(now.AddDays(-1));
        var soon = log.Since(now - Requirements.WorkerLoopTime);
        var times = day == 0 ? "It was not started" : $"It was started {(day == 1 ? "once" : day + " times")}";
        var finding = new Finding(CheckStatus.Pass, $"{times} {Span(log, facts, now) ?? "since " + Time(log.Oldest)}.")
        {
            Actual = Text(day),
            Item = item,
            Line = $"{(log.Attempts.Count == 0 ? "no start in the log" : "last start " + Time(log.Attempts[log.Attempts.Count - 1]))}; oldest line {Time(log.Oldest)}",
        };
        yield return soon >= Requirements.WorkerLoopCount
            ? finding with { Status = CheckStatus.Fail, Message = $"It was started {soon} times in the last 10 minutes: it ends and is started again and again.", Remedy = look + "   # why it ends" }
            : day >= Requirements.WorkerStartsWarn ? finding with { Status = CheckStatus.Warn, Remedy = look + "   # why it ended" }
            : Span(log, facts, now) is not null ? finding
            : finding with
            {
                Status = CheckStatus.Unknown,
                Message = finding.Message + " How often before is not known: its log was read back to then.",
                Remedy = upstart ? "sudo ls -l /var/log/upstart/; " + look : "sudo journalctl --disk-usage; grep -v '^#' /etc/systemd/journald.conf   # what bounds the journal",
            };
    }

    // The time that the count is of, where that is a day or all there was.
    private static string? Span(StartLog log, ServiceFacts facts, DateTime now) => log switch
    {
        _ when log.Oldest <= now.AddDays(-1) => "in the last 24 hours",

        // The first lines of a journal come a moment after the kernel's start.
        _ when facts.Boot > now.AddDays(-1) && log.Covers(facts.Boot.Value.AddMinutes(2)) => $"since the machine was started ({Time(facts.Boot)})",
        { Whole: true, Oldest: not null } => $"since its log begins ({Time(log.Oldest)})",
        _ => null,
    };

    /// <summary>systemd's count is of no known time: since somebody last started the service. Only with a young process it tells something.</summary>
    private static Finding ByCount(ServiceFacts facts, DateTime now, string look)
    {
        var why = facts.LogObstacle is { } obstacle ? $"the login may not read the log of travis-worker ({obstacle})"
            : facts.Log is null ? "there is no log of travis-worker that could be read on this host"
            : "the log of travis-worker does not tell when it was started";
        return facts.Restarts >= Requirements.WorkerLoopCount && (facts.Between || facts.Since > now - Requirements.WorkerLoopTime)
            ? new Finding(CheckStatus.Warn, $"systemd started it again by itself {facts.Restarts} times, the last time in the last 10 minutes. Whether it ends again and again is not known, because {why}.")
            {
                Actual = Text(facts.Restarts.Value),
                Line = $"NRestarts={facts.Restarts}",
                Remedy = look + "   # why it ends",
            }
            : new Finding(CheckStatus.Unknown, $"Could not be looked at: {why}.")
            {
                Line = facts.Restarts is { } count ? $"NRestarts={count}" : null,
                Remedy = look,
            };
    }

    private static string Time(DateTime? time) => time is { } known ? known.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC" : "not known";

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
