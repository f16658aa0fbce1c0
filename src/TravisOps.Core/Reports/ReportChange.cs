using System;

namespace TravisOps.Reports;

/// <summary>Something that changed on a machine.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="ComputerName">Where.</param>
/// <param name="Kind">What sort of change, in a word or two: upgrade, reboot, file.</param>
/// <param name="What">What changed, with old and new where they are known.</param>
/// <param name="File">The file of the bundle that proves it; null when there is none.</param>
public sealed record ReportChange(DateTime Time, string ComputerName, string Kind, string What, string? File = null);
