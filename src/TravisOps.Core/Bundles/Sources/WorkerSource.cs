using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.Checks.Workers;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Bundles.Sources;

/// <summary>The workers' checks: service, version and settings, against the platform and against each other.</summary>
internal sealed class WorkerSource : BundleSource
{
    public override string Name => "worker";

    public override string Title => "Checks of the worker: service, version, settings";

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) => WorkerPlan.Checks(host.Installation, host.Host);

    public override IEnumerable<CheckResult> Judge(BundleHost host, HostEvidence evidence) => WorkerEvaluator.Evaluate(evidence);

    public override IEnumerable<CheckResult> JudgeTogether(Fleet fleet) => WorkerEvaluator.Evaluate(fleet);
}
