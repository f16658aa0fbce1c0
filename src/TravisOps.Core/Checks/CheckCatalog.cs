using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Docker;
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
        new DockerDriverKernelCheck(),
        new DockerLoopbackCheck(),
        new ReplicatedSystemCheck(),
        new ReplicatedAppCheck(),
        new ReplicatedPreflightCheck(),
    ];

    /// <summary>The checks of Test-TravisDocker: those of the preflight that are about Docker, and then those that need more evidence than it gathers.</summary>
    public static IReadOnlyList<Check> Docker { get; } =
    [
        .. Preflight.Where(check => check.Area == "Docker"),
        new TeMainCheck(),
        new BindingsCheck(),
        new ContainerStateCheck(),
        new RestartsCheck(),
        new LogDriverCheck(),
        new DiskUseCheck(),
        new EngineSettingsCheck(),
        new OpenPortCheck(),
        new InterContainerCheck(),
        new UpgradesCheck(),
    ];

    /// <summary>Every check there is, each once.</summary>
    public static IReadOnlyList<Check> All { get; } = [.. Preflight, .. Docker.Where(check => !Preflight.Contains(check))];
}
