using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;

namespace TravisOps.Checks;

/// <summary>From the evidence of a host to the results of the preflight. Contacts nothing, so live and recorded evidence give the same results.</summary>
public static class PreflightEvaluator
{
    /// <summary>The results, in the order of <see cref="CheckCatalog.Preflight"/>.</summary>
    /// <param name="evidence">One host. One that could not be looked at at all has exactly one result, Host.Connection, Unknown.</param>
    /// <param name="skipReplicated">Replicated's checks are results with status Skip.</param>
    public static IReadOnlyList<CheckResult> Evaluate(HostEvidence evidence, bool skipReplicated)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        if (evidence.Failure is not null && evidence.IsEmpty)
        {
            return CheckCatalog.Preflight.OfType<ConnectionCheck>().Single().Evaluate(evidence);
        }

        var results = new List<CheckResult>();
        foreach (var check in CheckCatalog.Preflight.Where(check => check.Roles.Contains(evidence.Role)))
        {
            if (skipReplicated && check is ReplicatedCheck)
            {
                results.Add(check.Skip(evidence, "Not asked, because of -SkipReplicated."));
            }
            else
            {
                results.AddRange(check.Evaluate(evidence));
            }
        }

        return results;
    }
}
