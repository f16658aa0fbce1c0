using System;
using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Checks.Overall;

/// <summary>What an area asks of a host, and what it says of the answers.</summary>
/// <param name="Area">The area.</param>
/// <param name="Plan">What is asked of a host.</param>
/// <param name="Evaluate">The results of one host.</param>
internal sealed record AreaPart(TravisArea Area, Func<TravisInstallation, TravisHost, IReadOnlyList<ProbeItem>> Plan, Func<HostEvidence, IEnumerable<CheckResult>> Evaluate)
{
    /// <summary>The results that need the evidence of several hosts.</summary>
    public Func<Fleet, IEnumerable<CheckResult>> EvaluateFleet { get; init; } = _ => [];
}
