using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Evidence;

/// <summary>Everything that was asked of one host and what came back. A host that could not be reached has evidence too: its failure.</summary>
public sealed record HostEvidence
{
    /// <summary>The host, as the inventory names it.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Platform or worker.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>When the probe began, UTC.</summary>
    public required DateTime CollectedAt { get; init; }

    /// <summary>From the first packet to the last.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What was learnt on the way in.</summary>
    public ConnectionEvidence Connection { get; init; } = new();

    /// <summary>The answers by name, in the order of the plan.</summary>
    public IReadOnlyList<EvidenceItem> Items { get; init; } = [];

    /// <summary>Why there are no answers, or not all; null when the probe ran to its end.</summary>
    public HostFailure? Failure { get; init; }

    /// <summary>Nothing came back of what was asked for, if anything was.</summary>
    public bool IsEmpty => Items.All(item => item.Status == EvidenceStatus.Lost);

    /// <summary>The item of that name, or null when it was never asked for.</summary>
    public EvidenceItem? Find(string name)
    {
        foreach (var item in Items)
        {
            if (item.Name == name)
            {
                return item;
            }
        }

        return null;
    }
}
