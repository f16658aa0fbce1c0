using System;
using System.Collections.Generic;

namespace TravisOps.Checks;

/// <summary>What the results of a whole installation come to.</summary>
public sealed record InstallationSummary
{
    /// <summary>The name of the installation; the folder where recorded evidence was read.</summary>
    public required string Installation { get; init; }

    /// <summary>The platform machine; the first worker when the platform was not among those that were meant.</summary>
    public required string ComputerName { get; init; }

    /// <summary>How many hosts were meant.</summary>
    public int Hosts { get; init; }

    /// <summary>The worst status of all, Fail before Unknown before Warn before Pass.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>Results with status Pass.</summary>
    public int Pass { get; init; }

    /// <summary>Results with status Warn.</summary>
    public int Warn { get; init; }

    /// <summary>Results with status Fail.</summary>
    public int Fail { get; init; }

    /// <summary>Results with status Skip: they don't apply, or follow from another result.</summary>
    public int Skip { get; init; }

    /// <summary>Results with status Unknown.</summary>
    public int Unknown { get; init; }

    /// <summary>What to do, what others stand on first.</summary>
    public required IReadOnlyList<InstallationTask> First { get; init; }

    /// <summary>From the first packet to the last result.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>One line for a person.</summary>
    public required string Message { get; init; }
}
