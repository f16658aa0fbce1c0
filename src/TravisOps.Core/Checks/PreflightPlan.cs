using System.Collections.Generic;
using TravisOps.Probing;

namespace TravisOps.Checks;

/// <summary>The plan of the preflight: everything that is asked of a host in one script.</summary>
public static class PreflightPlan
{
    /// <summary>The items for a host of that role.</summary>
    /// <param name="role">Platform or worker; Replicated runs on the platform only.</param>
    /// <param name="skipReplicated">Leave Replicated out.</param>
    public static IReadOnlyList<ProbeItem> For(TravisRole role, bool skipReplicated)
    {
        var items = new List<ProbeItem>
        {
            PreflightItems.OsRelease,
            PreflightItems.LsbRelease,
            PreflightItems.Kernel,
            PreflightItems.Cpus,
            PreflightItems.Memory,
            PreflightItems.Load,
            PreflightItems.Disk,
            PreflightItems.DockerInfo,
        };
        if (role == TravisRole.Platform && !skipReplicated)
        {
            items.Add(PreflightItems.ReplicatedSystem);
            items.Add(PreflightItems.ReplicatedApp);
            items.Add(PreflightItems.ReplicatedPreflight);
        }

        return items;
    }
}
