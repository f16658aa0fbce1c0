using System;
using System.Globalization;

namespace TravisOps.Hosts;

/// <summary>Seconds since 1970-01-01 UTC, as <c>stat</c> and <c>date +%s</c> print them.</summary>
internal static class UnixTime
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // The year 9999; beyond it DateTime has nothing.
    private const long Last = 253_402_300_799;

    /// <summary>UTC; null when it is not such a number.</summary>
    public static DateTime? Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Last ? Epoch.AddSeconds(seconds) : null;
}
