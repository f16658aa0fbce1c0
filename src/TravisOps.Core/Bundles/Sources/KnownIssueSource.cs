using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.KnownIssues;
using TravisOps.Probing;
using TravisOps.Reports;

namespace TravisOps.Bundles.Sources;

/// <summary>What is known to go wrong, as the logs of the last day and the checks tell it.</summary>
internal sealed class KnownIssueSource : BundleSource
{
    public override string Name => "known-issues";

    public override string Title => "Known issues in the logs of the last day";

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) => [KnownIssueLogs.Item(host.Host.Role)];

    public override IEnumerable<CheckResult> Judge(BundleHost host, HostEvidence evidence) => KnownIssueLogs.Evaluate(evidence);

    public override void Describe(IReadOnlyList<HostEvidence> evidence, BundleFindings findings)
    {
        var found = evidence.SelectMany(host => EvidenceIssueSearch.Run(host, KnownIssueCatalog.All, host.CollectedAt - KnownIssueLogs.Age))
            .Concat(EvidenceIssueSearch.Run(new Fleet(evidence), KnownIssueCatalog.All));
        foreach (var one in found)
        {
            var logs = evidence.First(host => host.ComputerName == one.ComputerName).Find(KnownIssueLogs.Name);
            var proof = logs is { Text.Length: > 0 } ? $"{BundlePaths.EvidenceFolder(one.ComputerName)}{KnownIssueLogs.Name}.txt" : BundlePaths.HostFile(one.ComputerName);
            findings.KnownIssues.Add(new ReportKnownIssue(one.Id, one.ComputerName, one.Count, one.Cause)
            {
                First = one.First,
                Last = one.Last,
                Over = one.Over,
                Sample = one.Sample,
                Remedy = one.Remedy,
                File = proof,
            });
            if (one.Severity == KnownIssueSeverity.Error && one.Over is null)
            {
                findings.Say(RequestQuestions.NotRunning, $"{one.ComputerName}: {one.Id}, {one.Count} x in {one.Source}. {one.Cause}", proof);
            }
        }
    }
}
