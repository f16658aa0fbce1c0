using System.Collections.Generic;

namespace TravisOps.Hosts;

/// <summary>Lines of what a host printed, short enough for expressions that go back and forth on them.</summary>
internal static class TextLines
{
    /// <summary>No command of ours prints longer ones; a host that does is not worth more of this machine's time.</summary>
    private const int LongestLine = 1000;

    /// <summary>The lines without their ends; what is behind the 1,000th character of one is left out.</summary>
    public static IEnumerable<string> Of(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            yield return (line.Length > LongestLine ? line.Substring(0, LongestLine) : line).TrimEnd('\r');
        }
    }
}
