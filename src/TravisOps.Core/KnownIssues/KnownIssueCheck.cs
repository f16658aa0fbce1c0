using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Ssh;

namespace TravisOps.KnownIssues;

internal sealed class KnownIssueCheck() : Check(
    "KnownIssue.Logs",
    "Signatures of known issues in the logs of the last day (one result for each that is found, KnownIssue.Logs.ID)",
    "no signature in the logs, the last 32 MiB of each file",
    "The signatures of Find-TravisKnownIssue, each with its own reference")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var probe = KnownIssueLogs.Item(host.Role);
        if (Obstacle.In(host, probe) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        var item = host.Find(probe.Name)!;
        var reader = new HostIssueSearch.Reader(KnownIssueCatalog.All, host.CollectedAt - KnownIssueLogs.Age, KnownIssueLogs.Mark);
        foreach (var line in TextLines.Of(item.Text))
        {
            reader.Take(line);
        }

        var found = reader.Result(new TravisHost { ComputerName = host.ComputerName, Role = host.Role }, null);
        foreach (var one in found.Findings)
        {
            yield return Of(one, item);
        }

        var searched = string.Join(", ", found.Searched);
        if (found.Missed.Count > 0 || found.Searched.Count == 0 || item.Truncated || item.ExitCode is not (null or 0))
        {
            var reason = found.Missed.Count > 0 ? string.Join("; ", found.Missed)
                : item.Truncated ? "more lines may be of known issues than are looked at at once"
                : Obstacle.FirstLine(item.ErrorText) ?? "the search did not come to its end";
            yield return new Finding(CheckStatus.Unknown, $"Not all logs could be searched for known issues: {reason}.{(searched.Length > 0 ? $" Searched: {searched}." : string.Empty)}")
            {
                Item = item,
                Remedy = $"Search them whole, as root: Find-TravisKnownIssue -ComputerName {host.ComputerName}",
            };
        }
        else if (found.Findings.Count == 0)
        {
            yield return new Finding(CheckStatus.Pass, $"No known issue in the logs of the last day: {searched}.") { Item = item, Actual = "none" };
        }
    }

    private static Finding Of(KnownIssueFinding one, EvidenceItem item)
    {
        var when = one.First is { } first && one.Last is { } last ? $", first {Time(first)}, last {Time(last)}" : string.Empty;
        var status = one.Severity switch
        {
            KnownIssueSeverity.Error => CheckStatus.Fail,
            KnownIssueSeverity.Warning => CheckStatus.Warn,
            _ => CheckStatus.Pass,
        };
        return new Finding(status, $"{one.Id}: {one.Count.ToString(CultureInfo.InvariantCulture)} x in {one.Source}{when}. {one.Cause}")
        {
            IdSuffix = one.Id,
            Actual = one.Count.ToString(CultureInfo.InvariantCulture) + " x",
            Item = item,
            Line = one.Sample,
            Remedy = one.Remedy,
        };
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
