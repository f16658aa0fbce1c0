using System.Globalization;
using System.Linq;
using TravisOps.Applications;

namespace TravisOps.Checks.Application;

internal sealed class BackgroundQueuesCheck() : ApplicationCheck(
    "Application.BackgroundQueues",
    "How much background work waits (Sidekiq's queues in te-main's Redis)",
    "below 1000 in each",
    "Travis CI Enterprise 2.x documentation, troubleshooting (Sidekiq: sync.low, archive); the number is ours")
{
    private protected override Finding Judge(ApplicationFacts facts, string? cut)
    {
        if (!facts.HasBackground)
        {
            return new Finding(CheckStatus.Unknown, $"Could not be looked at: {facts.RedisError ?? cut ?? "Redis gave no answer"}.")
            {
                Line = facts.RedisError,
                Remedy = "In travis console: Sidekiq::Stats.new.queues   # with Redis on another machine, as in a set-up of high availability, only that tells",
            };
        }

        var queues = facts.Background.OrderByDescending(queue => queue.Length).ToList();
        var told = queues.Count == 0 ? "there are no queues" : string.Join(", ", queues.Take(5).Select(queue => $"{queue.Queue} {queue.Length.ToString(CultureInfo.InvariantCulture)}"));
        var backlog = queues.Where(queue => queue.Length >= Requirements.BackgroundBacklog).ToList();
        if (backlog.Count == 0)
        {
            return new Finding(CheckStatus.Pass, $"Background work keeps up: {told}.") { Actual = told, Line = told };
        }

        var archive = backlog.Exists(queue => queue.Queue == "archive");
        return new Finding(CheckStatus.Warn, $"Background work does not keep up: {told}.{(archive ? " Up to 2.1.7 the queue archive only ever grows." : string.Empty)}")
        {
            Actual = told,
            Line = $"queue {backlog[0].Queue} {backlog[0].Length}",
            Remedy = archive
                ? "In travis console, on 2.1.7 and older: Sidekiq::Queue.new('archive').clear"
                : "Look again in some minutes; when it does not fall: sudo tail -n 50 /var/travis/log/travis.log, and: replicatedctl app stop --attach && replicatedctl app start --attach",
        };
    }
}
