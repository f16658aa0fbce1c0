using System;
using System.Collections.Generic;
using TravisOps.Checks.Docker;
using TravisOps.Checks.Workers;
using TravisOps.Environments;
using TravisOps.Probing;

namespace TravisOps.Baselines;

/// <summary>What is asked of a host for a baseline: what the checks ask and what Get-TravisEnvironment asks, in one script.</summary>
public static class BaselinePlan
{
    /// <summary>The items.</summary>
    /// <param name="installation">The installation.</param>
    /// <param name="host">One of its hosts.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="since">How far back changes are wanted, UTC.</param>
    public static IReadOnlyList<ProbeItem> For(TravisInstallation installation, TravisHost host, DateTime now, DateTime since)
    {
        if (installation is null)
        {
            throw new ArgumentNullException(nameof(installation));
        }

        if (host is null)
        {
            throw new ArgumentNullException(nameof(host));
        }

        var plan = EnvironmentPlan.Beyond(DockerPlan.WithPreflight(host.Role, skipReplicated: false), host.Role, now, since);
        return host.Role == TravisRole.Worker ? [WorkerPlan.Settings(installation, showSecrets: false), .. plan] : plan;
    }
}
