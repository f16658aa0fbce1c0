using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Logs;

/// <summary>
/// Takes a line of a log apart, whichever of the forms it has: logrus (travis-worker), l2met and "traditional" (travis.log), Replicated's, each
/// with or without what journalctl or syslog put before it. What has no known form is kept whole as the message.
/// </summary>
internal static class LogLine
{
    /// <summary>Takes a line, without its line end, apart.</summary>
    /// <param name="line">The line. Its control characters but tabs become spaces: it goes to a terminal, and others write into logs.</param>
    /// <param name="computerName">The host whose log it is.</param>
    public static LogEntry Parse(string line, string computerName = "")
    {
        line = Harmless(line);
        if (Structured(line, 0) is { } bare)
        {
            return bare with { ComputerName = computerName };
        }

        if (Replicated(line) is { } replicated)
        {
            return replicated with { ComputerName = computerName };
        }

        // Before the prefix: a letter that is a level would be taken for a host's name.
        var after = 0;
        if (LogTime.TryReadIso(line, ref after, out var own) && after < line.Length && line[after] == ' ' && Traditional(line, after + 1) is { } travis)
        {
            return travis with { Time = own, ComputerName = computerName };
        }

        var (time, at) = Prefix(line);
        var entry = Structured(line, at) ?? Traditional(line, at) ?? new LogEntry { Message = at == 0 ? line : line.Substring(at) };
        return entry with { Time = entry.Time ?? time, ComputerName = computerName };
    }

    /// <summary>Only the time, for who needs no more.</summary>
    public static DateTime? TimeOf(string line) => Parse(line).Time;

    private static string Harmless(string line) =>
        line.Any(letter => char.IsControl(letter) && letter != '\t') ? new string([.. line.Select(letter => letter == '\t' || !char.IsControl(letter) ? letter : ' ')]) : line;

    /// <summary>What stands before a line: <c>2018-04-18T12:14:22+0000 worker-1 travis-worker[1234]: </c> or <c>Apr 18 12:14:22 worker-1 travis-worker[1234]: </c>, which
    /// has no year and no zone and so no time; or a time alone.</summary>
    private static (DateTime? Time, int At) Prefix(string line)
    {
        var at = 0;
        DateTime? time = null;
        if (LogTime.TryReadIso(line, ref at, out var iso))
        {
            time = iso;
        }
        else if (!SyslogTime(line, ref at))
        {
            return (null, 0);
        }

        if (at == line.Length || line[at] != ' ')
        {
            return (null, 0);
        }

        at++;
        var host = line.IndexOf(' ', at);
        var colon = host < 0 ? -1 : line.IndexOf(' ', host + 1);
        colon = colon < 0 ? line.Length : colon;
        if (host > at && colon > host + 2 && line[colon - 1] == ':' && line[host - 1] != ':')
        {
            return (time, Math.Min(line.Length, colon + 1));
        }

        return time is null ? (null, 0) : (time, at);
    }

    private static bool SyslogTime(string line, ref int at)
    {
        const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";
        if (line.Length < 16 || Months.IndexOf(line.Substring(0, 3), StringComparison.Ordinal) is var month && (month < 0 || month % 3 != 0))
        {
            return false;
        }

        if (line[3] != ' ' || line[6] != ' ' || line[9] != ':' || line[12] != ':' || line[15] != ' ')
        {
            return false;
        }

        at = 15;
        return true;
    }

    private static LogEntry? Structured(string line, int at)
    {
        if (string.CompareOrdinal(line, at, "time=", 0, 5) != 0 && string.CompareOrdinal(line, at, "level=", 0, 6) != 0)
        {
            return null;
        }

        var pairs = new List<KeyValuePair<string, string>>();
        var whole = LogFormatText.TryRead(line, at, pairs);
        DateTime? time = null;
        LogLevel? level = null;
        string? message = null;
        var fields = new Dictionary<string, string>(pairs.Count, StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var begin = 0;
            if (pair.Key == "time" && time is null && LogTime.TryReadIso(pair.Value, ref begin, out var iso))
            {
                time = iso;
            }
            else if (pair.Key == "level" && level is null && Level(pair.Value) is { } known)
            {
                level = known;
            }
            else if (pair.Key == "msg" && message is null)
            {
                message = pair.Value;
            }
            else
            {
                fields[pair.Key] = pair.Value;
            }
        }

        if (time is null && level is null)
        {
            return null;
        }

        // Cut short, or not of that form after all: nothing of the line must be lost.
        return whole && message is not null
            ? new LogEntry { Time = time, Level = level, Message = Harmless(message), Fields = fields.Count == 0 ? LogEntry.NoFields : fields }
            : new LogEntry { Time = time, Level = level, Message = line.Substring(at) };
    }

