using System.Globalization;

namespace TravisOps.Hosts;

/// <summary>The load of a host, from <c>/proc/loadavg</c> (proc(5)): processes that run or wait for a CPU or a disk.</summary>
/// <param name="OneMinute">Average of the last minute.</param>
/// <param name="FiveMinutes">Average of the last 5 minutes.</param>
/// <param name="FifteenMinutes">Average of the last 15 minutes.</param>
public sealed record LoadAverage(double OneMinute, double FiveMinutes, double FifteenMinutes)
{
    /// <summary>Reads the file; null when it does not begin with three numbers.</summary>
    public static LoadAverage? Parse(string text)
    {
        var fields = text.Trim().Split(' ');
        return fields.Length >= 3 && Number(fields[0]) is { } one && Number(fields[1]) is { } five && Number(fields[2]) is { } fifteen
            ? new LoadAverage(one, five, fifteen)
            : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
