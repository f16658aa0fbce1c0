namespace TravisOps.Bundles;

/// <summary>Something that was expected from a host, and what became of it.</summary>
public sealed record ContractEntry
{
    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The area, as in -Include.</summary>
    public required string Source { get; init; }

    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>What became of it.</summary>
    public required ContractState State { get; init; }

    /// <summary>Why it is not there, or not all of it; null when it is.</summary>
    public string? Reason { get; init; }

    /// <summary>Files or answers that came.</summary>
    public int Files { get; init; }

    /// <summary>Their bytes in the bundle, before compression.</summary>
    public long Bytes { get; init; }

    /// <summary>It counts as there: in whole, or as much as was asked for.</summary>
    internal bool Counts => State is ContractState.Received or ContractState.Cut;
}
