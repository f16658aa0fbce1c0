using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Evidence;

namespace TravisOps.KnownIssues;

/// <summary>Searches recorded evidence of a host: the texts of all its items, and, for issues that no log tells, the checks. Contacts nothing.</summary>
public static class EvidenceIssueSearch
{
    /// <summary>The findings, the worst first.</summary>
    /// <param name="evidence">The host's evidence.</param>
    /// <param name="issues">What to search for.</param>
    /// <param name="since">Nothing older, UTC; null for all that is there.</param>
    public static IReadOnlyList<KnownIssueFinding> Run(HostEvidence evidence, IReadOnlyList<KnownIssue> issues, DateTime? since)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        var matcher = new IssueMatcher(issues);
        var tally = new IssueTally(matcher.Issues) { Since = since };
        var scanner = new LineScanner(matcher, tally, 64 * 1024);
        foreach (var item in evidence.Items)
        {
            tally.Source = item.Name;
            tally.Before = null;
            foreach (var text in new[] { item.Text, item.ErrorText })
            {
                scanner.Scan(new System.IO.MemoryStream(Encoding.UTF8.GetBytes(text)), null, CancellationToken.None);
            }
        }

        return [.. tally.Findings(evidence.ComputerName, IssueSample.Redact).Concat(Checked(evidence, issues)).OrderByDescending(finding => finding.Severity)];
    }

    private static IEnumerable<KnownIssueFinding> Checked(HostEvidence evidence, IReadOnlyList<KnownIssue> issues)
    {
        if (!issues.Any(issue => issue.Check is not null))
        {
            return [];
        }

        var failed = DockerEvaluator.Evaluate(evidence).Where(result => result.Status == CheckStatus.Fail).ToList();
        return from issue in issues
               from result in failed
               where result.Id == issue.Check
               select new KnownIssueFinding
               {
                   Id = issue.Id,
                   ComputerName = evidence.ComputerName,
                   Severity = issue.Severity,
                   Count = 1,
                   First = evidence.CollectedAt,
                   Last = evidence.CollectedAt,
                   Sample = IssueSample.Redact(result.Message),
                   Source = result.Id,
                   Cause = issue.Cause,
                   Remedy = issue.Remedy,
                   Reference = issue.Reference,
               };
    }
}