    /// <summary><c>2019-04-24T21:27:07.161835448Z INFO 2019-04-24T21:27:07+00:00 daemon/daemon.go:54 Starting …</c>, and the same without Docker's time.</summary>
    private static LogEntry? Replicated(string line)
    {
        var at = 0;
        DateTime? outer = LogTime.TryReadIso(line, ref at, out var iso) && at < line.Length && line[at] == ' ' ? iso : null;
        at = outer is null ? 0 : at + 1;
        if (line.Length < at + 6 || line[at + 4] != ' ' || Level(line.Substring(at, 4)) is not { } level || !char.IsUpper(line[at]))
        {
            return null;
        }

        at += 5;
        if (!LogTime.TryReadIso(line, ref at, out var time) || at >= line.Length || line[at] != ' ')
        {
            return null;
        }

        at++;
        var space = line.IndexOf(' ', at);
        var place = space < 0 ? line.Length : space;
        var source = line.Substring(at, place - at);
        return source.IndexOf(".go:", StringComparison.Ordinal) > 0
            ? new LogEntry { Time = outer ?? time, Level = level, Message = line.Substring(Math.Min(line.Length, place + 1)), Fields = new Dictionary<string, string> { ["source"] = source } }
            : new LogEntry { Time = outer ?? time, Level = level, Message = line.Substring(at) };
    }

    /// <summary><c>I app[scheduler]: PID=1 TID=2 message</c>, or <c>E message</c> with a level that no word begins with by chance: not I and not D.</summary>
    private static LogEntry? Traditional(string line, int at)
    {
        if (line.Length < at + 3 || line[at + 1] != ' ' || Initial(line[at]) is not { } level)
        {
            return null;
        }

        var begin = at;
        at += 2;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.CompareOrdinal(line, at, "app[", 0, 4) == 0 && line.IndexOf("]: ", at, StringComparison.Ordinal) is var end && end > at)
        {
            fields["app"] = line.Substring(at + 4, end - at - 4);
            at = end + 3;
        }

        foreach (var (key, name) in s_numbers)
        {
            if (string.CompareOrdinal(line, at, key, 0, key.Length) == 0)
            {
                var space = line.IndexOf(' ', at);
                if (space < 0)
                {
                    break;
                }

                fields[name] = line.Substring(at + key.Length, space - at - key.Length);
                at = space + 1;
            }
        }

        // "I am" is a sentence: the letter alone says a level only where it is no word.
        return fields.Count == 0 && line[begin] is not ('E' or 'W' or 'F') ? null : new LogEntry { Level = level, Message = line.Substring(at), Fields = fields.Count == 0 ? LogEntry.NoFields : fields };
    }

    private static readonly (string Key, string Name)[] s_numbers = [("PID=", "pid"), ("TID=", "tid")];

    private static LogLevel? Initial(char letter) => letter switch
    {
        'D' => LogLevel.Debug,
        'I' => LogLevel.Info,
        'W' => LogLevel.Warning,
        'E' => LogLevel.Error,
        'F' => LogLevel.Fatal,
        _ => null,
    };

    private static LogLevel? Level(string text) => text.ToUpperInvariant() switch
    {
        "DEBUG" or "DEBU" => LogLevel.Debug,
        "INFO" => LogLevel.Info,
        "WARNING" or "WARN" => LogLevel.Warning,
        "ERROR" or "ERRO" => LogLevel.Error,
        "FATAL" or "FATA" or "CRIT" => LogLevel.Fatal,
        "PANIC" or "PANI" => LogLevel.Panic,
        _ => null,
    };
}
