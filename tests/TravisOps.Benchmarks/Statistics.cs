using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Benchmarks;

/// <summary>What is reported of repeated measurements.</summary>
internal static class Statistics
{
    /// <summary>The middle one; the mean of the two in the middle of an even number.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
