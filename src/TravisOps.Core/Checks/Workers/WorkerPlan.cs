using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Docker;
using TravisOps.Probing;
using TravisOps.Workers;

namespace TravisOps.Checks.Workers;

/// <summary>What is asked for Test-TravisWorker and Get-TravisWorkerConfiguration.</summary>
public static class WorkerPlan
{
    /// <summary>The items for a host of an installation.</summary>
    public static IReadOnlyList<ProbeItem> Checks(TravisInstallation installation, TravisHost host) => host.Role == TravisRole.Platform
        ? [WorkerItems.Broker, WorkerItems.Addresses]
        :
        [
            Settings(installation, showSecrets: false),
            PreflightItems.OsRelease,
            PreflightItems.LsbRelease,
            PreflightItems.Kernel,
            PreflightItems.Cpus,
            PreflightItems.Memory,
            WorkerItems.Service,
            WorkerItems.Version,
            PreflightItems.DockerInfo,
            DockerItems.Containers,
        ];

    /// <summary>What is asked beside the plans of other commands, for evidence that serves them all.</summary>
    public static IReadOnlyList<ProbeItem> Beside(IReadOnlyList<ProbeItem> plan, TravisInstallation installation, TravisHost host) =>
        [.. Checks(installation, host).Where(item => plan.All(one => one.Name != item.Name))];

    /// <summary>The settings of a worker.</summary>
    public static ProbeItem Settings(TravisInstallation installation, bool showSecrets) =>
        WorkerItems.Settings(installation.PublicHostName, installation.Platform.Address, showSecrets);
}
