using System;
using System.Collections.Generic;

namespace TravisOps.Baselines;

/// <summary>A baseline that was written.</summary>
public sealed record BaselineFile
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The installation.</summary>
    public required string Installation { get; init; }

    /// <summary>When the last of the hosts was looked at, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>How many facts there are, of all hosts.</summary>
    public required int Facts { get; init; }

    /// <summary>The hosts that were looked at.</summary>
    public required IReadOnlyList<string> ComputerName { get; init; }

    /// <summary>The hosts that could not be looked at: a comparison has nothing of them.</summary>
    public required IReadOnlyList<string> Unreachable { get; init; }
}
