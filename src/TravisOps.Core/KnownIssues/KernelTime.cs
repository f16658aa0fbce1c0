using System;
using System.Globalization;

namespace TravisOps.KnownIssues;

/// <summary>Times of the kernel's messages, which are seconds since the machine was started: <c>[158943.193405] …</c>.</summary>
internal static class KernelTime
{
    /// <summary>A reader of such lines.</summary>
    /// <param name="boot">When the machine was started, in seconds since 1970 (btime in /proc/stat); anything else gives no times.</param>
    public static Func<string, DateTime?> After(string boot)
    {
        if (!long.TryParse(boot, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is 0 or > 253402300799)
        {
            return _ => null;
        }

        var start = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds);
        return line =>
        {
            var end = line.IndexOf(']');
            return end > 1 && line[0] == '[' && double.TryParse(line.Substring(1, end - 1), NumberStyles.AllowLeadingWhite | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var since) && since < 1e10
                ? start.AddTicks((long)(since * TimeSpan.TicksPerSecond))
                : null;
        };
    }
}
