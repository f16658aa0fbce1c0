using System;

namespace TravisOps.Reports;

/// <summary>A known problem whose signature was found on a machine.</summary>
/// <param name="Id">The signature's id.</param>
/// <param name="ComputerName">The machine.</param>
/// <param name="Count">How many lines have it.</param>
/// <param name="Cause">What it means.</param>
public sealed record ReportKnownIssue(string Id, string ComputerName, long Count, string Cause)
{
    /// <summary>The first time, UTC; null when the lines tell none.</summary>
    public DateTime? First { get; init; }

    /// <summary>The last time, UTC; null when the lines tell none.</summary>
    public DateTime? Last { get; init; }

    /// <summary>When a later line said that it is over, UTC; null when none did.</summary>
    public DateTime? Over { get; init; }

    /// <summary>One of the lines.</summary>
    public string? Sample { get; init; }

    /// <summary>What to do; null or empty when there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>The log in the bundle; null when it is not there.</summary>
    public string? File { get; init; }
}
