using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class ServiceCheck() : Check(
    "Worker.Service",
    "Whether travis-worker runs and since when (upstart on Ubuntu 14.04, systemd later), and with the settings that its files have now",
    "running, connected within a minute (\"worker started\"), and started after its settings were last changed",
    Manual.Worker + "; status lines of upstart and systemd",
    TravisRole.Worker)
{
    /// <summary>What is there of a worker that runs and waits for RabbitMQ or Docker.</summary>
    internal const string NotConnected = "running, not connected";

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
        var start = upstart ? "sudo start travis-worker" : "sudo systemctl start travis-worker";
        var look = upstart ? "sudo tail -n 50 /var/log/upstart/travis-worker.log" : "sudo journalctl -u travis-worker -n 50 --no-pager";
        if (facts.Running is null)
        {
            yield return facts.Init == "none"
                ? new Finding(CheckStatus.Unknown, "Could not be looked at: this machine has neither upstart nor systemd that could be asked.") { Item = item, Remedy = "ps -ef | grep [t]ravis-worker" }
                : Obstacle.Unreadable(item, "the state of the service") with { Line = facts.Line };
            yield break;
        }

        var since = facts.Since is { } time ? $" since {time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC" : string.Empty;
        if (facts.Running == false)
        {
            yield return new Finding(CheckStatus.Fail, !facts.Known
                ? "This machine has no service travis-worker: the worker is not installed, or not as the installers do it."
                : facts.Between ? "travis-worker is between two starts: it ends as soon as it was started, or somebody stops or starts it just now." : "travis-worker does not run: this machine takes no builds.")
            {
                Actual = facts.Line ?? "not running",
                Item = item,
                Line = facts.Line,
                Remedy = !facts.Known ? "ls /etc/init/travis-worker.conf /etc/systemd/system/travis-worker.service   # install the worker again if neither is there" : facts.Between ? look + "   # why it ends" : $"{start}; {look}   # what it says then",
            };
            yield break;
        }

        // Of a journal one day is searched.
        var now = facts.Now ?? host.CollectedAt;
        if (facts.Log is { } log && facts.Since is { } birth && birth < now - Requirements.WorkerConnectTime && birth > now.AddDays(-1)
            && log.Covers(birth) && !(log.Connected >= birth.AddSeconds(-5)))
        {
            yield return new Finding(CheckStatus.Warn, $"travis-worker runs{since}, and has not said since that it has reached RabbitMQ and Docker (\"worker started\"): until then it takes no builds.")
            {
                Actual = NotConnected,
                Item = item,
                Line = facts.Line,
                Remedy = look + "   # what it waits for",
            };
            yield break;
        }

        var finding = new Finding(CheckStatus.Pass, $"travis-worker runs{since}.") { Actual = "running" + since, Item = item, Line = facts.Line };
        yield return Newer(host, facts) is { } file
            ? finding with
            {
                Status = CheckStatus.Warn,
                Message = $"travis-worker runs{since}, and {file.Path} was changed after that ({file.Changed!.Value.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC): what it says now does not count yet.",
                Remedy = $"{(upstart ? "sudo restart travis-worker" : "sudo systemctl daemon-reload && sudo systemctl restart travis-worker")}   # when no build runs; Restart-TravisWorker lets them end first",
            }
            : finding;
    }

    // Both times are the host's own. The start takes a moment, in which its files may be written too.
    private static SettingsFile? Newer(HostEvidence host, ServiceFacts facts) => WorkerConfiguration.Of(host).Configuration is { } configuration && facts.Since is { } since
        ? configuration.Files.Concat(configuration.Layout == WorkerLayout.Upstart ? [] : configuration.Units).FirstOrDefault(file => file.Changed > since + TimeSpan.FromSeconds(5))
        : null;
}
