namespace TravisOps;

/// <summary>How the hosts of a run were taken from an inventory, so that a message can name the command that selects them again.</summary>
public sealed record InventorySelection
{
    /// <summary>The name that was given for the installation, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The full path that was given for the inventory, or null.</summary>
    public string? Path { get; init; }
}
