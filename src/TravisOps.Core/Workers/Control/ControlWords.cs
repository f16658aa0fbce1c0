using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using TravisOps.Ssh;
using TravisOps.Workers.Settings;

namespace TravisOps.Workers;

/// <summary>Turns what a worker answered into a result and words for a person.</summary>
internal sealed class ControlWords(TravisHost host, WorkerChange change, Stopwatch watch)
{
    private const string Log = "sudo tail -n 50 /var/log/upstart/travis-worker.log 2>/dev/null || sudo journalctl -u travis-worker -n 50 --no-pager";

    public static string? Jobs(int? count) => count switch
    {
        null => null,
        0 => "no job runs",
        1 => "1 job runs",
        _ => FormattableString.Invariant($"{count} jobs run"),
    };

    /// <summary>What state a worker is in that nobody looks at any more.</summary>
    public static string WhenLeft(bool sure) =>
        $"The worker {(sure ? "has" : "may have")} been told to take no more jobs. It ends with the last of them, and the machine starts it again; a stop and start that had begun is finished there (sudo cat /run/travisops-worker/outcome).";

    /// <summary>Why an update can't be: a sentence, and what to do.</summary>
    public static string? Problem(string? problem, WorkerLayout layout, WorkerChange change, TravisHost host) =>
        problem is null ? null : Explain(problem, null, layout, change, host.ComputerName).Message;

    public WorkerChangeResult Refused(ControlAnswer answer, string reason)
    {
        var (message, remedy) = Explain(reason, answer, answer.Layout, change, host.ComputerName);
        return Make(answer, reason == "current" ? WorkerChangeStatus.Unchanged : WorkerChangeStatus.Failed, message, remedy) with { Version = answer["previous"] };
    }

    public WorkerChangeResult StillDraining(ControlAnswer begun, int? jobs) => Make(
        begun,
        WorkerChangeStatus.Draining,
        $"{Sentence(Jobs(jobs) ?? "jobs may still run")} after {Span(change.DrainTimeout)}. The worker takes no more, ends with the last, and the machine then starts it again{(change.Action == WorkerAction.Update ? " with the version it has" : string.Empty)}; nothing was stopped.",
        $"{Command} -ComputerName {host.ComputerName} once they have ended, or with a longer -DrainTimeoutSeconds; with -Force they are aborted and go back to the queue.") with { Version = begun["previous"] };

    public WorkerChangeResult Gone(ControlAnswer begun) => Make(
        begun,
        WorkerChangeStatus.Failed,
        "What was begun on the machine is gone: it restarted, or another run took its place. Whether the worker runs is not known.",
        "sudo status travis-worker 2>/dev/null || sudo systemctl status travis-worker");

    public WorkerChangeResult StillAtWork(ControlAnswer begun, string stage, TimeSpan time) => Make(
        begun,
        WorkerChangeStatus.Failed,
        $"Still at work on the machine after {Span(time)} of \"{stage}\"; it was not waited for any longer, and goes on there. Whether the worker runs is not known.",
        begun.Layout == WorkerLayout.Upstart
            ? "sudo cat /run/travisops-worker/progress /run/travisops-worker/outcome; sudo status travis-worker; ps -ef | grep -e [a]pt-get -e [d]pkg"
            : "sudo cat /run/travisops-worker/progress /run/travisops-worker/outcome; sudo systemctl status travis-worker docker; sudo timeout 10 docker ps");

    public WorkerChangeResult Lost(ControlAnswer? begun, HostException error, string? state) => Make(
        begun,
        WorkerChangeStatus.Failed,
        $"{error.Message} {state ?? "The worker was not touched."}",
        error.Remedy);

