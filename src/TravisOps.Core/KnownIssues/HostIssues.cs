using System.Collections.Generic;
using TravisOps.Evidence;

namespace TravisOps.KnownIssues;

/// <summary>What a search of one host's logs came to.</summary>
public sealed record HostIssues
{
    /// <summary>What was found, the worst first.</summary>
    public IReadOnlyList<KnownIssueFinding> Findings { get; init; } = [];

    /// <summary>The logs that were searched.</summary>
    public IReadOnlyList<string> Searched { get; init; } = [];

    /// <summary>The logs that could not be searched, with the reason.</summary>
    public IReadOnlyList<string> Missed { get; init; } = [];

    /// <summary>Of those, the kinds of logs (<see cref="LogPlace"/>).</summary>
    internal IReadOnlyList<string> MissedPlaces { get; init; } = [];

    /// <summary>The logs of which only the last lines were told, so that what was counted there are not all.</summary>
    internal IReadOnlyCollection<string> Cut { get; init; } = [];

    /// <summary>Why the host could not be looked at, or not to the end; null when it was.</summary>
    public HostFailure? Failure { get; init; }
}
