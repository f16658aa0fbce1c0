using System;

namespace TravisOps.Redaction;

/// <summary>Tells where a value ends. Where two readings are possible it takes the longer one: too much is taken out rather than too little.</summary>
internal static class ValueEnd
{
    // How far a value is followed over lines.
    private const int MaxLines = StructuredValues.MaxContainer;

    /// <summary>Where the quoted value ends that begins there: at its closing quote, or with the line.</summary>
    public static int Quoted(ReadOnlySpan<byte> text, int start, byte quote, int escapes)
    {
        var line = -1;
        var i = start;
        while (i < text.Length)
        {
            // The end of the line may be far away in a line of megabytes: only a line break before the next quote matters.
            var rest = line < 0 ? text.Slice(i) : text.Slice(i, Math.Max(0, Math.Min(text.Length, line + MaxLines) - i));
            var step = line < 0 ? rest.IndexOfAny(quote, (byte)'\n') : rest.IndexOf(quote);
            if (step < 0)
            {
                return line < 0 ? text.Length > i && text[text.Length - 1] == '\r' ? text.Length - 1 : text.Length : line;
            }

            i += step;
            if (text[i] == '\n' && line < 0)
            {
                line = i > start && text[i - 1] == '\r' ? i - 1 : i;
                i++;
                continue;
            }

            var slashes = 0;
            while (i - slashes > start && text[i - slashes - 1] == '\\')
            {
                slashes++;
            }

            if (escapes == 0 ? slashes % 2 == 0 : slashes == escapes)
            {
                // A doubled quote (YAML, CSV, PowerShell) and '\'' and '"'"' (shell) stand for one.
                var behind = text.Slice(i + 1);
                var more = escapes > 0 || i == start ? 0
                    : behind.Length > 0 && behind[0] == quote ? 2
                    : quote == '\'' && behind.StartsWith("\\''"u8) ? 4
                    : quote == '\'' && behind.StartsWith("\"'\"'"u8) ? 5
                    : 0;
                if (more == 0)
                {
                    var end = i - slashes + (escapes == 0 ? slashes : 0);

                    // Over lines only what is no list of settings: an apostrophe in a log is no quote.
                    return line >= 0 && i > line && HasSettings(text.Slice(line, i - line)) ? line : end;
                }

                i += more;
            }
            else
            {
                i++;
            }
        }

        return line < 0 ? Ascii.LineEnd(text, start) : line;
    }

    /// <summary>Where a header ends, whose value has blanks in it.</summary>
    public static int Header(ReadOnlySpan<byte> text, int start, NamePlace place)
    {
        var end = Ascii.LineEnd(text, start);
        for (var i = start; i < end; i++)
        {
            if ((Ascii.IsQuote(text[i]) && IsInside(text, place, text[i])) || (text[i] == '\\' && i + 1 < end && text[i + 1] is (byte)'n' or (byte)'r' or (byte)'"'))
            {
                return i;
            }
        }

        return end;
    }

    /// <summary>At the beginning of a line a value has the rest of it, but for a comment and for further settings.</summary>
    public static int First(ReadOnlySpan<byte> text, int start, bool colon)
    {
        var end = Ascii.LineEnd(text, start);
        while (!colon && end - start < MaxLines && IsFolded(text, start, end))
        {
            end = Ascii.LineEnd(text, Ascii.SkipLine(text, end));
        }

        for (var i = start; i < end; i++)
        {
            if (text[i] == Ascii.Escape)
            {
                end = i;
                break;
            }

            if (Ascii.IsBlank(text[i]))
            {
                var next = Ascii.SkipBlanks(text.Slice(0, end), i);
                if ((next < end && text[next] == '#') || IsSetting(text.Slice(0, end), next))
                {
                    end = i;
                    break;
                }
            }
        }

        while (end > start && (Ascii.IsBlank(text[end - 1]) || text[end - 1] is (byte)',' or (byte)';'))
        {
            end--;
        }

        return end;
    }

    /// <summary>Where a value without quotes ends that stands anywhere in a line.</summary>
    public static int Plain(ReadOnlySpan<byte> text, int start, NamePlace place)
    {
        var inDouble = IsInside(text, place, (byte)'"');
        var inSingle = IsInside(text, place, (byte)'\'');
        var isQuery = place.Before > 0 && text[place.Before - 1] is (byte)'?' or (byte)'&';
        var opened = 0;
        var i = start;
        for (; i < text.Length && !Ascii.IsSpace(text[i]) && text[i] != Ascii.Escape; i++)
        {
            var c = text[i];
            var rest = text.Slice(i + 1);
            if (c == '\\' && rest.Length > 0)
            {
                if ((inDouble || inSingle) && rest[0] is (byte)'n' or (byte)'r' or (byte)'t' or (byte)'"' or (byte)'\'' or (byte)'\\')
                {
                    break;
                }

                // a\ b of a shell, or the word goes on in the next line.
                i += rest.StartsWith("\r\n"u8) ? 2 : 1;
            }
            else if ((c == '"' && inDouble) || (c == '\'' && inSingle) || c == '<' || c == '`'
                || (isQuery && c is (byte)'&' or (byte)'#')
                || (c is (byte)',' or (byte)';' or (byte)'&' && (EndsHere(rest) || IsSetting(text, Ascii.SkipBlanks(text, i + 1)))))
            {
                break;
            }
            else if (c is (byte)'(' or (byte)'[' or (byte)'{')
            {
                opened++;
            }
            else if (c is (byte)')' or (byte)']' or (byte)'}' && --opened < 0 && EndsHere(rest))
            {
                break;
            }
        }

        return Math.Min(i, text.Length);
    }

