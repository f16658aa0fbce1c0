using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;

namespace TravisOps.KnownIssues;

internal sealed class KnownIssueCheck() : Check(
    "KnownIssue.Logs",
    "Signatures of known issues in the logs of the last day (one result for each that is found, KnownIssue.Logs.ID; Pass where a later line of the log says that it is over)",
    "no signature in the logs, the last 32 MiB of each log",
    "The signatures of Find-TravisKnownIssue, each with its own reference")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var probe = KnownIssueLogs.Item(host.Role);
        var obstacle = Obstacle.In(host, probe);

        // What was found before the time was over is known all the same.
        if (host.Find(probe.Name) is not { Text.Length: > 0 } item)
        {
            return [obstacle ?? Obstacle.Unreadable(host.Find(probe.Name)!, "what the logs tell")];
        }

        var reader = KnownIssueLogs.Read(item, KnownIssueCatalog.All, new IssueTally(KnownIssueCatalog.All) { Since = host.CollectedAt - KnownIssueLogs.Age });
        var answer = reader.Result(new TravisHost { ComputerName = host.ComputerName, Role = host.Role }, null);
        List<Finding> findings = [.. answer.Findings.Select(one => Of(one, item, answer.Cut.Contains(one.Source)))];
        if (obstacle is not null)
        {
            findings.Add(obstacle);
        }
        else if (Missing(answer, item) is { } reason)
        {
            findings.Add(new Finding(CheckStatus.Unknown, $"Not all logs could be searched for known issues: {reason}.{(answer.Searched.Count > 0 ? $" Searched: {string.Join(", ", answer.Searched)}." : string.Empty)}")
            {
                Item = item,
                Actual = answer.MissedPlaces.Count > 0 ? NotSearched(answer.MissedPlaces) : null,
                Remedy = $"Search them whole, as root: Find-TravisKnownIssue -ComputerName {host.ComputerName}",
            });
        }
        else if (findings.Count == 0)
        {
            findings.Add(new Finding(CheckStatus.Pass, $"No known issue in the logs of the last day: {string.Join(", ", answer.Searched)}.") { Item = item, Actual = "none" });
        }

        return findings;
    }

    /// <summary>How a result says that logs were not searched.</summary>
    internal static string NotSearched(IEnumerable<string> places) => "not searched: " + string.Join(", ", places);

    /// <summary>Why something may be there that was not seen; null when all was looked at.</summary>
    private static string? Missing(HostIssues answer, EvidenceItem item) =>
        answer.Missed.Count > 0 ? string.Join("; ", answer.Missed)
        : item.Truncated ? "more lines may be of known issues than are looked at at once"
        : item.ExitCode is not (null or 0) || answer.Searched.Count == 0 ? Obstacle.FirstLine(item.ErrorText) ?? "the search did not come to its end"
        : null;

    private static Finding Of(KnownIssueFinding one, EvidenceItem item, bool orMore)
    {
        var when = one.First is { } first && one.Last is { } last ? $", first {Time(first)}, last {Time(last)}" : string.Empty;
        var over = one.Over is { } end ? $", over since {Time(end)} at the latest" : string.Empty;
        var status = one.Severity switch
        {
            _ when one.Over is not null => CheckStatus.Pass,
            KnownIssueSeverity.Error => CheckStatus.Fail,
            KnownIssueSeverity.Warning => CheckStatus.Warn,
            _ => CheckStatus.Pass,
        };
        var count = one.Count.ToString(CultureInfo.InvariantCulture) + (orMore ? " x or more" : " x");
        return new Finding(status, $"{one.Id}: {count} in {one.Source}{when}{over}. {one.Cause}")
        {
            IdSuffix = one.Id,
            Actual = count,
            Item = item,
            Line = one.Sample,
            Remedy = one.Remedy.Length > 0 ? one.Remedy : null,
        };
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
