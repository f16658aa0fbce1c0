using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

/// <summary>The service travis-worker, from the answer of Remote/service.sh.</summary>
internal sealed class ServiceFacts
{
    private static readonly Regex Upstart = new(@"^travis-worker (start|stop)/([a-z-]+)(?:, process (\d+))?", RegexOptions.CultureInvariant);
    private static readonly Regex Time = new("time=\"?([0-9T:.Z+-]+)\"?", RegexOptions.CultureInvariant);

    /// <summary><c>upstart</c>, <c>systemd</c> or <c>none</c>; null when nothing was said.</summary>
    public string? Init { get; private set; }

    /// <summary>The line that tells the state.</summary>
    public string? Line { get; private set; }

    /// <summary>Null when it could not be told.</summary>
    public bool? Running { get; private set; }

    /// <summary>It is on its way: starting, or waiting to be started again.</summary>
    public bool Between { get; private set; }

    /// <summary>The service is known to the init system.</summary>
    public bool Known { get; private set; } = true;

    /// <summary>When its process began, UTC.</summary>
    public DateTime? Since { get; private set; }

    /// <summary>How often systemd started it again by itself; null where it does not count (before 235, and upstart).</summary>
    public int? Restarts { get; private set; }

    /// <summary>Its last starts in the log, UTC; null when there is no log to read.</summary>
    public IReadOnlyList<DateTime>? Starts { get; private set; }

    /// <summary>The host's time when it answered, UTC.</summary>
    public DateTime? Now { get; private set; }

    /// <summary>Reads the answer.</summary>
    public static ServiceFacts Read(EvidenceItem item)
    {
        var facts = new ServiceFacts();
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        var section = string.Empty;
        var starts = new List<DateTime>();
        var log = false;
        long? age = null;
        foreach (var line in TextLines.Of(item.Text))
        {
            if (line.StartsWith(">>> ", StringComparison.Ordinal))
            {
                section = line.Substring(4);
                facts.Init = section == "starts" ? facts.Init : section;
                log |= section == "starts";
            }
            else if (line.StartsWith("now ", StringComparison.Ordinal))
            {
                facts.Now = SettingsAnswer.Epoch(line.Substring(4));
            }
            else if (line.StartsWith("age ", StringComparison.Ordinal) && long.TryParse(line.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                age = seconds;
            }
            else if (section == "starts" && line == "none")
            {
                log = false;
            }
            else if (section == "starts" && Time.Match(line) is { Success: true } time
                && DateTime.TryParse(time.Groups[1].Value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var start))
            {
                starts.Add(start);
            }
            else if (section == "upstart")
            {
                facts.ReadUpstart(line);
            }
            else if (section == "systemd" && line.IndexOf('=') is var equals and > 0)
            {
                properties[line.Substring(0, equals)] = line.Substring(equals + 1);
            }
            else if (section == "systemd" && line.Trim().Length > 0)
            {
                facts.Line ??= line;
            }
        }

        facts.ReadSystemd(properties);
        facts.Since = age is { } old && facts.Now is { } now ? now.AddSeconds(-old) : null;
        facts.Starts = log ? starts : null;
        return facts;
    }

    private void ReadUpstart(string line)
    {
        if (Upstart.Match(line) is { Success: true } match)
        {
            Line = line;
            Running = match.Groups[1].Value == "start" && match.Groups[2].Value == "running";
            Between = match.Groups[1].Value == "start" && match.Groups[2].Value != "running";
        }
        else if (line.IndexOf("Unknown job", StringComparison.Ordinal) >= 0)
        {
            (Line, Known, Running) = (line, false, false);
        }
        else if (line.Trim().Length > 0)
        {
            Line ??= line;
        }
    }

    private void ReadSystemd(Dictionary<string, string> properties)
    {
        if (!properties.TryGetValue("ActiveState", out var active))
        {
            return;
        }

        properties.TryGetValue("SubState", out var sub);
        properties.TryGetValue("LoadState", out var load);
        Line = $"ActiveState={active} SubState={sub}";
        Known = load is not "not-found" and not "masked";
        Running = active == "active" && sub == "running";
        Between = active is "activating" or "reloading";
        Restarts = properties.TryGetValue("NRestarts", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }
}
