using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Values of more than one line or one piece: JSON objects and lists, YAML blocks, and name and value as two members.</summary>
internal static class StructuredValues
{
    /// <summary>Most bytes of a JSON or YAML container that are looked through in a stream. A text with a longer one is left out: its end is not in sight, and behind the border nobody knows the name.</summary>
    public const int MaxContainer = 64 * 1024;

    private const int MaxMember = 4096;

    /// <summary>{"name":"PASSWORD","value":"…"} in JSON, YAML and XML: the value stands under a name of its own.</summary>
    public static bool ReadNamed(ReadOnlySpan<byte> text, NamePlace place, int nameEnd, SecretNameKind kind, List<RedactionHit> hits)
    {
        if (kind != SecretNameKind.Secret || !FollowsNameKey(text, place))
        {
            return false;
        }

        if (ReadBefore(text, place, kind, hits) || ReadPart(text, place, nameEnd, hits))
        {
            return true;
        }

        var stop = Math.Min(text.Length, nameEnd + MaxMember);
        var close = text.Slice(nameEnd, stop - nameEnd).IndexOfAny((byte)'}', (byte)'>');
        if (close >= 0)
        {
            stop = nameEnd + close;
        }

        var any = false;
        for (var i = nameEnd; i < stop; i++)
        {
            var rest = text.Slice(i, stop - i);
            var length = Ascii.StartsWithIgnoreCase(rest, "value"u8) ? 5 : Ascii.StartsWithIgnoreCase(rest, "default"u8) ? 7 : 0;
            if (length == 0 || Ascii.IsName(text[i - 1]) || (i + length < text.Length && Ascii.IsName(text[i + length])))
            {
                // The next of a YAML list of names.
                if (rest.StartsWith("name:"u8) && i > nameEnd)
                {
                    break;
                }

                continue;
            }

            var member = new NamePlace(text, i, i + length);
            var at = i + length + (member.Closes ? member.Escapes + 1 : 0);
            at = Ascii.SkipBlanks(text, at);
            if (at < text.Length && text[at] is (byte)':' or (byte)'=')
            {
                ValueReader.ReadAt(text, at + 1, member, text[at] == ':', kind, hits);
                any = true;
            }
        }

        return any;
    }

    // {"value":"…","name":"PASSWORD"} and the same in YAML: the value stands before its name.
    private static bool ReadBefore(ReadOnlySpan<byte> text, NamePlace place, SecretNameKind kind, List<RedactionHit> hits)
    {
        var from = Math.Max(0, place.Before - MaxMember);
        var before = text.Slice(from, place.Before - from);
        var open = before.LastIndexOfAny((byte)'{', (byte)'}', (byte)'<');
        if (open >= 0 && before[open] == '}')
        {
            return false;
        }

        if (open < 0)
        {
            // The item of a list that the name's line goes on with.
            open = before.LastIndexOf("- value:"u8);
            if (open < 0 || before.Slice(open).IndexOf("\n- "u8) >= 0 || before.Slice(open).IndexOf(" - "u8) >= 0)
            {
                return false;
            }
        }

        var any = false;
        for (var i = from + open + 1; i < place.Before; i++)
        {
            if (!Ascii.StartsWithIgnoreCase(text.Slice(i), "value"u8) || Ascii.IsName(text[i - 1]) || Ascii.IsName(text[i + 5]))
            {
                continue;
            }

            var member = new NamePlace(text, i, i + 5);
            var at = Ascii.SkipBlanks(text, i + 5 + (member.Closes ? member.Escapes + 1 : 0));
            if (text[at] is (byte)':' or (byte)'=')
            {
                var count = hits.Count;
                ValueReader.ReadAt(text, at + 1, member, text[at] == ':', kind, hits);
                any |= hits.Count > count;
            }
        }

        return any;
    }

    // A field of a form in parts: name="password", an empty line, the value.
    private static bool ReadPart(ReadOnlySpan<byte> text, NamePlace place, int nameEnd, List<RedactionHit> hits)
    {
        if (text.Slice(place.LineStart, place.Start - place.LineStart).IndexOf("form-data"u8) < 0)
        {
            return false;
        }

        var line = Ascii.SkipLine(text, Ascii.LineEnd(text, nameEnd));
        for (var headers = 0; headers < 4 && line < text.Length; headers++)
        {
            var end = Ascii.LineEnd(text, line);
            var next = Ascii.SkipLine(text, end);
            if (end == line && next < text.Length)
            {
                SecretPatterns.Add(hits, text, next, Ascii.LineEnd(text, next), RedactionRules.Name);
                return true;
            }

            line = next;
        }

        return false;
    }

