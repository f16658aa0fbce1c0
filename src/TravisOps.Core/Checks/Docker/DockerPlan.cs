using System.Collections.Generic;
using System.Linq;
using TravisOps.Probing;

namespace TravisOps.Checks.Docker;

/// <summary>What is asked of a host about Docker, in one script.</summary>
public static class DockerPlan
{
    /// <summary>The items for Test-TravisDocker: three commands that ask Docker, three that don't, and files.</summary>
    public static IReadOnlyList<ProbeItem> Checks { get; } =
    [
        PreflightItems.OsRelease,
        PreflightItems.LsbRelease,
        PreflightItems.Kernel,
        DockerItems.DaemonJson,
        DockerItems.DefaultDocker,
        DockerItems.Tcp4,
        DockerItems.Tcp6,
        PreflightItems.Disk,
        DockerItems.EngineArguments,
        DockerItems.AptHistory,
        PreflightItems.DockerInfo,
        DockerItems.Containers,
        DockerItems.SystemDf,
    ];

    /// <summary>The items for Get-TravisDockerBindings.</summary>
    public static IReadOnlyList<ProbeItem> Bindings { get; } = [DockerItems.Containers];

    /// <summary>Everything that any command asks, for evidence that serves them all: the preflight's plan first, as it is the one that
    /// matters most when time runs out.</summary>
    /// <param name="role">Platform or worker.</param>
    /// <param name="skipReplicated">Leave Replicated out.</param>
    public static IReadOnlyList<ProbeItem> WithPreflight(TravisRole role, bool skipReplicated)
    {
        var preflight = PreflightPlan.For(role, skipReplicated);
        return [.. preflight, .. Checks.Where(item => preflight.All(one => one.Name != item.Name))];
    }
}
