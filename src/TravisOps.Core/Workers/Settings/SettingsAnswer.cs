using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TravisOps.Workers.Settings;

/// <summary>The answer of a worker about its settings, read (see Remote/settings.sh).</summary>
internal sealed class SettingsAnswer
{
    private SettingsAnswer()
    {
    }

    /// <summary>What workers are to call the platform, as the inventory says.</summary>
    public string? PublicHostName { get; private set; }

    /// <summary>What the platform is reached at from here.</summary>
    public string? PlatformAddress { get; private set; }

    /// <summary>Files by which the layout is told.</summary>
    public HashSet<string> Has { get; } = new(StringComparer.Ordinal);

    /// <summary>The files, in the order in which they were looked at.</summary>
    public List<SettingsFile> Files { get; } = [];

    /// <summary>Number 1 is the first.</summary>
    public List<WorkerSecret> Secrets { get; } = [];

    /// <summary>What names are resolved to there; null: not known, empty: not at all.</summary>
    public Dictionary<string, IReadOnlyList<string>?> Resolved { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The answer is all there.</summary>
    public bool Complete { get; private set; }

    /// <summary>Reads it; lines that it does not know are left out.</summary>
    public static SettingsAnswer Parse(string text)
    {
        var answer = new SettingsAnswer();
        var changed = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        List<SettingsRecord>? records = null;
        foreach (var line in text.Split('\n'))
        {
            var space = line.IndexOf(' ');
            var word = space < 0 ? line : line.Substring(0, space);
            var rest = space < 0 ? string.Empty : line.Substring(space + 1);
            switch (word)
            {
                case "platform":
                    var names = rest.Split(' ');
                    answer.PublicHostName = names[0];
                    answer.PlatformAddress = names.Length > 1 ? names[1] : null;
                    break;
                case "has":
                    answer.Has.Add(rest);
                    break;
                case "changed" when rest.IndexOf(' ') is var end and > 0 && Epoch(rest.Substring(0, end)) is { } time:
                    changed[rest.Substring(end + 1)] = time;
                    break;
                case "file" or "missing" or "denied":
                    records = [];
                    answer.Files.Add(new SettingsFile(rest, word, changed.TryGetValue(rest, out var when) ? when : null, records));
                    break;
                case "S":
                    answer.Secrets.Add(WorkerSecret.Parse(rest));
                    break;
                case "resolve":
                    var parts = rest.Split([' '], StringSplitOptions.RemoveEmptyEntries);
                    if (parts.Length > 1)
                    {
                        // 124 and 137: the name server did not answer in time.
                        answer.Resolved[parts[0]] = parts[1] is "?" or "124" or "137" && parts.Length == 2 ? null : [.. parts.Skip(2).Distinct()];
                    }

                    break;
                case "end":
                    answer.Complete = true;
                    break;
                default:
                    if (word.Length == 1 && records is not null && Record(word[0], rest) is { } record)
                    {
                        records.Add(record);
                    }

                    break;
            }
        }

        return answer;
    }

    /// <summary>The file of that path, if it was looked at.</summary>
    public SettingsFile? File(string path) => Files.Find(file => file.Path == path);

    /// <summary>Seconds since 1970, UTC; null when it is none.</summary>
    internal static DateTime? Epoch(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253402300800
        ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime
        : null;

    private static SettingsRecord? Record(char kind, string rest)
    {
        var space = rest.IndexOf(' ');
        var number = space < 0 ? rest : rest.Substring(0, space);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new SettingsRecord(kind, line, space < 0 ? string.Empty : rest.Substring(space + 1))
            : null;
    }
}
