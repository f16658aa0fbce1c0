using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Application;
using TravisOps.Checks.Docker;
using TravisOps.Checks.Environments;
using TravisOps.Checks.Preflight;
using TravisOps.Checks.Workers;
using TravisOps.KnownIssues;

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

    /// <summary>The checks of Test-TravisWorker: of the settings and the service, those that compare with other hosts, and those of the preflight that are
    /// about what builds run in.</summary>
    public static IReadOnlyList<Check> Worker { get; } =
    [
        new ServiceCheck(),
        new WorkerRestartsCheck(),
        new VersionCheck(),
        new ConfigurationCheck(),
        new BuildEndpointCheck(),
        new PlatformHostCheck(),
        new PlatformNameCheck(),
        new TokenCharactersCheck(),
        new PoolCpuCheck(),
        new PoolMemoryCheck(),
        new TokenCheck(),
        new QueueCheck(),
        new AlikeCheck(),
        .. Preflight.Where(check => check is KernelCheck || check.Area == "Docker"),
    ];

    /// <summary>The checks of what surrounds a host, and of what changed on it lately: those of the preflight and of Docker that are about that, and then
    /// those that need what Get-TravisEnvironment asks.</summary>
    public static IReadOnlyList<Check> Environment { get; } =
    [
        .. Preflight.Where(check => check is OperatingSystemCheck or KernelCheck),
        .. Docker.Where(check => check is UpgradesCheck),
        new PackagesCheck(),
        new FilesCheck(),
        new RebootCheck(),
        new LastStartCheck(),
        new GitHubCheck(),
        new ServiceHooksCheck(),
    ];

    /// <summary>The checks of Travis CI Enterprise itself, in te-main.</summary>
    public static IReadOnlyList<Check> Application { get; } = [new ApiCheck(), new SyncingUsersCheck(), new QueuedJobsCheck(), new BackgroundQueuesCheck()];

    /// <summary>Every check there is, each once.</summary>
    public static IReadOnlyList<Check> All { get; } = [.. Preflight.Concat(Docker).Concat(Worker).Concat(Environment).Concat(Application).Distinct(), KnownIssueLogs.Check];
}
