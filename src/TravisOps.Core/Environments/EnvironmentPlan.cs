using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Probing;

namespace TravisOps.Environments;

/// <summary>What is asked of a host about its environment and its recent changes, in one script.</summary>
public static class EnvironmentPlan
{
    /// <summary>The items.</summary>
    /// <param name="role">Platform or worker.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="since">How far back changes are wanted, UTC.</param>
    public static IReadOnlyList<ProbeItem> For(TravisRole role, DateTime now, DateTime since)
    {
        List<ProbeItem> plan =
        [
            PreflightItems.OsRelease,
            PreflightItems.LsbRelease,
            PreflightItems.Kernel,
            PreflightItems.Cpus,
            PreflightItems.Memory,
            .. EnvironmentItems.Dmi,
            EnvironmentItems.HypervisorUuid,
            EnvironmentItems.CloudId,
            EnvironmentItems.CloudDataSource,
            PreflightItems.Disk,
            EnvironmentItems.Machine,
            EnvironmentItems.Clock(now),
            EnvironmentItems.Packages,
            EnvironmentItems.Files,
            EnvironmentItems.Tools,
            EnvironmentItems.Proxies,
            EnvironmentItems.Boots,
            EnvironmentItems.History(since),
            PreflightItems.DockerInfo,
            DockerItems.Containers,
        ];
        if (role == TravisRole.Platform)
        {
            plan.Add(EnvironmentItems.GitHub);
        }

        return plan;
    }

    /// <summary>The items that another plan does not have yet.</summary>
    public static IReadOnlyList<ProbeItem> Beyond(IReadOnlyList<ProbeItem> plan, TravisRole role, DateTime now, DateTime since) =>
        [.. plan, .. For(role, now, since).Where(item => plan.All(one => one.Name != item.Name))];
}
