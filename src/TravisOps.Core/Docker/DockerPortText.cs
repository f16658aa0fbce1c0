using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TravisOps.Docker;

/// <summary>Reads the PORTS column of <c>docker ps</c> (facts 5, "Ports column"): <c>0.0.0.0:80-&gt;80/tcp</c>, since 20.10 also
/// <c>:::80-&gt;80/tcp</c>, since 27.2 <c>[::]:80-&gt;80/tcp</c>, consecutive ports as a range, and ports that are exposed only.</summary>
public static class DockerPortText
{
    // A host publishes at most this many; a range that claims more is a mistake in what was read.
    private const int LargestRange = 65535;

    private static readonly Regex Entry = new(
        @"^(?:(?<address>\[[0-9A-Fa-f:.%a-z]+\]|[0-9A-Fa-f:.]*[0-9A-Fa-f:.]|\*):(?<host>\d{1,5})(?:-(?<hostEnd>\d{1,5}))?->)?(?<port>\d{1,5})(?:-(?<portEnd>\d{1,5}))?/(?<protocol>[a-z]{3,8})$",
        RegexOptions.CultureInvariant);

    /// <summary>The ports, ranges taken apart; null when any part of the column is none of these forms.</summary>
    public static IReadOnlyList<DockerPort>? Parse(string column)
    {
        var ports = new List<DockerPort>();
        foreach (var raw in (column ?? throw new ArgumentNullException(nameof(column))).Split(','))
        {
            var entry = raw.Trim();
            if (entry.Length > 0 && !Add(ports, entry))
            {
                return null;
            }
        }

        return ports;
    }

    private static bool Add(List<DockerPort> ports, string entry)
    {
        // Longer than any address with any range: no expression should look at it.
        if (entry.Length > 120 || Entry.Match(entry) is not { Success: true } match)
        {
            return false;
        }

        var first = Number(match.Groups["port"]) ?? 0;
        var last = Number(match.Groups["portEnd"]) ?? first;
        var host = Number(match.Groups["host"]);
        var hostLast = Number(match.Groups["hostEnd"]) ?? host;
        if (first is < 1 or > LargestRange || last < first || last > LargestRange || hostLast > LargestRange || hostLast - host is { } span && span != last - first)
        {
            return false;
        }

        var address = match.Groups["address"].Success ? match.Groups["address"].Value.Trim('[', ']') : null;
        for (var port = first; port <= last; port++)
        {
            ports.Add(new DockerPort(port, match.Groups["protocol"].Value, address == "*" ? "0.0.0.0" : address, host + (port - first)));
        }

        return true;
    }

    private static int? Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : null;
}
