using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Reports;

namespace TravisOps.Bundles;

/// <summary>What was expected from which host and what was received. The figure is honest: a host that was down counts with everything that it should have given.</summary>
public sealed record BundleContract
{
    /// <summary>The entries, the platform's first.</summary>
    public required IReadOnlyList<ContractEntry> Entries { get; init; }

    /// <summary>How many things were expected.</summary>
    public int Expected => Entries.Count;

    /// <summary>How many of them are there.</summary>
    public int Received => Entries.Count(entry => entry.Counts);

    /// <summary>Of a hundred, rounded down.</summary>
    public int Percent => ToReport().Percent;

    /// <summary>As the page and the request have it.</summary>
    internal ReportCompleteness ToReport() =>
        new(Expected, Received, [.. Entries.Where(entry => !entry.Counts).Select(entry => new ReportGap(entry.ComputerName, entry.Title, entry.Reason ?? "Unknown."))]);

    /// <summary>The gaps in words.</summary>
    internal IReadOnlyList<string> Gaps => [.. Entries.Where(entry => !entry.Counts).Select(entry => FormattableString.Invariant($"{entry.ComputerName}: {entry.Title}: {entry.Reason}"))];
}
