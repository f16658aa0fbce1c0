using System;
using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Environments;

/// <summary>What the probe item <c>tools</c> tells: which of the known paths, processes and cron entries are there.</summary>
internal sealed record ToolsFacts
{
    public IReadOnlyDictionary<string, DateTime> Paths { get; init; } = new Dictionary<string, DateTime>();

    public IReadOnlyCollection<string> Processes { get; init; } = new HashSet<string>();

    public IReadOnlyList<(string Word, string File)> Crons { get; init; } = [];

    /// <summary>The time of Ansible's last line in the system's log, as it stands there, and the module; null when there is none.</summary>
    public string? AnsibleLine { get; init; }

    /// <summary>Null when the item is not there or did not run.</summary>
    public static ToolsFacts? Parse(EvidenceItem? item)
    {
        if (item is null || item.Status != EvidenceStatus.Collected || item.ExitCode is not (null or 0))
        {
            return null;
        }

        var paths = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        var processes = new HashSet<string>(StringComparer.Ordinal);
        var crons = new List<(string, string)>();
        string? ansible = null;
        foreach (var line in TextLines.Of(item.Text))
        {
            var space = line.IndexOf(' ');
            if (space < 0)
            {
                continue;
            }

            var value = line.Substring(space + 1);
            var next = value.IndexOf(' ');
            switch (line.Substring(0, space))
            {
                case "path" when next > 0 && UnixTime.Parse(value.Substring(0, next)) is { } time:
                    paths[value.Substring(next + 1)] = time;
                    break;
                case "process":
                    processes.Add(value);
                    break;
                case "cron" when value.LastIndexOf(' ') is > 0 and var end:
                    crons.Add((value.Substring(0, end), value.Substring(end + 1)));
                    break;
                case "ansible":
                    ansible = value;
                    break;
            }
        }

        return new ToolsFacts { Paths = paths, Processes = processes, Crons = crons, AnsibleLine = ansible };
    }
}
