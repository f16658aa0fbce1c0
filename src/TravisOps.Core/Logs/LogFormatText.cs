using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace TravisOps.Logs;

/// <summary>
/// Reads lines of <c>key=value</c> pairs: logrus' text form without colours, and l2met. A value is bare or in double quotes, in which Go's
/// escapes stand (facts 6e: logrus quotes what has a character outside of [A-Za-z0-9-._/@^+]).
/// </summary>
internal static class LogFormatText
{
    /// <summary>Reads all pairs of a line. False when it is not made of those; what was read until there is kept.</summary>
    public static bool TryRead(string line, int at, ICollection<KeyValuePair<string, string>> pairs)
    {
        while (true)
        {
            while (at < line.Length && line[at] == ' ')
            {
                at++;
            }

            if (at == line.Length)
            {
                return pairs.Count > 0;
            }

            var begin = at;
            while (at < line.Length && IsKey(line[at]))
            {
                at++;
            }

            if (at == begin || at == line.Length || line[at] != '=')
            {
                return false;
            }

            var key = line.Substring(begin, at - begin);
            at++;
            string? value;
            if (at < line.Length && line[at] == '"')
            {
                value = Quoted(line, ref at);
            }
            else
            {
                begin = at;
                while (at < line.Length && line[at] != ' ')
                {
                    at++;
                }

                value = line.Substring(begin, at - begin);
            }

            if (value is null)
            {
                return false;
            }

            pairs.Add(new(key, value));
        }
    }

    private static bool IsKey(char letter) => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '.' or '-' or '/' or '@' or '#';

    /// <summary>The value in quotes, its escapes undone; null when the quote is never closed or more than a space follows it.</summary>
    private static string? Quoted(string line, ref int at)
    {
        var begin = ++at;
        var end = line.IndexOfAny(s_special, at);
        if (end < 0)
        {
            return null;
        }

        if (line[end] == '"')
        {
            at = end + 1;
            return Ended(line, at) ? line.Substring(begin, end - begin) : null;
        }

        var value = new StringBuilder(line, begin, end - begin, line.Length - begin);
        for (at = end; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                at++;
                return Ended(line, at) ? value.ToString() : null;
            }

            if (line[at] != '\\')
            {
                value.Append(line[at]);
            }
            else if (++at < line.Length)
            {
                Escape(line, ref at, value);
            }
        }

        return null;
    }

    private static readonly char[] s_special = ['"', '\\'];

    private static bool Ended(string line, int at) => at == line.Length || line[at] == ' ';

    /// <summary>One escape of Go's strconv.Quote; the place is left on its last letter. What is none stays as it is.</summary>
    private static void Escape(string line, ref int at, StringBuilder value)
    {
        switch (line[at])
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case 'a': value.Append('\a'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'v': value.Append('\v'); break;
            case '"' or '\\' or '\'': value.Append(line[at]); break;
            case 'x': Code(line, ref at, 2, value); break;
            case 'u': Code(line, ref at, 4, value); break;
            case 'U': Code(line, ref at, 8, value); break;
            default: value.Append('\\').Append(line[at]); break;
        }
    }

    private static void Code(string line, ref int at, int digits, StringBuilder value)
    {
        if (at + digits < line.Length
            && int.TryParse(line.Substring(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && code is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF))
        {
            // \x is a byte that is no UTF-8.
            value.Append(digits == 2 && code >= 0x80 ? "\uFFFD" : char.ConvertFromUtf32(code));
            at += digits;
            return;
        }

        value.Append('\\').Append(line[at]);
    }
}
