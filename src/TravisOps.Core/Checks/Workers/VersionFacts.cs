using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

/// <summary>The package travis-worker, from the answer of Remote/version.sh.</summary>
internal sealed class VersionFacts
{
    private static readonly Regex Binary = new(@"^travis-worker v=v?(\S+)", RegexOptions.CultureInvariant);

    /// <summary>No binary of a package is on the machine.</summary>
    public bool None { get; private set; }

    /// <summary>What the binary calls itself, without the v.</summary>
    public string? Version { get; private set; }

    /// <summary>The copy that the service made when it started is another one; null when it made none.</summary>
    public bool? CopyDiffers { get; private set; }

    /// <summary>What apt knows; null when it knows no such package or was not asked.</summary>
    public AptPolicy? Policy { get; private set; }

    /// <summary>The package is held.</summary>
    public bool Held { get; private set; }

    /// <summary>How old apt's lists are; null when that is not known.</summary>
    public TimeSpan? ListsAge { get; private set; }

    /// <summary>What rpm says, where there is no apt.</summary>
    public string? Rpm { get; private set; }

    /// <summary>Reads the answer.</summary>
    public static VersionFacts Read(EvidenceItem item)
    {
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var current = new List<string>();
        DateTime? now = null;
        foreach (var line in TextLines.Of(item.Text))
        {
            if (line.StartsWith(">>> ", StringComparison.Ordinal))
            {
                sections[line.Substring(4)] = current = [];
            }
            else if (line.StartsWith("now ", StringComparison.Ordinal))
            {
                now = SettingsAnswer.Epoch(line.Substring(4));
            }
            else
            {
                current.Add(line);
            }
        }

        List<string> In(string name) => sections.TryGetValue(name, out var lines) ? lines : [];
        var newest = In("lists").Select(line => SettingsAnswer.Epoch(line.Split(' ')[0])).Max();
        return new VersionFacts
        {
            None = sections.ContainsKey("none"),
            Version = In("binary").Select(line => Binary.Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value,
            CopyDiffers = In("binary").Contains("copy differs") ? true : In("binary").Contains("copy same") ? false : null,
            Policy = AptPolicy.Read("travis-worker", In("policy")),
            Held = In("hold").Contains("travis-worker"),
            ListsAge = now - newest,
            Rpm = In("rpm").FirstOrDefault(line => line.StartsWith("travis-worker", StringComparison.Ordinal)),
        };
    }
}
