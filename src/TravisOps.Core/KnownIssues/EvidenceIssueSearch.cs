using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Checks;
using TravisOps.Checks.Workers;
using TravisOps.Evidence;

namespace TravisOps.KnownIssues;

/// <summary>
/// Searches recorded evidence of a host: what its own search of its logs found, or, where that was not asked, the texts of all items; and, for issues that no log
/// tells, the checks. Contacts nothing.
/// </summary>
public static class EvidenceIssueSearch
{
    /// <summary>The findings, the worst first.</summary>
    /// <param name="evidence">The host's evidence.</param>
    /// <param name="issues">What to search for.</param>
    /// <param name="since">Nothing older, UTC; null for all that is there.</param>
    public static IReadOnlyList<KnownIssueFinding> Run(HostEvidence evidence, IReadOnlyList<KnownIssue> issues, DateTime? since) => Into(new HostTally(issues, since), evidence, issues);

    /// <summary>The same, for a host whose logs were searched already.</summary>
    internal static IReadOnlyList<KnownIssueFinding> Into(HostTally tally, HostEvidence evidence, IReadOnlyList<KnownIssue> issues)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        if (evidence.Find(KnownIssueLogs.Name) is { Text.Length: > 0 } search)
        {
            // The host looked at its logs itself, as it does when it is asked now; other texts (settings, scripts) would only say what they are not.
            KnownIssueLogs.Read(search, issues, tally.Logs, except: tally.Searched);
        }
        else
        {
            foreach (var item in evidence.Items)
            {
                foreach (var text in new[] { item.Text, item.ErrorText })
                {
                    tally.Scan(item.Name, new MemoryStream(Encoding.UTF8.GetBytes(text)), LogPlace.None, CancellationToken.None);
                }
            }
        }

        var checks = new HashSet<string>(issues.Select(issue => issue.Check).OfType<string>(), StringComparer.Ordinal);
        var failed = CheckCatalog.All.Where(check => check is not FleetCheck && checks.Contains(check.Id) && check.Roles.Contains(evidence.Role)).SelectMany(check => check.Evaluate(evidence));
        return [.. tally.Findings(evidence.ComputerName).Concat(Failed(failed, evidence, issues)).OrderBy(finding => finding.Over is not null).ThenByDescending(finding => finding.Severity)];
    }

    /// <summary>The findings that only the hosts of an installation together tell, such as a queue that no worker serves.</summary>
    /// <param name="fleet">The hosts' evidence.</param>
    /// <param name="issues">What to search for.</param>
    public static IReadOnlyList<KnownIssueFinding> Run(Fleet fleet, IReadOnlyList<KnownIssue> issues)
    {
        if (fleet is null)
        {
            throw new ArgumentNullException(nameof(fleet));
        }

        var results = issues.Any(issue => issue.Check is not null) ? WorkerEvaluator.Evaluate(fleet) : [];
        return [.. fleet.Hosts.SelectMany(host => Failed(results.Where(result => result.ComputerName == host.ComputerName), host, issues))];
    }

    // What only may be in the way is a warning of its check.
    private static bool Tells(KnownIssue issue, CheckResult result) =>
        result.Status == CheckStatus.Fail || (result.Status == CheckStatus.Warn && issue.Severity == KnownIssueSeverity.Warning);

    private static IEnumerable<KnownIssueFinding> Failed(IEnumerable<CheckResult> results, HostEvidence host, IReadOnlyList<KnownIssue> issues) =>
        from result in results
        from issue in issues
        where issue.Check == result.Id && Tells(issue, result)
        select new KnownIssueFinding
        {
            Id = issue.Id,
            ComputerName = host.ComputerName,
            Severity = issue.Severity,
            Count = 1,
            First = host.CollectedAt,
            Last = host.CollectedAt,
            Sample = IssueSample.Redact(result.Message),
            Source = result.Id,
            Cause = issue.Cause,
            Remedy = issue.Remedy,
            Reference = issue.Reference,
        };
}
