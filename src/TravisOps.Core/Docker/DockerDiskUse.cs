using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>One line of <c>docker system df</c>.</summary>
/// <param name="Kind"><c>Images</c>, <c>Containers</c>, <c>Local Volumes</c> or <c>Build Cache</c>.</param>
/// <param name="Size">What they take, as Docker writes it, such as <c>16.43MB</c>.</param>
/// <param name="Reclaimable">What of it nothing uses, as Docker writes it.</param>
/// <param name="ReclaimableBytes">The same in bytes, as exact as the text is (Docker counts in powers of ten).</param>
public sealed record DockerDiskUse(string Kind, string Size, string Reclaimable, double ReclaimableBytes)
{
    // Docker 1.13 puts a space between number and unit.
    private static readonly Regex Row = new(
        @"^(?<kind>Images|Containers|Local Volumes|Build Cache)\s+\d+\s+\d+\s+(?<size>[\d.]+(?:e[+-]?\d+)? ?[kKMGTP]?i?B)\s+(?<free>(?<number>[\d.]+(?:e[+-]?\d+)?) ?(?<unit>[kKMGTP]?)i?B)(?:\s+\(\d+%\))?\s*$",
        RegexOptions.CultureInvariant);

    // Until 17.06 the build cache has no counts.
    private static readonly Regex OldCache = new(@"^Build Cache\s+(?<size>[\d.]+ ?[kKMGTP]?i?B)\s+(?<free>(?<number>[\d.]+) ?(?<unit>[kKMGTP]?)i?B)\s*$", RegexOptions.CultureInvariant);

    /// <summary>The lines; empty when the text is not such a table.</summary>
    public static IReadOnlyList<DockerDiskUse> Read(string text)
    {
        var rows = new List<DockerDiskUse>();
        foreach (var line in TextLines.Of(text))
        {
            var match = Row.Match(line);
            match = match.Success ? match : OldCache.Match(line);
            if (match.Success && double.TryParse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                rows.Add(new DockerDiskUse(match.Groups["kind"].Value, match.Groups["size"].Value, match.Groups["free"].Value, number * Factor(match.Groups["unit"].Value)));
            }
        }

        return rows;
    }

    private static double Factor(string unit) => unit switch
    {
        "k" or "K" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "P" => 1e15,
        _ => 1,
    };
}
