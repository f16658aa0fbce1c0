namespace TravisOps.Reports;

/// <summary>Something that was expected and is missing, or is there in part.</summary>
/// <param name="ComputerName">The machine that it was expected from.</param>
/// <param name="Item">What it is.</param>
/// <param name="Reason">Why it is not there.</param>
public sealed record ReportGap(string ComputerName, string Item, string Reason);
