using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Reports;

namespace TravisOps.Bundles.Sources;

/// <summary>The preflight: hardware, system, Docker Engine, Replicated.</summary>
internal sealed class PreflightSource : BundleSource
{
    public override string Name => "preflight";

    public override string Title => "Preflight: hardware, system, Docker Engine, Replicated";

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) => PreflightPlan.For(host.Role, skipReplicated: false);

    public override IEnumerable<CheckResult> Judge(BundleHost host, HostEvidence evidence) => PreflightEvaluator.Evaluate(evidence, skipReplicated: false);

    public override void Describe(IReadOnlyList<HostEvidence> evidence, BundleFindings findings)
    {
        foreach (var host in evidence)
        {
            var root = host.Connection.RootFailure ?? host.Failure;
            findings.Say(RequestQuestions.RootAccess, root is null ? $"{host.ComputerName}: yes ({host.Connection.Root})" : $"{host.ComputerName}: {root.Message}", BundlePaths.HostFile(host.ComputerName));
        }

        findings.Say(
            RequestQuestions.Machines,
            $"{evidence.Count(host => host.Role == TravisRole.Platform)} platform, {evidence.Count(host => host.Role == TravisRole.Worker)} workers");
    }
}
