using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

/// <summary>From the evidence of a host to the results of Test-TravisDocker. Contacts nothing, so live and recorded evidence give the same results.</summary>
public static class DockerEvaluator
{
    /// <summary>The results, in the order of <see cref="CheckCatalog.Docker"/>. A host that was not looked at, or not to the end, has Host.Connection
    /// first, which says why; one that could not be looked at at all has nothing else.</summary>
    public static IReadOnlyList<CheckResult> Evaluate(HostEvidence evidence)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        var results = new List<CheckResult>();
        if (evidence.Failure is not null)
        {
            results.AddRange(CheckCatalog.Preflight.OfType<ConnectionCheck>().Single().Evaluate(evidence));
        }

        if (evidence.Failure is null || evidence.Items.Count > 0)
        {
            results.AddRange(CheckCatalog.Docker.Where(check => check.Roles.Contains(evidence.Role)).SelectMany(check => check.Evaluate(evidence)));
        }

        return results;
    }
}
