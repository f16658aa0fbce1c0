using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

/// <summary>The service travis-worker, from the answer of Remote/service.sh.</summary>
internal sealed class ServiceFacts
{
    private static readonly Regex Upstart = new(@"^travis-worker (start|stop)/([a-z-]+)(?:, process (\d+))?", RegexOptions.CultureInvariant);
    private static readonly string[] s_between = ["activating", "deactivating", "reloading"];

    /// <summary><c>upstart</c>, <c>systemd</c> or <c>none</c>; null when nothing was said.</summary>
    public string? Init { get; private set; }

    /// <summary>The line that tells the state.</summary>
    public string? Line { get; private set; }

    /// <summary>Null when it could not be told.</summary>
    public bool? Running { get; private set; }

    /// <summary>It is on its way: starting, ending, or waiting to be started again.</summary>
    public bool Between { get; private set; }

    /// <summary>Whether a <see cref="Line"/> tells that.</summary>
    public static bool IsBetween(string? line)
    {
        if (line is null)
        {
            return false;
        }

        var facts = new ServiceFacts();
        facts.ReadUpstart(line);
        return facts.Between || Array.Exists(s_between, state => line.StartsWith($"ActiveState={state} ", StringComparison.Ordinal));
    }

    /// <summary>The service is known to the init system.</summary>
    public bool Known { get; private set; } = true;

    /// <summary>When its process began, UTC.</summary>
    public DateTime? Since { get; private set; }

    /// <summary>How often systemd started it again by itself; null where it does not count (before 235, and upstart).</summary>
    public int? Restarts { get; private set; }

    /// <summary>What its log says of its starts; null when there is none, or none that could be read.</summary>
    public StartLog? Log { get; private set; }

    /// <summary>Why the log could not be read; null when there is none, or it was read.</summary>
    public string? LogObstacle { get; private set; }

    /// <summary>When the machine was started, UTC.</summary>
    public DateTime? Boot { get; private set; }

    /// <summary>The host's time when it answered, UTC.</summary>
    public DateTime? Now { get; private set; }

    /// <summary>Reads the answer.</summary>
    public static ServiceFacts Read(EvidenceItem item)
    {
        var facts = new ServiceFacts();
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        var section = string.Empty;
        long? age = null, up = null;
        var log = new List<string>();
        foreach (var line in TextLines.Of(item.Text))
        {
            if (line.StartsWith(">>> ", StringComparison.Ordinal))
            {
                section = line.Substring(4);
                facts.Init = section is "upstart" or "systemd" or "none" ? section : facts.Init;
            }
            else if (Word(line, "now") is { } now)
            {
                facts.Now = SettingsAnswer.Epoch(now);
            }
            else if (Word(line, "age") is { } seconds)
            {
                age = Seconds(seconds);
            }
            else if (Word(line, "up") is { } uptime)
            {
                up = Seconds(uptime);
            }
            else if (section == "log")
            {
                log.Add(line);
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
        facts.Since = age is { } old ? facts.Now?.AddSeconds(-old) : null;
        facts.Boot = up is { } running ? facts.Now?.AddSeconds(-running) : null;
        facts.ReadLog(log);
        return facts;
    }

    private static string? Word(string line, string key) =>
        line.StartsWith(key + " ", StringComparison.Ordinal) ? line.Substring(key.Length + 1) : null;

    private static long? Seconds(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    private void ReadLog(List<string> lines)
    {
        string? Last(string key) => lines.Select(line => Word(line, key)).LastOrDefault(text => text is not null);
        LogObstacle = Last("unreadable");
        if (lines.Count == 0 || lines.Contains("none") || LogObstacle is not null)
        {
            return;
        }

        // Behind the last line with a time, an attempt is as old as the file at the most.
        var written = Moment(Last("written")) ?? Now;
        var attempts = lines.Select(line => Word(line, "attempt")).OfType<string>().Select(text => text == "-" ? written : Moment(text)).OfType<DateTime>().ToList();
        Log = new StartLog(attempts, Moment(Last("oldest")), lines.Contains("whole"), Last("started") is "?" ? Now : Moment(Last("started")));
    }

    /// <summary>Seconds since 1970, or the time of a log line.</summary>
    private static DateTime? Moment(string? text) => text is null ? null : SettingsAnswer.Epoch(text)
        ?? (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null);

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
        Between = Array.IndexOf(s_between, active) >= 0;
        Restarts = properties.TryGetValue("NRestarts", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }
}
