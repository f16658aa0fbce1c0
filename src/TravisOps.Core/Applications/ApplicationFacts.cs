using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Applications;

/// <summary>What the probe item <c>platform.application</c> tells. What it did not tell is null.</summary>
internal sealed class ApplicationFacts
{
    /// <summary>There is a te-main that runs.</summary>
    public bool HasTeMain { get; private set; } = true;

    /// <summary>HTTP status of /api/uptime; 0 when nobody answered.</summary>
    public int? Uptime { get; private set; }

    /// <summary>What /api/uptime said, or why it was not asked.</summary>
    public string UptimeText { get; private set; } = string.Empty;

    /// <summary>Users that are marked as being synchronised, and of those the ones whose row was not changed for an hour.</summary>
    public (long All, long Old)? Syncing { get; private set; }

    /// <summary>Jobs that are queued for more than an hour, by queue, with the age of the oldest.</summary>
    public List<(string Queue, long Count, TimeSpan Oldest)> Stuck { get; } = [];

    /// <summary>Jobs that are queued.</summary>
    public long? Queued { get; private set; }

    /// <summary>Sidekiq's queues and how much waits in each.</summary>
    public List<(string Queue, long Length)> Background { get; } = [];

    /// <summary>All of Sidekiq's queues were asked.</summary>
    public bool HasBackground { get; private set; }

    /// <summary>What the database said instead of an answer.</summary>
    public string? DatabaseError { get; private set; }

    /// <summary>What Redis said instead of an answer.</summary>
    public string? RedisError { get; private set; }

    /// <summary>Null when there is nothing to read.</summary>
    public static ApplicationFacts? Parse(EvidenceItem item)
    {
        var facts = new ApplicationFacts();
        var told = false;
        foreach (var line in TextLines.Of(item.Text))
        {
            var words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["no", "te-main"]:
                    facts.HasTeMain = false;
                    break;
                case ["uptime", "-", ..]:
                    facts.UptimeText = line.Substring("uptime - ".Length);
                    break;
                case ["uptime", var code, ..] when Number(code) is { } status:
                    facts.Uptime = (int)Math.Min(status, 999);
                    facts.UptimeText = string.Join(" ", words.Skip(2));
                    break;
                case ["sql", "syncing", var all, var old] when Number(all) is { } count && Number(old) is { } stuck:
                    facts.Syncing = (count, stuck);
                    break;
                case ["sql", "queued", var queue, var number, var age] when Number(number) is { } jobs && Number(age) is { } seconds:
                    facts.Stuck.Add((queue, jobs, TimeSpan.FromSeconds(Math.Min(seconds, 1_000_000_000))));
                    break;
                case ["sql", "jobs", var number] when Number(number) is { } jobs:
                    facts.Queued = jobs;
                    break;
                case ["redis", "queue", var queue, var length] when Number(length) is { } waiting:
                    facts.Background.Add((queue, waiting));
                    break;
                case ["redis", "done"]:
                    facts.HasBackground = true;
                    break;
                case ["sql", ..] when words.Length > 1:
                    facts.DatabaseError ??= line.Substring("sql ".Length);
                    break;
                case ["redis", ..] when words.Length > 1:
                    facts.RedisError ??= line.Substring("redis ".Length);
                    break;
                default:
                    continue;
            }

            told = true;
        }

        return told ? facts : null;
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
