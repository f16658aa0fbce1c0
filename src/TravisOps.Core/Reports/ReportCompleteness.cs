using System.Collections.Generic;

namespace TravisOps.Reports;

/// <summary>What was expected from the machines and what of it is in the bundle.</summary>
/// <param name="Expected">How many things were expected.</param>
/// <param name="Received">How many of them are there and whole.</param>
/// <param name="Gaps">The others.</param>
public sealed record ReportCompleteness(int Expected, int Received, IReadOnlyList<ReportGap> Gaps)
{
    /// <summary>Of a hundred; rounded down, so that 100 means all of it. 100 when nothing was expected.</summary>
    public int Percent => Expected == 0 ? 100 : (int)((long)Received * 100 / Expected);
}
