using System.Collections.Generic;
using System.Text.RegularExpressions;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>One line of <c>docker system df</c>.</summary>
/// <param name="Kind"><c>Images</c>, <c>Containers</c>, <c>Local Volumes</c> or <c>Build Cache</c>.</param>
/// <param name="Size">What they take, as Docker writes it, such as <c>16.43MB</c>.</param>
/// <param name="Reclaimable">What of it nothing uses, as Docker writes it.</param>
public sealed record DockerDiskUse(string Kind, string Size, string Reclaimable)
{
    // Docker 1.13 puts a space between number and unit.
    private static readonly Regex Row = new(
        @"^(?<kind>Images|Containers|Local Volumes|Build Cache)\s+\d+\s+\d+\s+(?<size>[\d.]+(?:e[+-]?\d+)? ?[kKMGTP]?i?B)\s+(?<free>[\d.]+(?:e[+-]?\d+)? ?[kKMGTP]?i?B)(?:\s+\(\d+%\))?\s*$",
        RegexOptions.CultureInvariant);

    // Until 17.06 the build cache has no counts.
    private static readonly Regex OldCache = new(@"^(?<kind>Build Cache)\s+(?<size>[\d.]+ ?[kKMGTP]?i?B)\s+(?<free>[\d.]+ ?[kKMGTP]?i?B)\s*$", RegexOptions.CultureInvariant);

    /// <summary>The lines; empty when the text is not such a table.</summary>
    public static IReadOnlyList<DockerDiskUse> Read(string text)
    {
        var rows = new List<DockerDiskUse>();
        foreach (var line in TextLines.Of(text))
        {
            var match = Row.Match(line);
            match = match.Success ? match : OldCache.Match(line);
            if (match.Success)
            {
                rows.Add(new DockerDiskUse(match.Groups["kind"].Value, match.Groups["size"].Value, match.Groups["free"].Value));
            }
        }

        return rows;
    }
}
