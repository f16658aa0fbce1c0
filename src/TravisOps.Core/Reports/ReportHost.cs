namespace TravisOps.Reports;

/// <summary>A machine as the page of a support bundle shows it.</summary>
/// <param name="ComputerName">The machine.</param>
/// <param name="Role">Platform or worker.</param>
public sealed record ReportHost(string ComputerName, TravisRole Role)
{
    /// <summary>Operating system, hardware and where it runs, in a few words; null when it is not known.</summary>
    public string? Description { get; init; }

    /// <summary>Why it could not be looked at, or not to the end; null when it could.</summary>
    public string? Failure { get; init; }

    /// <summary>The folder of its files in the bundle; null when there is none.</summary>
    public string? Folder { get; init; }
}
