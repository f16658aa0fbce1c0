namespace TravisOps.Installations;

/// <summary>A host entry as given: one machine, or a range of them.</summary>
internal sealed record HostSpec
{
    /// <summary>The name, with its range if it has one.</summary>
    public required string Host { get; init; }

    public string? Address { get; init; }

    public HostSettings Settings { get; init; } = new();

    public required Origin Origin { get; init; }
}
