using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Applications;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Checks.Application;

/// <summary>From evidence to whether Travis CI Enterprise itself works. Contacts nothing, so live and recorded evidence give the same results.</summary>
public static class ApplicationEvaluator
{
    /// <summary>What is asked of a host: nothing of a worker.</summary>
    public static IReadOnlyList<ProbeItem> Plan(TravisInstallation installation, TravisHost host) =>
        installation is null ? throw new ArgumentNullException(nameof(installation))
        : host is null ? throw new ArgumentNullException(nameof(host))
        : host.Role == TravisRole.Platform ? [ApplicationItems.State(installation.PublicHostName)]
        : [];

    /// <summary>The results of the platform; of one that could not be reached, that. A worker has none.</summary>
    public static IReadOnlyList<CheckResult> Evaluate(HostEvidence evidence)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        return evidence.Role != TravisRole.Platform
            ? []
            :
            [
                .. evidence.Failure is null ? [] : CheckCatalog.Preflight.OfType<ConnectionCheck>().Single().Evaluate(evidence),
                .. evidence.Failure is not null && evidence.IsEmpty ? [] : CheckCatalog.Application.SelectMany(check => check.Evaluate(evidence)),
            ];
    }
}