    public WorkerChangeResult Ended(ControlAnswer begun, ControlAnswer end, int? aborted)
    {
        var version = end["version"];
        var jobs = begun.Number("ran");
        var before = begun["service"] == "unclear" ? "Whether jobs ran is not known." : begun["service"] != "running" ? "It was not running." : aborted > 0 ? $"{Count(aborted.Value)} aborted and went back to the queue." : jobs > 0 ? $"{Count(jobs.Value)} ended by themselves first." : jobs == 0 ? "No job ran." : "Its jobs ended by themselves first.";
        var pool = end.Number("pool") is { } size ? FormattableString.Invariant($", {size} at once") : string.Empty;
        var done = Make(begun, WorkerChangeStatus.Done, string.Empty, null) with { Version = version, Drained = begun["service"] == "running" && !(aborted > 0), PoolSize = end.Number("pool") };
        switch (end["result"])
        {
            case "done" when change.Action == WorkerAction.Update && version != begun["target"]:
                return done with
                {
                    Status = WorkerChangeStatus.Failed,
                    Message = $"{before} The worker runs again, and is {version ?? "of an unknown version"} where {begun["target"]} was wanted.",
                    Remedy = "sudo apt-get -f install; apt-cache policy travis-worker",
                };
            case "done":
                return done with
                {
                    Message = change.Action == WorkerAction.Update
                        ? $"{before} Updated from {begun["previous"]} to {version}; connected to the platform and takes jobs{pool}."
                        : $"{before} Restarted; connected to the platform and takes jobs{pool}.",
                };
            case "failed":
                return done with
                {
                    Status = WorkerChangeStatus.Failed,
                    Message = $"{before} {Sentence(end["error"] ?? "the change did not work")}. The worker runs again as it was ({version}).",
                    Remedy = begun.Layout == WorkerLayout.Upstart ? "sudo dpkg --configure -a; sudo apt-get -f install" : Log,
                };
            case "not-stopped":
                return done with
                {
                    Status = WorkerChangeStatus.Failed,
                    Message = $"{before} The service did not stop; nothing was changed.",
                    Remedy = "sudo status travis-worker 2>/dev/null || sudo systemctl status travis-worker",
                };
            case "rolled-back":
                return done with
                {
                    Status = WorkerChangeStatus.Failed,
                    Message = $"{before} {begun["target"]} did not come up ({Why(end)}); {version} is back and runs. {Tail(end)}".TrimEnd(),
                    Remedy = Log,
                };
            default:
                return done with
                {
                    Status = WorkerChangeStatus.Failed,
                    Message = $"{before} The worker ({version}) does not come up: {Why(end)}. {(end["error"] is { } error ? Sentence(error) + ". " : string.Empty)}{Tail(end)}".TrimEnd(),
                    Remedy = Log,
                };
        }
    }

    private static string Count(int jobs) => jobs == 1 ? "1 job" : FormattableString.Invariant($"{jobs} jobs");

    private static string Why(ControlAnswer end) => end["why"] switch
    {
        "died" => "it ended right after its start",
        "silent" => $"it has not said within {end["waited"]} s that it started, which it does once it is connected to the platform",
        var other => other ?? "it did not start",
    };

    private static string Tail(ControlAnswer end)
    {
        List<string> lines = [.. end.All("log").Where(line => line.Length > 0)];
        return lines.Count == 0 ? string.Empty : "Its log ends: " + (lines.LastOrDefault(line => line.Contains("level=error") || line.Contains("level=fatal") || line.Contains("panic")) ?? lines[lines.Count - 1]);
    }

