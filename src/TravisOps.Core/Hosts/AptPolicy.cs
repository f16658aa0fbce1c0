using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Hosts;

/// <summary>What <c>apt-cache policy PACKAGE</c> says (facts 6d): apt 1.0 and 1.1 differ in where the priority of a version stands.</summary>
/// <param name="Installed">The installed version; null when there is none.</param>
/// <param name="Candidate">The version that an install would take; null when there is none.</param>
/// <param name="Pinned">The pin, as it says it; null when there is none.</param>
/// <param name="Sources">Where the candidate comes from, without priorities; what is installed alone has /var/lib/dpkg/status.</param>
public sealed record AptPolicy(string? Installed, string? Candidate, string? Pinned, IReadOnlyList<string> Sources)
{
    /// <summary>A repository has the package; otherwise the candidate is what is installed, whatever is out there.</summary>
    public bool HasRepository => Sources.Any(source => source.IndexOf("://", StringComparison.Ordinal) >= 0 || source.StartsWith("file:", StringComparison.Ordinal) || source.StartsWith("copy:", StringComparison.Ordinal) || source.StartsWith("cdrom:", StringComparison.Ordinal));

    /// <summary>Reads it; null when apt knows no such package, or this is something else.</summary>
    public static AptPolicy? Read(string package, IEnumerable<string> lines)
    {
        string? installed = null, candidate = null, pin = null;
        var sources = new List<string>();
        bool begun = false, table = false;
        foreach (var raw in lines)
        {
            var line = raw.Trim();
            if (!begun)
            {
                begun = line == package + ":";
            }
            else if (table)
            {
                // "500 http://host/path suite/part amd64 Packages"; versions have no path in their line.
                var words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
                if (words.Length > 1 && int.TryParse(words[0], out _) && (words[1].StartsWith("/", StringComparison.Ordinal) || words[1].IndexOf(':') >= 0) && words[1].IndexOf('/') >= 0)
                {
                    sources.Add(string.Join(" ", words.Skip(1)));
                }
            }
            else
            {
                installed = Value(line, "Installed:") ?? installed;
                candidate = Value(line, "Candidate:") ?? candidate;
                pin = Value(line, "Package pin:") ?? pin;
                table = line == "Version table:";
            }
        }

        return begun ? new AptPolicy(Some(installed), Some(candidate), Some(pin), sources) : null;
    }

    private static string? Value(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line.Substring(name.Length).Trim() : null;

    private static string? Some(string? value) => value is "(none)" or "" ? null : value;
}
