using System;

namespace TravisOps.Checks;

/// <summary>What the evidence of one host means for one check.</summary>
public record CheckResult
{
    /// <summary>Stable id of the check, such as <c>Docker.StorageDriver</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The part of the manual that it belongs to, such as <c>Hardware</c> or <c>Docker</c>.</summary>
    public required string Area { get; init; }

    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Platform or worker.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>What was found.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>What is wanted.</summary>
    public string? Expected { get; init; }

    /// <summary>What is there.</summary>
    public string? Actual { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Message { get; init; }

    /// <summary>What to do, as something that can be pasted on that host where that is possible; null when nothing has to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>Where the demand comes from: the manual's section and, where it is wrong or dated, what is true.</summary>
    public string? Reference { get; init; }

    /// <summary>What proves it: the name of the evidence item and the line in it.</summary>
    public string? Evidence { get; init; }

    /// <summary>When the evidence was gathered, UTC.</summary>
    public DateTime CollectedAt { get; init; }

    /// <summary>How long gathering the evidence took on the host.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The same without what a kind of result adds to it, for one table of all kinds.</summary>
    public CheckResult Plain() => GetType() == typeof(CheckResult) ? this : new CheckResult(this);
}
