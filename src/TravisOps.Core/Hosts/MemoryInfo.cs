using System.Globalization;
using System.Text.RegularExpressions;

namespace TravisOps.Hosts;

/// <summary>Reads <c>/proc/meminfo</c> (proc(5)).</summary>
public static class MemoryInfo
{
    private static readonly Regex MemTotal = new(@"^MemTotal:\s*(\d{1,15})\s*kB", RegexOptions.Multiline | RegexOptions.CultureInvariant);

    /// <summary>Memory that the kernel can use, in KiB (the kernel's "kB"); null when the line is not there.</summary>
    public static long? TotalKib(string text)
    {
        var match = MemTotal.Match(text);
        return match.Success ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }
}
