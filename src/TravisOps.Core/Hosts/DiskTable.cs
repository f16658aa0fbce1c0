using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TravisOps.Hosts;

/// <summary>Reads what the probe item <c>disk</c> prints: a line <c>paths /a /b …</c> with the paths that exist, then <c>df -P -k</c> of exactly those.</summary>
public static class DiskTable
{
    /// <summary>First word of the line that names the paths.</summary>
    public const string PathsWord = "paths";

    // From the right, because device and mount point may hold spaces; busybox and coreutils agree on the five columns between.
    private static readonly Regex Row = new(
        @"^(?<device>\S.*?)\s+(?<total>\d+)\s+(?<used>\d+)\s+-?\d+\s+(?:(?<percent>\d+)%|-)\s+(?<mount>/.*?)\s*$",
        RegexOptions.CultureInvariant);

    /// <summary>The file system of each path, in the order asked. Empty when the text is not such a table.</summary>
    public static IReadOnlyList<DiskSpace> Parse(string text)
    {
        string[] paths = [];
        var rows = new List<DiskSpace>();
        foreach (var line in TextLines.Of(text))
        {
            if (paths.Length == 0 && line.StartsWith(PathsWord + " ", StringComparison.Ordinal))
            {
                paths = line.Substring(PathsWord.Length + 1).Trim().Split(' ');
            }
            else if (Read(line, rows.Count < paths.Length ? paths[rows.Count] : string.Empty) is { } row)
            {
                rows.Add(row);
            }
        }

        // df leaves out what it can't read; then its lines no longer pair up with the paths and none may be guessed.
        return rows.Count == paths.Length ? rows : [];
    }

    /// <summary>One line of df for a path; null for a header or anything else.</summary>
    public static DiskSpace? Read(string line, string path)
    {
        var match = Row.Match(line);
        if (!match.Success
            || !long.TryParse(match.Groups["total"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            || !long.TryParse(match.Groups["used"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var used))
        {
            return null;
        }

        return new DiskSpace
        {
            Path = path,
            Device = match.Groups["device"].Value,
            MountPoint = match.Groups["mount"].Value,
            TotalKib = total,
            UsedKib = used,
            UsedPercent = int.TryParse(match.Groups["percent"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : null,
            Line = line.Trim(),
        };
    }
}
