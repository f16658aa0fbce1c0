using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Replicated;

namespace TravisOps.Checks.Preflight;

internal sealed class ReplicatedPreflightCheck() : ReplicatedCheck(
    PreflightItems.ReplicatedPreflight,
    "Replicated.Preflight",
    "replicatedctl preflight run: each of Replicated's checks a result of its own, Replicated.Preflight.NAME",
    "severity success",
    Manual.Hardware + " (\"replicatedctl preflight run\")")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, EvidenceItem item, ReplicatedAnswer answer)
    {
        var report = PreflightReport.Parse(answer.Text);
        if (report.Findings.Count == 0)
        {
            yield return Whole(host, item, answer, report);
            yield break;
        }

        var slugs = new Dictionary<string, int>();
        foreach (var finding in report.Findings)
        {
            var slug = Slug(finding.Name);
            slugs[slug] = slugs.TryGetValue(slug, out var seen) ? seen + 1 : 1;
            yield return new Finding(finding.Status, finding.Message.Length > 0 ? $"{finding.Name}: {finding.Message}" : Sentence(finding))
            {
                IdSuffix = slugs[slug] == 1 ? slug : $"{slug}-{slugs[slug]}",
                Actual = finding.Status == CheckStatus.Unknown ? finding.Line : finding.Status.ToString(),
                Item = item,
                Line = finding.Line,
                Remedy = Remedy(host, finding.Status),
            };
        }

        if (report.MaxSeverity is { } max && Severity.Rank(max) > report.Findings.Max(finding => Severity.Rank(finding.Status)))
        {
            yield return Whole(host, item, answer, report);
        }
    }

    private static string? Remedy(HostEvidence host, CheckStatus status) => status switch
    {
        CheckStatus.Fail => $"Correct it, or dismiss it at {Dashboard(host)}/run-checks when it is meant to be so: until then Replicated does not start the app again.",
        CheckStatus.Warn or CheckStatus.Unknown => $"Correct it, or look at it at {Dashboard(host)}/run-checks and leave it when it is meant to be so.",
        _ => null,
    };

    // Nothing could be told apart, or Replicated calls it worse than any of the checks that could.
    private static Finding Whole(HostEvidence host, EvidenceItem item, ReplicatedAnswer answer, PreflightReport report)
    {
        var status = report.MaxSeverity ?? Severity.OfText(answer.Text);
        var lines = string.Join(" / ", TextLines.Of(answer.Text).Select(line => line.Trim()).Where(line => line.Length > 0).Take(3));
        lines = lines.Length > 300 ? lines.Substring(0, 300) + " …" : lines;
        var message = report.MaxSeverity is { } max
            ? $"Replicated's preflight as a whole is {max}."
            : status == CheckStatus.Unknown
                ? $"Could not be looked at: no check could be told from what Replicated's preflight printed: {(lines.Length > 0 ? lines : "nothing")}"
                : $"Replicated's preflight speaks of {(status == CheckStatus.Fail ? "an error" : "a warning")}: {lines}";
        return new Finding(status, message)
        {
            Actual = status.ToString(),
            Item = item,
            Line = Obstacle.FirstLine(answer.Text),
            Remedy = status == CheckStatus.Pass ? null : $"Look at {Dashboard(host)}/run-checks, or run on the platform machine: sudo {Command(answer)}",
        };
    }

    private static string Command(ReplicatedAnswer answer) => answer.Command.Length > 0 ? answer.Command : "/usr/local/bin/replicatedctl preflight run";

    private static string Sentence(PreflightFinding finding) => finding.Status switch
    {
        CheckStatus.Pass => $"{finding.Name}: success.",
        CheckStatus.Warn => $"{finding.Name}: warning, with no word of why.",
        CheckStatus.Fail => $"{finding.Name}: error, with no word of why.",
        CheckStatus.Skip => $"{finding.Name}: skipped by Replicated.",
        _ => $"{finding.Line}: a severity that this check has no rule for.",
    };
}
