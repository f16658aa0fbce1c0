using System;
using System.Globalization;
using System.Linq;
using TravisOps.Applications;

namespace TravisOps.Checks.Application;

internal sealed class QueuedJobsCheck() : ApplicationCheck(
    "Application.QueuedJobs",
    "Jobs that have been waiting for a worker for more than an hour, by queue: the platform's database",
    "none",
    "Travis CI Enterprise 2.x documentation, troubleshooting (jobs that are stuck)")
{
    private protected override Finding Judge(ApplicationFacts facts, string? cut)
    {
        if (facts.Queued is not { } queued)
        {
            return new Finding(CheckStatus.Unknown, $"Could not be looked at: {facts.DatabaseError ?? cut ?? "the database told nothing of its jobs"}.")
            {
                Line = facts.DatabaseError,
                Remedy = Sql("select queue, count(*), min(queued_at) from jobs where state = 'queued' group by queue"),
            };
        }

        if (facts.Stuck.Count == 0)
        {
            return new Finding(CheckStatus.Pass, $"{Number(queued)} {(queued == 1 ? "job waits" : "jobs wait")} for a worker, none for more than an hour.") { Actual = Number(queued), Line = $"jobs {queued}" };
        }

        var told = string.Join(", ", facts.Stuck.Select(one => $"{Number(one.Count)} for {one.Queue} (the oldest for {Hours(one.Oldest)})"));
        var first = facts.Stuck[0].Queue;
        return new Finding(CheckStatus.Warn, $"Jobs wait for more than an hour: {told}. All workers of that queue are busy or away, no worker serves it, or their messages in RabbitMQ are gone.")
        {
            Actual = told,
            Line = $"queued {first} {facts.Stuck[0].Count}",
            Remedy = $"First whether a worker serves it: Test-TravisWorker (Worker.Queue, Worker.Service). When workers are idle, in travis console: Job.where(queue: '{first}', state: 'queued').where('queued_at < NOW() - interval \\'60 minutes\\'').each(&:cancel!)",
        };
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hours(TimeSpan time) => time < TimeSpan.FromDays(2) ? $"{Math.Round(time.TotalHours, 1).ToString(CultureInfo.InvariantCulture)} h" : $"{Math.Round(time.TotalDays, 1).ToString(CultureInfo.InvariantCulture)} days";
}
