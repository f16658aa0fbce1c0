using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.KnownIssues;

namespace TravisOps.Core.Tests.KnownIssues;

/// <summary>What the scanner must find, in the plainest way: line by line, pattern by pattern, text by text.</summary>
internal static class NaiveSearch
{
    public static Dictionary<string, long> Scan(string text) => Scan(text, KnownIssueCatalog.All);

    public static Dictionary<string, long> Scan(string text, IReadOnlyList<KnownIssue> issues)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            foreach (var issue in issues.Where(issue => issue.Patterns.Any(pattern => Fits(pattern, line))))
            {
                counts[issue.Id] = counts.GetValueOrDefault(issue.Id) + 1;
            }
        }

        return counts;
    }

    private static bool Fits(LinePattern pattern, string line) =>
        pattern.Texts.All(part => line.Contains(part, StringComparison.Ordinal)) && !pattern.Without.Any(part => line.Contains(part, StringComparison.Ordinal));
}
