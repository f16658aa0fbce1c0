using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Probing;

namespace TravisOps.Bundles.Sources;

/// <summary>The platform's ports as workers see them.</summary>
internal sealed class FirewallMatrixSource : BundleSource
{
    public override string Name => "firewall";

    public override string Title => "Ports of the platform as this worker sees them";

    public override bool AppliesTo(TravisRole role) => role == TravisRole.Worker;

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) =>
        [FirewallProbe.Item(FirewallTargets.FromWorker(host.Installation, host.Host), FirewallProbe.DefaultWait, authenticate: false)];

    public override IEnumerable<CheckResult> Judge(BundleHost host, HostEvidence evidence) =>
        FirewallEvaluator.Evaluate(evidence, FirewallTargets.FromWorker(host.Installation, host.Host));
}
