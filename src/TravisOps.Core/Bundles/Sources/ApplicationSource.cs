using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.Checks.Application;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Bundles.Sources;

/// <summary>Travis CI Enterprise itself: its API, what is stuck in its database, its background work.</summary>
internal sealed class ApplicationSource : BundleSource
{
    public override string Name => "application";

    public override string Title => "The application: API, stuck users and jobs, background work";

    public override bool AppliesTo(TravisRole role) => role == TravisRole.Platform;

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) => ApplicationEvaluator.Plan(host.Installation, host.Host);

    public override IEnumerable<CheckResult> Judge(BundleHost host, HostEvidence evidence) => ApplicationEvaluator.Evaluate(evidence);
}
