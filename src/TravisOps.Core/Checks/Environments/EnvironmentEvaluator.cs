using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;

namespace TravisOps.Checks.Environments;

/// <summary>From evidence to what can be said of a host's environment and recent changes. Contacts nothing, so live and recorded evidence give the same results.</summary>
public static class EnvironmentEvaluator
{
    /// <summary>The results of one host; of one that could not be reached, that.</summary>
    public static IReadOnlyList<CheckResult> Evaluate(HostEvidence evidence)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        return
        [
            .. evidence.Failure is null ? [] : CheckCatalog.Preflight.OfType<ConnectionCheck>().Single().Evaluate(evidence),
            .. evidence.Failure is not null && evidence.IsEmpty ? [] : CheckCatalog.Environment.Where(check => check.Roles.Contains(evidence.Role)).SelectMany(check => check.Evaluate(evidence)),
        ];
    }
}
