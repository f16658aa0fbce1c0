namespace TravisOps.Reports;

/// <summary>A file of the bundle.</summary>
/// <param name="Path">Its path in the bundle, with forward slashes.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ReportFile(string Path, long Bytes)
{
    /// <summary>The machine that it came from; null for what was made here.</summary>
    public string? ComputerName { get; init; }

    /// <summary>What it is, in a few words; null when its name says it.</summary>
    public string? Description { get; init; }

    /// <summary>Part of it was cut away to keep within a limit.</summary>
    public bool Cut { get; init; }
}
