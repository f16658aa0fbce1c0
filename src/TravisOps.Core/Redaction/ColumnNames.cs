using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Finds names in columns of lines: the machine in syslog's, people in those of ps, last and who.</summary>
internal sealed class ColumnNames(NameHits names)
{
    private static readonly string[] s_months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Columns of syslog, ps and last.</summary>
    public void FindLines(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        for (var line = 0; line < text.Length; line = Ascii.SkipLine(text, line))
        {
            var end = line;
            var most = Math.Min(text.Length, line + 1024);
            var rest = text.Slice(line, most - line);
            var stop = rest.IndexOf((byte)'\n');
            rest = stop < 0 ? rest : rest.Slice(0, stop);
            var host = HostColumn(rest, out var isLoose);
            if (host > 0)
            {
                end = NameText.EndOfHost(rest, host);
                if (end > host && end < rest.Length && rest[end] == ' ' && IsTag(rest, end + 1, isLoose && !NameText.HasMark(rest.Slice(host, end - host))))
                {
                    names.AddHost(text, line + host, line + end, hits);
                }

                continue;
            }

            end = NameText.EndOfUser(rest, 0);
            if (end > 0 && IsTableOfUsers(rest, end))
            {
                names.AddUser(text, line, line + end, hits);
            }
        }
    }

    // Nov 26 21:00:00 HOST tag[1]: of RFC 3164, perhaps behind <34>; 2026-11-26T21:00:01.1+00:00 HOST tag[1]:
    private static int HostColumn(ReadOnlySpan<byte> line, out bool isLoose)
    {
        isLoose = false;
        var i = 0;
        if (line.Length > 3 && line[0] == '<')
        {
            i = line.IndexOf((byte)'>') + 1;
        }

        if (line.Length < i + 18)
        {
            return -1;
        }

        if (Ascii.IsDigit(line[i]))
        {
            var t = line.Slice(i);
            if (t[4] != '-' || t[7] != '-' || t[10] != 'T' || t[13] != ':' || t[16] != ':')
            {
                return -1;
            }

            isLoose = true;
            var blank = t.IndexOf((byte)' ');
            return blank is > 18 and < 36 ? i + blank + 1 : -1;
        }

        foreach (var month in s_months)
        {
            if (line[i] == month[0] && line[i + 1] == month[1] && line[i + 2] == month[2] && line[i + 3] == ' ')
            {
                var day = Ascii.SkipBlanks(line, i + 3);
                while (day < line.Length && Ascii.IsDigit(line[day]))
                {
                    day++;
                }

                return day + 10 < line.Length && line[day] == ' ' && line[day + 3] == ':' && line[day + 6] == ':' && Ascii.IsDigit(line[day + 8]) && line[day + 9] == ' ' ? day + 10 : -1;
            }
        }

        return -1;
    }

    // sshd[1]: and kernel: follow the machine.
    private static bool IsTag(ReadOnlySpan<byte> line, int i, bool needsNumber)
    {
        var start = i;
        while (i < line.Length && (Ascii.IsName(line[i]) || line[i] is (byte)'/' or (byte)'(' or (byte)')' or (byte)'@') && i - start < NameText.MaxKey)
        {
            i++;
        }

        if (i == start || i >= line.Length)
        {
            return false;
        }

        return line[i] == '[' ? i + 1 < line.Length && Ascii.IsDigit(line[i + 1]) : line[i] == ':' && (!needsNumber || line.Slice(start, i - start).SequenceEqual("kernel"u8));
    }

    // alice 123 1 0.0 0.1 … of ps, alice pts/0 … of last and who.
    private static bool IsTableOfUsers(ReadOnlySpan<byte> line, int end)
    {
        var at = Ascii.SkipBlanks(line, end);
        if (at == end)
        {
            return false;
        }

        var rest = line.Slice(at);
        if (rest.StartsWith("pts/"u8) || rest.StartsWith("system boot"u8) || (rest.StartsWith("tty"u8) && rest.Length > 3 && (Ascii.IsDigit(rest[3]) || rest[3] == 'S')))
        {
            return !rest.StartsWith("system"u8);
        }

        int columns = 0, decimals = 0;
        while (columns < 3)
        {
            var start = at;
            while (at < line.Length && (Ascii.IsDigit(line[at]) || line[at] == '.'))
            {
                decimals += line[at] == '.' ? 1 : 0;
                at++;
            }

            if (at == start || at >= line.Length || !Ascii.IsBlank(line[at]))
            {
                return false;
            }

            columns++;
            at = Ascii.SkipBlanks(line, at);
        }

        return decimals > 0;
    }
}
