using System;
using System.Collections.Generic;
using TravisOps.Checks.Docker;
using TravisOps.Environments;
using TravisOps.Probing;

namespace TravisOps.Baselines;

/// <summary>What is asked of a host for a baseline: what the checks ask and what Get-TravisEnvironment asks, in one script.</summary>
public static class BaselinePlan
{
    /// <summary>The items.</summary>
    /// <param name="role">Platform or worker.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="since">How far back changes are wanted, UTC.</param>
    public static IReadOnlyList<ProbeItem> For(TravisRole role, DateTime now, DateTime since) =>
        EnvironmentPlan.Beyond(DockerPlan.WithPreflight(role, skipReplicated: false), role, now, since);
}