    /// <summary>Every scalar of a JSON or YAML flow container but its keys.</summary>
    public static void ReadContainer(ReadOnlySpan<byte> text, int start, List<RedactionHit> hits)
    {
        var seen = hits as PatternHits;
        if (start < seen?.ContainerEnd)
        {
            return;
        }

        var depth = 0;
        var stop = Stop(text, start, seen);
        var i = start;
        while (i < stop)
        {
            var c = text[i];
            if (c is (byte)'{' or (byte)'[')
            {
                depth++;
                i++;
            }
            else if (c is (byte)'}' or (byte)']')
            {
                i++;
                if (--depth == 0)
                {
                    break;
                }
            }
            else if (Ascii.IsSpace(c) || c is (byte)',' or (byte)':')
            {
                i++;
            }
            else
            {
                i = ReadScalar(text, i, stop, hits);
            }
        }

        seen?.ContainerEnd = i;
        if (depth > 0 && i < text.Length && seen is { IsStreamed: true } && !IsLog(text.Slice(start, stop - start)))
        {
            ThrowTooLong();
        }
    }

    /// <summary>True for the rest of a YAML line that says that a block follows: |, >-, !!binary |, perhaps behind an anchor and before a comment.</summary>
    public static bool IsBlockScalar(ReadOnlySpan<byte> rest)
    {
        // A tag and an anchor may stand before.
        var i = 0;
        while (i < rest.Length && rest[i] is (byte)'!' or (byte)'&')
        {
            while (i < rest.Length && !Ascii.IsBlank(rest[i]))
            {
                i++;
            }

            i = Ascii.SkipBlanks(rest, i);
        }

        if (i >= rest.Length || rest[i] is not ((byte)'|' or (byte)'>'))
        {
            return false;
        }

        i++;
        while (i < rest.Length && (rest[i] is (byte)'-' or (byte)'+' || Ascii.IsDigit(rest[i])))
        {
            i++;
        }

        var end = Ascii.SkipBlanks(rest, i);
        return end == rest.Length || (rest[end] == '#' && end > i);
    }

    /// <summary>A YAML block: the lines that are indented more than their key's.</summary>
    public static void ReadBlock(ReadOnlySpan<byte> text, int keyLine, int keyLineEnd, List<RedactionHit> hits)
    {
        var indent = Ascii.Indent(text, keyLine);
        int start = -1, end = -1;
        var stop = Stop(text, keyLine, hits as PatternHits);
        for (var line = Ascii.SkipLine(text, keyLineEnd); line < text.Length; line = Ascii.SkipLine(text, Ascii.LineEnd(text, line)))
        {
            var lineEnd = Ascii.LineEnd(text, line);
            var first = Ascii.SkipBlanks(text, line);
            if (first < lineEnd)
            {
                if (first - line <= indent)
                {
                    break;
                }

                start = start < 0 ? first : start;
                end = lineEnd;
                if (end > stop && hits is PatternHits { IsStreamed: true })
                {
                    ThrowTooLong();
                }
            }
        }

        if (end > start)
        {
            hits.Add(new RedactionHit(start, end, RedactionRules.Name, null, EscapeDecoder.Decode(text.Slice(start, end - start))));
        }
    }

