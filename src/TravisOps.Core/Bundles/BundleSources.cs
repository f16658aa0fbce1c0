using System.Collections.Generic;
using TravisOps.Bundles.Sources;

namespace TravisOps.Bundles;

/// <summary>What a bundle can have in it. One line an area.</summary>
public static class BundleSources
{
    /// <summary>All of them, in the order in which they are asked: what matters most first, in case time runs out.</summary>
    public static IReadOnlyList<BundleSource> All { get; } =
    [
        new PreflightSource(),
        new DockerSource(),
        new WorkerSource(),
        new WorkerConfigurationSource(),
        new PlatformConfigurationSource(),
        new SystemSource(),
        new ApplicationSource(),
        new EnvironmentSource(),
        new KnownIssueSource(),
        new BaselineSource(null),
        new FirewallMatrixSource(),
        new WorkerLogSource(),
        new PlatformLogSource(),
        new ReplicatedLogSource(),
        new ReplicatedBundleSource(),
    ];
}
