using System;

namespace TravisOps.Changes;

/// <summary>One thing that changed on a host.</summary>
public sealed record TravisChange
{
    /// <summary>When, UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>By how much the time may be wrong: zero, but in the hour that comes twice when summer ends, and where the host's time zone is not known.</summary>
    public TimeSpan TimeUncertainty { get; init; }

    /// <summary>What kind of change.</summary>
    public required TravisChangeKind Kind { get; init; }

    /// <summary>What changed: a package, a file, a container.</summary>
    public required string What { get; init; }

    /// <summary>What it was before; null when it is not known or was not there.</summary>
    public string? Old { get; init; }

    /// <summary>What it is since; null when it is not known or not there any more.</summary>
    public string? New { get; init; }

    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Where it stands: a log or a file.</summary>
    public required string Source { get; init; }

    /// <summary>Who did it, where that is known: <c>unattended-upgrade</c>, or the user who called apt with sudo.</summary>
    public string? ByWhom { get; init; }

    /// <summary>What it means, when it means something.</summary>
    public string? Note { get; init; }

    /// <summary>One line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Time:yyyy-MM-dd HH:mm:ss}Z {Kind} {What}{(Old is null && New is null ? string.Empty : $" {Old ?? "-"} -> {New ?? "-"}")}");
}
