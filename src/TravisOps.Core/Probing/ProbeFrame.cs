using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace TravisOps.Probing;

/// <summary>A mark in the script's output, with the raw bytes that follow it up to the next.</summary>
internal sealed record ProbeFrame(char Letter, string[] Fields, int BodyStart, int BodyLength)
{
    // The longest: x, an index, an exit code and an uptime.
    private const int MaxLineLength = 80;

    /// <summary>Every mark in order, and where the first begins (the length of the data when there is none).</summary>
    public static IReadOnlyList<ProbeFrame> Find(byte[] data, string nonce, out int first)
    {
        var marks = new List<(int Start, int End, char Letter, string[] Fields)>();
        var needle = Encoding.ASCII.GetBytes(nonce + " ");
        for (var at = ByteSearch.IndexOf(data, needle, 0, data.Length); at >= 0;)
        {
            var next = at + needle.Length;
            if (TryReadLine(data, next, out var end, out var words))
            {
                marks.Add((at, end, words[0][0], words));
                next = end;
            }

            at = ByteSearch.IndexOf(data, needle, next, data.Length);
        }

        first = marks.Count == 0 ? data.Length : marks[0].Start;
        var frames = new List<ProbeFrame>(marks.Count);
        for (var i = 0; i < marks.Count; i++)
        {
            var bodyEnd = i + 1 < marks.Count ? marks[i + 1].Start : data.Length;
            var fields = new string[marks[i].Fields.Length - 1];
            Array.Copy(marks[i].Fields, 1, fields, 0, fields.Length);
            frames.Add(new ProbeFrame(marks[i].Letter, fields, marks[i].End, bodyEnd - marks[i].End));
        }

        return frames;
    }

    /// <summary>An uptime, which the script tells as seconds with two digits behind the point; zero is "not known".</summary>
    public static TimeSpan? Uptime(string field) =>
        decimal.TryParse(field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1_000_000_000_000m
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    private static bool TryReadLine(byte[] data, int start, out int end, out string[] words)
    {
        words = [];
        end = Array.IndexOf(data, (byte)'\n', start, Math.Min(MaxLineLength, data.Length - start)) + 1;
        if (end == 0)
        {
            return false;
        }

        words = Encoding.ASCII.GetString(data, start, end - 1 - start).Split(' ');
        return words[0].Length == 1 && char.IsLetter(words[0][0]);
    }
}
