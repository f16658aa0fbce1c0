using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TravisOps.Environments;

/// <summary>The time at the beginning of a line of the system's log: ISO 8601 (newer rsyslog), or <c>Oct 25 08:15:01</c> in the host's own time, without
/// a year (RFC 3164 section 4.1.2).</summary>
internal static class SyslogTime
{
    private static readonly Regex Iso = new(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", RegexOptions.CultureInvariant);

    private static readonly Regex Traditional = new(@"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d", RegexOptions.CultureInvariant);

    /// <summary>UTC; null when it is neither, or the host's time zone is not known and wanted.</summary>
    public static DateTime? Parse(string line, HostClock? clock, DateTime now)
    {
        if (Iso.Match(line) is { Success: true } iso
            && DateTimeOffset.TryParse(iso.Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var stamp))
        {
            return stamp.UtcDateTime;
        }

        var match = Traditional.Match(line);
        if (clock is null || !match.Success)
        {
            return null;
        }

        // The year is this one, unless that would be in the future: then the line is from before New Year.
        foreach (var year in new[] { now.Year + 1, now.Year, now.Year - 1 })
        {
            var text = year.ToString(CultureInfo.InvariantCulture) + " " + match.Value.Replace("  ", " ");
            if (DateTime.TryParseExact(text, "yyyy MMM d HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                && clock.ToUtc(local, null).Time is var utc && utc <= now.AddHours(1))
            {
                return utc;
            }
        }

        return null;
    }
}
