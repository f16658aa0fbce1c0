using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;

namespace TravisOps.Checks.Workers;

/// <summary>From evidence to the results of Test-TravisWorker. Contacts nothing, so live and recorded evidence give the same results.</summary>
public static class WorkerEvaluator
{
    /// <summary>What can be said of one worker without the others, as soon as it has answered. The platform has no results: it is what workers are compared with.</summary>
    public static IReadOnlyList<CheckResult> Evaluate(HostEvidence evidence)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        if (evidence.Role != TravisRole.Worker)
        {
            return [];
        }

        var results = new List<CheckResult>();
        if (evidence.Failure is not null)
        {
            results.AddRange(CheckCatalog.Preflight.OfType<ConnectionCheck>().Single().Evaluate(evidence));
        }

        if (evidence.Failure is null || !evidence.IsEmpty)
        {
            results.AddRange(CheckCatalog.Worker.Where(check => check is not FleetCheck).SelectMany(check => check.Evaluate(evidence)));
        }

        return results;
    }

    /// <summary>What needs the platform or the other workers, once all evidence is there.</summary>
    public static IReadOnlyList<CheckResult> Evaluate(Fleet fleet)
    {
        if (fleet is null)
        {
            throw new ArgumentNullException(nameof(fleet));
        }

        // By worker, as a person reads them; each check is asked once.
        var results = CheckCatalog.Worker.OfType<FleetCheck>().SelectMany(check => check.Evaluate(fleet)).ToLookup(result => result.ComputerName);
        return [.. fleet.Workers.Select(worker => worker.ComputerName).Distinct().SelectMany(name => results[name])];
    }
}