    /// <summary>Keys or items under a secret's name: every scalar that is indented more.</summary>
    public static void ReadIndented(ReadOnlySpan<byte> text, int keyLine, int keyLineEnd, List<RedactionHit> hits)
    {
        var seen = hits as PatternHits;
        if (keyLineEnd < Math.Max(seen?.LinesEnd ?? 0, seen?.ContainerEnd ?? 0))
        {
            return;
        }

        var indent = Ascii.Indent(text, keyLine);
        var stop = Stop(text, keyLine, seen);
        for (var line = Ascii.SkipLine(text, keyLineEnd); line < text.Length; line = Ascii.SkipLine(text, Ascii.LineEnd(text, line)))
        {
            var lineEnd = Ascii.LineEnd(text, line);
            var first = Ascii.SkipBlanks(text, line);
            seen?.LinesEnd = line;
            if (first >= lineEnd || text[first] == '#')
            {
                continue;
            }

            // A JSON object opens on the next line, or an item of YAML stands under its key without more indentation.
            if (first - line < indent || (first - line == indent && text[first] is not ((byte)'-' or (byte)'{' or (byte)'[')))
            {
                return;
            }

            if (line >= stop)
            {
                if (seen is { IsStreamed: true })
                {
                    ThrowTooLong();
                }

                return;
            }

            if (text[first] is (byte)'{' or (byte)'[')
            {
                ReadContainer(text, first, hits);
                return;
            }

            var start = text[first] == '-' ? Ascii.SkipBlanks(text, first + 1) : first;
            var colon = text.Slice(start, lineEnd - start).IndexOf(": "u8);
            if (colon < 0 && text[lineEnd - 1] == ':')
            {
                continue;
            }

            start = colon < 0 ? start : Ascii.SkipBlanks(text, start + colon + 2);
            if (start < lineEnd && Ascii.IsQuote(text[start]))
            {
                SecretPatterns.Add(hits, text, start + 1, ValueEnd.Quoted(text, start + 1, text[start], 0), RedactionRules.Name);
            }
            else if (start < lineEnd && text[start] is not ((byte)'|' or (byte)'>'))
            {
                SecretPatterns.Add(hits, text, start, lineEnd, RedactionRules.Name);
            }
        }
    }

    private static int Stop(ReadOnlySpan<byte> text, int start, PatternHits? seen) =>
        seen is { IsStreamed: false } ? text.Length : Math.Min(text.Length, start + MaxContainer);

    // A bracket that nobody closes, as in a line that was cut off, and not a container: its lines begin like those of a log.
    private static bool IsLog(ReadOnlySpan<byte> text)
    {
        for (var line = Ascii.SkipLine(text, 0); line < text.Length; line = Ascii.SkipLine(text, line))
        {
            if (Ascii.IsAlphanumeric(text[line]))
            {
                return true;
            }
        }

        return false;
    }

    private static void ThrowTooLong() => throw new UnredactableException($"More than {MaxContainer / 1024} kB stand under a secret's name, which are not looked through.");

    private static int ReadScalar(ReadOnlySpan<byte> text, int i, int stop, List<RedactionHit> hits)
    {
        var quote = i;
        while (quote < stop && text[quote] == '\\')
        {
            quote++;
        }

        int start, end, next;
        if (quote < stop && Ascii.IsQuote(text[quote]))
        {
            start = quote + 1;
            end = ValueEnd.Quoted(text, start, text[quote], quote - i);
            next = Math.Min(text.Length, end + (quote - i) + 1);
        }
        else
        {
            start = i;
            while (i < stop && text[i] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)'\n' or (byte)'\r') && !(text[i] == ':' && i + 1 < text.Length && Ascii.IsSpace(text[i + 1])))
            {
                i++;
            }

            end = i;
            next = Math.Max(i, start + 1);
        }

        var after = Ascii.SkipSpaces(text, next);
        if (end > start && !(after < text.Length && text[after] == ':'))
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.Name);
        }

        return next;
    }

    // "name":, Name=, key= right before it; or "type": of a password, as Replicated's settings have it.
    private static bool FollowsNameKey(ReadOnlySpan<byte> text, NamePlace place)
    {
        var i = place.Before;
        while (i > 0 && Ascii.IsBlank(text[i - 1]))
        {
            i--;
        }

        if (i == 0 || text[i - 1] is not ((byte)':' or (byte)'='))
        {
            return false;
        }

        i--;
        while (i > 0 && (Ascii.IsBlank(text[i - 1]) || Ascii.IsQuote(text[i - 1]) || text[i - 1] == '\\'))
        {
            i--;
        }

        var start = i;
        while (start > 0 && Ascii.IsLetter(text[start - 1]))
        {
            start--;
        }

        var name = text.Slice(start, i - start);
        var isPassword = place.End - place.Start == 8 && Ascii.StartsWithIgnoreCase(text.Slice(place.Start), "password"u8);
        return (name.Length == 4 && (Ascii.StartsWithIgnoreCase(name, "name"u8) || (isPassword && Ascii.StartsWithIgnoreCase(name, "type"u8)))) || (name.Length == 3 && Ascii.StartsWithIgnoreCase(name, "key"u8));
    }
}
