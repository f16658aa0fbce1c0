using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TravisOps.Hosts;

/// <summary>Reads the leading number of a version such as <c>4.4.0-210-generic</c> or <c>17.06.2-ce</c>.</summary>
public static class VersionNumber
{
    private static readonly Regex Leading = new(@"^\s*v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,9}))?", RegexOptions.CultureInvariant);

    /// <summary>Two or three numbers at the start of <paramref name="text"/>; a missing third one counts as 0. Null when there are none.</summary>
    public static Version? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var match = Leading.Match(text);
        return match.Success ? new Version(Number(match.Groups[1]), Number(match.Groups[2]), Number(match.Groups[3])) : null;
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
}
