using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Evidence;

/// <summary>A folder of recorded evidence, as its writer tells of it.</summary>
public sealed record EvidenceFolder
{
    /// <summary>Full path of the folder.</summary>
    public required string Path { get; init; }

    /// <summary>The hosts in it, reached or not.</summary>
    public required IReadOnlyList<string> ComputerName { get; init; }

    /// <summary>Those of the hosts that could not be looked at, or not to the end; their evidence says why.</summary>
    public required IReadOnlyList<string> Failed { get; init; }

    /// <summary>When the first probe began, UTC.</summary>
    public required DateTime CollectedAt { get; init; }

    /// <summary>Tells of a folder that was written with this evidence.</summary>
    public static EvidenceFolder Of(string path, IReadOnlyList<HostEvidence> evidence) => new()
    {
        Path = path,
        ComputerName = [.. evidence.Select(one => one.ComputerName)],
        Failed = [.. evidence.Where(one => one.Failure is not null).Select(one => one.ComputerName)],
        CollectedAt = evidence.Min(one => one.CollectedAt),
    };
}
