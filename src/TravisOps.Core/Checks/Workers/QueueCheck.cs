using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class QueueCheck() : FleetCheck(
    "Worker.Queue",
    "The queue that the worker takes jobs from (QUEUE_NAME) against those that the platform puts them into (te-main's travis.yml), and whether some worker serves the default one",
    "a queue of the platform; builds.trusty is the default since 2.2",
    Manual.None + "; Travis CI Enterprise 2.2 changed the default from builds.linux to builds.trusty, and builds stay queued",
    TravisRole.Worker)
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, Fleet fleet)
    {
        var (configuration, obstacle) = WorkerFindings.Read(host);
        yield return configuration is null ? obstacle! : Judge(host, configuration, fleet);
    }

    private static Finding Judge(HostEvidence host, WorkerConfiguration configuration, Fleet fleet)
    {
        var item = host.Find(WorkerItems.SettingsName);
        if (configuration.Get("QUEUE_NAME") is not { } setting)
        {
            return new Finding(CheckStatus.Fail, "QUEUE_NAME is not set, so the worker takes no jobs.")
            {
                Actual = "not set",
                Item = item,
                Remedy = WorkerFindings.Set(configuration.Layout, "QUEUE_NAME", Requirements.DefaultQueue),
            };
        }

        if (setting.Literal)
        {
            return WorkerFindings.Literal(host, setting);
        }

        if (setting.Value.Unknown is { } unknown)
        {
            return WorkerFindings.NotKnown(host, setting.Name, setting.Place, unknown);
        }

        var queue = setting.Value.Text;
        var finding = new Finding(CheckStatus.Pass, $"The worker takes jobs from {queue}.") { Actual = queue, Item = item, Line = $"{setting.Place}: {setting.Name}" };
        var facts = BrokerFacts.Of(fleet).Facts;
        var known = facts?.Known ?? [];
        var wanted = facts?.DefaultQueue ?? (known.Contains(Requirements.DefaultQueue) || known.Count == 0 ? Requirements.DefaultQueue : known[0]);
        var remedy = WorkerFindings.Set(configuration.Layout, setting.Name, wanted);
        if (known.Contains(queue))
        {
            return Unserved(fleet, wanted) is { } others
                ? finding with
                {
                    Status = CheckStatus.Warn,
                    Expected = wanted,
                    Message = $"The worker takes jobs from {queue}, and none of the {others} workers takes them from {wanted}, where the platform puts jobs that ask for no distribution.",
                    Remedy = $"Set up a worker for {wanted}, or change the default at port 8800: Settings, \"override default dist\".",
                }
                : finding with { Message = $"The worker takes jobs from {queue}, a queue of the platform." };
        }

        if (known.Count > 0)
        {
            return finding with
            {
                Status = CheckStatus.Fail,
                Expected = string.Join(" or ", known),
                Message = $"The worker takes jobs from {queue}, and the platform puts none there: its queues are {string.Join(", ", known)}.",
                Remedy = remedy + "; or let the platform use that queue: port 8800, Settings, \"override default dist\"",
            };
        }

        if (Requirements.KnownQueues.Contains(queue))
        {
            return finding with { Message = finding.Message + " The platform's queues could not be compared; installers set that one." };
        }

        return finding with
        {
            Status = CheckStatus.Warn,
            Expected = wanted,
            Message = queue == Requirements.OldQueue
                ? $"The worker takes jobs from {queue}, and from Travis CI Enterprise 2.2 on they go to {wanted} unless the settings say otherwise; the platform's queues are not known here."
                : $"The worker takes jobs from {queue}, which no installer sets; the platform's queues are not known here.",
            Remedy = "On the platform, as root: docker exec $(docker ps --format '{{.ID}} {{.Image}}' | awk '/te-main/ {print $1; exit}') grep -A 20 'queues:' /usr/local/travis/etc/travis/config/travis.yml",
        };
    }

    // Told on every worker: none of them is the wrong one. Only where every worker's queue is known.
    private static int? Unserved(Fleet fleet, string wanted)
    {
        var queues = fleet.Workers.Select(worker => WorkerConfiguration.Of(worker).Configuration?.Get("QUEUE_NAME")?.Value).ToList();
        return queues.All(queue => queue is { Unknown: null } && queue.Text != wanted) ? queues.Count : null;
    }
}
