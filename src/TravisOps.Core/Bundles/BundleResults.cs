using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.Firewall;

namespace TravisOps.Bundles;

/// <summary>results.json: what the checks said when the bundle was made, from the evidence before it was redacted.</summary>
public sealed record BundleResults
{
    /// <summary>Results of checks.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>Ports, from here and from each worker.</summary>
    public required IReadOnlyList<FirewallResult> Ports { get; init; }
}
