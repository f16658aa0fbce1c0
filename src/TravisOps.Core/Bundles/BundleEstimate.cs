namespace TravisOps.Bundles;

/// <summary>What the logs of one kind on a host come to, before compression.</summary>
public sealed record BundleEstimate
{
    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The area, as in -Include.</summary>
    public required string Source { get; init; }

    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>Files that would come; null when the host could not be asked.</summary>
    public int? Files { get; init; }

    /// <summary>Their bytes within the limits that were given; null when the host could not be asked.</summary>
    public long? Bytes { get; init; }

    /// <summary>What would be left out or is not known beforehand, such as the length of a journal.</summary>
    public string? Note { get; init; }
}