    private static (string Message, string? Remedy) Explain(string reason, ControlAnswer? answer, WorkerLayout layout, WorkerChange change, string name) => reason switch
    {
        "current" => ($"Already {answer?["target"]}; the worker was not touched.", null),
        "busy" => ($"Another run of TravisOps, by {answer?["who"] ?? "somebody"}, is at work on this worker. Nothing was done.", "Wait until it has ended, or a minute after it was given up."),
        "unclear" => (
            "Whether the worker runs jobs could not be told: its service is neither ended nor is there a process to ask and to be told to end, as while it starts or when Docker gives no answer. Nothing was done.",
            (layout == WorkerLayout.Image ? "sudo systemctl status travis-worker; sudo timeout 10 docker ps" : layout == WorkerLayout.Upstart ? "sudo status travis-worker" : "sudo systemctl status travis-worker")
                + "   # with -Force it is stopped all the same; jobs that run are aborted then and go back to the queue"),
        "root" => ("The script ran without root. Nothing was done.", $"Test-TravisConnection -ComputerName {name}"),
        "no-candidate" => ("apt knows no travis-worker on this machine. Nothing was done.", "apt-cache policy travis-worker; ls /etc/apt/sources.list.d"),
        "no-such-version" => ($"apt knows no travis-worker {change.Version} on this machine. Nothing was done.", "apt-cache madison travis-worker"),
        "older" => ($"{answer?["target"] ?? change.Version} is older than what is installed ({answer?["previous"] ?? "unknown"}). Nothing was done.", "Travis' packages don't support going back; if you must, by hand: sudo apt-get install travis-worker=VERSION"),
        "held" => ("travis-worker is on hold on this machine (apt-mark hold): somebody wants this version to stay. Nothing was done.", "sudo apt-mark unhold travis-worker"),
        "version-needed" => ("Here the worker is a Docker image, and no list of its versions can be asked. Nothing was done.", "Name the tag: Update-TravisWorker -Version v6.2.24"),
        "no-image-setting" => ("No drop-in of travis-worker.service sets TRAVIS_WORKER_SELF_IMAGE. Nothing was done.", "systemctl cat travis-worker"),
        "several-image-settings" => ("Several drop-ins of travis-worker.service set TRAVIS_WORKER_SELF_IMAGE. Nothing was done.", "grep -H SELF_IMAGE /etc/systemd/system/travis-worker.service.d/*.conf   # leave one of them"),
        "digest" => (
            "The worker's image is pinned by its digest, not by a tag. Nothing was done.",
            $"{ImageSetting.Set(answer?["conf"] ?? "/etc/systemd/system/travis-worker.service.d/env.conf", ImageSetting.WithTag(answer?["image"], answer?["target"] ?? "TAG"))}   # a tag instead; then from here: Restart-TravisWorker -ComputerName {name}"),
        "no-update-here" when layout == WorkerLayout.Systemd => ("This worker was installed from the rpm package, which this command does not update. Nothing was done.", "sudo yum update travis-worker   # once no job runs"),
        "no-update-here" or "no-worker" => ("There is no travis-worker on this machine, or none that this command knows. Nothing was done.", "ls -l /etc/init/travis-worker.conf /etc/systemd/system/travis-worker.service"),
        "prepare" => ($"What the update needs could not be fetched: {answer?["error"]}. Nothing was stopped.", layout == WorkerLayout.Image
            ? "Bring the image from a machine that has it: docker save travisci/worker:TAG | ssh HOST sudo docker load"
            : "sudo apt-get update; apt-cache policy travis-worker"),
        _ => ($"Not done: {reason}.", null),
    };

    private static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text.Substring(1).TrimEnd('.', ' ');

    private static string Span(TimeSpan time) => time.TotalMinutes >= 2
        ? FormattableString.Invariant($"{time.TotalMinutes:0.#} minutes")
        : FormattableString.Invariant($"{time.TotalSeconds:0} s");

    private string Command => change.Action == WorkerAction.Restart ? "Restart-TravisWorker" : $"Update-TravisWorker{(change.Version is { } version ? " -Version " + version : string.Empty)}";

    private WorkerChangeResult Make(ControlAnswer? begun, WorkerChangeStatus status, string message, string? remedy) => new()
    {
        ComputerName = host.ComputerName,
        Layout = begun?.Layout ?? WorkerLayout.Unknown,
        Action = change.Action,
        Status = status,
        PreviousVersion = begun?["previous"],
        JobsRunning = begun?.Number("ran"),
        Duration = watch.Elapsed,
        Message = message,
        Remedy = remedy,
    };
}
