using System;
using System.Globalization;

namespace TravisOps.Checks;

/// <summary>Writes numbers with units the same way whatever the language of this machine is.</summary>
internal static class Quantity
{
    /// <summary>1K-blocks as GiB with one decimal, as df -h and free -h count.</summary>
    public static string Gib(long kib) => (kib / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " GiB";

    /// <summary>Two decimals, as in /proc/loadavg.</summary>
    public static string Load(double load) => load.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Seconds with one decimal; minutes, hours or days beside it where that says more.</summary>
    public static string Seconds(TimeSpan time)
    {
        var seconds = Math.Abs(time.TotalSeconds);
        var text = seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        return seconds switch
        {
            < 120 => text,
            < 7200 => text + " (" + (seconds / 60).ToString("0", CultureInfo.InvariantCulture) + " minutes)",
            < 172800 => text + " (" + (seconds / 3600).ToString("0.0", CultureInfo.InvariantCulture) + " hours)",
            _ => text + " (" + (seconds / 86400).ToString("0.0", CultureInfo.InvariantCulture) + " days)",
        };
    }

    /// <summary>A time limit: whole seconds where it is one.</summary>
    public static string Limit(TimeSpan limit) => limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";

    /// <summary>Milliseconds with one decimal.</summary>
    public static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
