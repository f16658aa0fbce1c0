using System;
using System.Collections.Generic;

namespace TravisOps.Checks;

/// <summary>One thing to do, on one host or on several.</summary>
public sealed record InstallationTask
{
    /// <summary>Its place in the list, from 1.</summary>
    public required int Order { get; init; }

    /// <summary>The worst of its results.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>The check.</summary>
    public required string Id { get; init; }

    /// <summary>Where.</summary>
    public required IReadOnlyList<string> ComputerName { get; init; }

    /// <summary>What is wrong, in the words of the first of these hosts.</summary>
    public required string Message { get; init; }

    /// <summary>What to do there.</summary>
    public string? Remedy { get; init; }

    /// <summary>Such as <c>1. Docker.Engine on a.example.com, b.example.com</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Order}. {Id} on {string.Join(", ", ComputerName)}");
}
