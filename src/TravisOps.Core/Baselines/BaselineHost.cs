using System;
using System.Collections.Generic;
using TravisOps.Changes;

namespace TravisOps.Baselines;

/// <summary>One host of a baseline.</summary>
public sealed record BaselineHost
{
    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Platform or worker.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>When it was looked at, UTC.</summary>
    public required DateTime CollectedAt { get; init; }

    /// <summary>Why it could not be looked at; null when it could, at least in part.</summary>
    public string? Failure { get; init; }

    /// <summary>What it is: value by path, such as <c>package.docker-ce</c>.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>What could not be looked at: reason by the beginning of the paths that it would have given.</summary>
    public required IReadOnlyDictionary<string, string> Unknown { get; init; }

    /// <summary>What had changed lately by its own logs: from it a later comparison knows when.</summary>
    public IReadOnlyList<TravisChange> Changes { get; init; } = [];
}