    /// <summary>Where the next piece ends of what a shell joins to one word, as in <c>"a"'b'c</c>; where it begins when there is none.</summary>
    public static int Joined(ReadOnlySpan<byte> text, int at)
    {
        if (at >= text.Length)
        {
            return at;
        }

        if (text[at] is (byte)'"' or (byte)'\'')
        {
            var close = Quoted(text, at + 1, text[at], 0);
            return close < text.Length && text[close] == text[at] ? close + 1 : at;
        }

        var end = at;
        while (end < text.Length && Ascii.IsAlphanumeric(text[at]) && !Ascii.IsSpace(text[end]) && !Ascii.IsQuote(text[end])
            && text[end] is not ((byte)',' or (byte)';' or (byte)'&' or (byte)'|' or (byte)'<' or (byte)'>' or (byte)'(' or (byte)')' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)':' or (byte)'=' or (byte)'\\'))
        {
            end++;
        }

        return end;
    }

    /// <summary>Where a value ends within a query that is written into another, or into JSON.</summary>
    public static int Encoded(ReadOnlySpan<byte> text, int start)
    {
        var i = start;
        while (i < text.Length && !Ascii.IsSpace(text[i]) && !Ascii.IsQuote(text[i]) && text[i] is not ((byte)'&' or (byte)'<' or (byte)'>' or (byte)'\\') && !text.Slice(i).StartsWith("%26"u8))
        {
            i++;
        }

        return i;
    }

    /// <summary>An odd number of these quotes stands before the name on its line.</summary>
    public static bool IsInside(ReadOnlySpan<byte> text, NamePlace place, byte quote)
    {
        return Ascii.Count(text.Slice(place.LineStart, place.Start - place.LineStart), quote) % 2 == 1;
    }

    // An = at the end of a line of base64 is its padding.
    private static bool HasSettings(ReadOnlySpan<byte> lines)
    {
        var run = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var c = lines[i];
            if (c == '=')
            {
                var end = i + 1;
                while (end < lines.Length && lines[end] == '=')
                {
                    end++;
                }

                if (run == 0 || !Ascii.IsSpace(lines[run - 1]) || (end < lines.Length && !Ascii.IsSpace(lines[end]) && lines[end] != '\\') || (end - i == 1 && (end - run) % 4 != 0))
                {
                    return true;
                }

                i = end - 1;
                run = end;
            }
            else if (c == ':')
            {
                return true;
            }
            else if (!Ascii.IsBase64(c))
            {
                run = i + 1;
            }
        }

        return false;
    }

    // A backslash right behind a part of the value: a shell takes both away with the line break.
    private static bool IsFolded(ReadOnlySpan<byte> text, int start, int lineEnd)
    {
        var slashes = 0;
        while (lineEnd - slashes > start && text[lineEnd - slashes - 1] == '\\')
        {
            slashes++;
        }

        return slashes % 2 == 1 && lineEnd - slashes > start && !Ascii.IsSpace(text[lineEnd - slashes - 1]) && lineEnd < text.Length;
    }

    private static bool EndsHere(ReadOnlySpan<byte> rest) =>
        rest.Length == 0 || Ascii.IsSpace(rest[0]) || Ascii.IsQuote(rest[0]) || rest[0] is (byte)',' or (byte)';' or (byte)')' or (byte)']' or (byte)'}' or (byte)'<' or (byte)'\\';

    // name= or "name": comes next.
    private static bool IsSetting(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && text[i] is (byte)'"' or (byte)'\'' or (byte)'\\')
        {
            i++;
        }

        var start = i;
        while (i < text.Length && Ascii.IsName(text[i]))
        {
            i++;
        }

        if (i == start)
        {
            return false;
        }

        while (i < text.Length && text[i] is (byte)'"' or (byte)'\'' or (byte)'\\')
        {
            i++;
        }

        return i < text.Length && (text[i] == '=' || (text[i] == ':' && (i + 1 == text.Length || Ascii.IsBlank(text[i + 1]) || Ascii.IsQuote(text[i + 1]))));
    }
}
