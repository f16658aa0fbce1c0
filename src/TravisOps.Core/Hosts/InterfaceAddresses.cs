using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Hosts;

/// <summary>Reads <c>ip -o addr</c>.</summary>
internal static class InterfaceAddresses
{
    /// <summary>Bridges of Docker have the same addresses on every machine, and the ends of its cables none that another machine could reach.</summary>
    private static readonly string[] OfDocker = ["docker", "br-", "veth"];

    /// <summary>The addresses that other machines may know this one by.</summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        var found = new List<string>();
        foreach (var line in TextLines.Of(text))
        {
            // 2: eth0    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0
            var words = line.Split([' ', '\t', '\\'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 3 && words[2] is "inet" or "inet6" && !OfDocker.Any(name => words[1].StartsWith(name, StringComparison.Ordinal)))
            {
                found.Add(words[3].Split('/')[0]);
            }
        }

        return [.. found.Distinct()];
    }
}
