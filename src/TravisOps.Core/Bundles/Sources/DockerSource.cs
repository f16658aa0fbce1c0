using System;
using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Bundles.Sources;

/// <summary>Docker: containers with their bindings, images, networks, settings; and what the engine said lately.</summary>
internal sealed class DockerSource : BundleSource
{
    private static readonly IReadOnlyList<ProbeItem> s_items =
    [
        .. DockerPlan.Checks,
        Command("docker.ps", "exec docker ps -a --no-trunc"),
        Command("docker.version", "exec docker version"),
        Command("docker.images", "exec docker images --no-trunc"),
        Command("docker.networks", "exec docker network ls"),
    ];

    public override string Name => "docker";

    public override string Title => "Docker: containers, bindings, images, settings";

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) => s_items;

    // What the preflight has already is not said twice.
    public override IEnumerable<CheckResult> Judge(BundleHost host, HostEvidence evidence) => evidence.IsEmpty && evidence.Failure is not null ? [] : DockerEvaluator.Evaluate(evidence);

    private static ProbeItem Command(string name, string text) => new()
    {
        Name = name,
        Kind = ProbeItemKind.Command,
        Source = (PreflightItems.DockerPrelude + text).Replace("\r", string.Empty),
        TimeLimit = TimeSpan.FromSeconds(10),
        Gate = PreflightItems.DockerGate,
        MaxBytes = 1024 * 1024,
    };
}
