using System;
using System.Collections.Generic;
using TravisOps.Evidence;

namespace TravisOps.Probing;

/// <summary>What a run of a <see cref="ProbeScript"/> answered.</summary>
public sealed record ProbeAnswer
{
    /// <summary>One for each item of the plan, in the plan's order.</summary>
    public required IReadOnlyList<EvidenceItem> Items { get; init; }

    /// <summary>The script's first frame was there: a shell ran it.</summary>
    public bool Started { get; init; }

    /// <summary>Every frame was there, to the last.</summary>
    public bool Complete { get; init; }

    /// <summary>What was wrong with the frames, other than that they ended early; null when nothing was.</summary>
    public string? Problem { get; init; }

    /// <summary>What came before the first frame, such as a login script's greeting: at most 1,000 characters. Everything when there was no frame.</summary>
    public string Noise { get; init; } = string.Empty;

    /// <summary>The host's clock at the end of its answer, UTC; null when it was not told.</summary>
    public DateTime? Clock { get; init; }

    /// <summary>How long the host took from the first frame to the last; null when the end is missing or the host has no /proc/uptime.</summary>
    public TimeSpan? Elapsed { get; init; }
}
