using System.Collections.Generic;
using TravisOps.Redaction;

namespace TravisOps.Bundles;

/// <summary>redaction.json: what rule took something out where and how often; what was left out; that the finished archive was searched. Never a value.</summary>
public sealed record RedactionProof
{
    /// <summary>Secrets that were known by value and looked for in every file.</summary>
    public required int KnownSecrets { get; init; }

    /// <summary>Where the known values came from beside the files of the bundle, and what of it could not be read.</summary>
    public required IReadOnlyList<string> KnownFrom { get; init; }

    /// <summary>The bundle is given out only after each file was searched for each known value in each form with this many hits: always 0.</summary>
    public required int Left { get; init; }

    /// <summary>The counts.</summary>
    public required IReadOnlyList<RedactionCount> Counts { get; init; }

    /// <summary>Files that were left out as a whole.</summary>
    public required IReadOnlyList<RedactionOmission> LeftOut { get; init; }
}
