namespace TravisOps.Bundles;

/// <summary>Something that differs between two bundles.</summary>
public sealed record BundleDifference
{
    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>What sort of thing: Host, Result, Evidence or Completeness.</summary>
    public required string Kind { get; init; }

    /// <summary>The check's id, the evidence's name, the area.</summary>
    public required string What { get; init; }

    /// <summary>In the one that the comparison is made with; null when it is not there.</summary>
    public string? Reference { get; init; }

    /// <summary>In the other; null when it is not there.</summary>
    public string? Difference { get; init; }
}
