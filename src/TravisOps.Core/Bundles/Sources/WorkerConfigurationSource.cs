using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Bundles.Sources;

/// <summary>The files that a worker is configured with, on Ubuntu 14.04 (facts 6a) and later (6b).</summary>
internal sealed class WorkerConfigurationSource : BundleSource
{
    private static readonly IReadOnlyList<ProbeItem> s_items =
    [
        File("bundle.worker.enterprise", "/etc/default/travis-enterprise"),
        File("bundle.worker.default", "/etc/default/travis-worker"),
        File("bundle.worker.chef", "/etc/default/travis-worker-chef"),
        File("bundle.worker.cloud-init", "/etc/default/travis-worker-cloud-init"),
        File("bundle.worker.local", "/etc/default/travis-worker-local"),
        File("bundle.worker.upstart", "/etc/init/travis-worker.conf"),
        File("bundle.worker.unit", "/etc/systemd/system/travis-worker.service"),
        File("bundle.worker.drop-in", "/etc/systemd/system/travis-worker.service.d/env.conf"),
        File("bundle.worker.wrapper", "/usr/local/bin/travis-worker-wrapper"),
        File("bundle.worker.environment", "/var/tmp/travis-run.d/travis-worker"),
    ];

    public override string Name => "worker-configuration";

    public override string Title => "Configuration of travis-worker";

    public override bool AppliesTo(TravisRole role) => role == TravisRole.Worker;

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) => s_items;

    public override string? Gap(BundleHost host, HostEvidence evidence) => base.Gap(host, evidence)
        ?? (s_items.Any(item => evidence.Find(item.Name) is { Ok: true }) ? null : "None of the files that a worker is configured with is there.");

    private static ProbeItem File(string name, string path) => new() { Name = name, Kind = ProbeItemKind.File, Source = path };
}
