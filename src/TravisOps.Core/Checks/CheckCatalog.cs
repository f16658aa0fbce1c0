using System.Collections.Generic;
using TravisOps.Checks.Preflight;

namespace TravisOps.Checks;

/// <summary>The checks there are.</summary>
public static class CheckCatalog
{
    /// <summary>The checks of the preflight, in the order in which their results are given.</summary>
    public static IReadOnlyList<Check> Preflight { get; } =
    [
        new ConnectionCheck(),
        new RootCheck(),
        new ClockCheck(),
        new OperatingSystemCheck(),
        new KernelCheck(),
        new CpuCheck(),
        new MemoryCheck(),
        new DiskCheck(),
        new DiskUsageCheck(),
        new LoadCheck(),
        new DockerEngineCheck(),
        new DockerVersionCheck(),
        new DockerClientServerCheck(),
        new DockerStorageDriverCheck(),
        new DockerLoopbackCheck(),
        new ReplicatedSystemCheck(),
        new ReplicatedAppCheck(),
        new ReplicatedPreflightCheck(),
    ];
}
