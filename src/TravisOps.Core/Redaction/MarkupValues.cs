using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Values in XML and HTML, and those over several lines that begin with marks of their own.</summary>
internal static class MarkupValues
{
    private const int MaxTag = 512;
    private const int MaxText = 8 * 1024;

    /// <summary>The text of an element that is called so, and what stands behind a name whose quotes are entities.</summary>
    public static bool Read(ReadOnlySpan<byte> text, NamePlace place, int i, SecretNameKind kind, List<RedactionHit> hits)
    {
        if (IsElement(text, place) && TagEnd(text, i) is > 0 and var tag)
        {
            var isData = text.Slice(tag).StartsWith("<![CDATA["u8);
            var start = isData ? tag + 9 : tag;
            var close = isData ? text.Slice(start).IndexOf("]]>"u8) : text.Slice(start).IndexOf((byte)'<');
            ValueReader.AddIf(text, start, close < 0 ? Ascii.LineEnd(text, start) : start + close, kind, hits);
            return true;
        }

        if (Entity(text, i) is not (> 0 and var entity))
        {
            return false;
        }

        var at = Ascii.SkipBlanks(text, i + entity);
        if (at >= text.Length || text[at] is not ((byte)':' or (byte)'='))
        {
            return false;
        }

        at = Ascii.SkipBlanks(text, at + 1);
        if (Entity(text, at) is not (> 0 and var opening))
        {
            return false;
        }

        var mark = text.Slice(at, opening);
        at += opening;
        var end = Ascii.LineEnd(text, at);
        var closing = text.Slice(at, end - at).IndexOf(mark);
        ValueReader.AddIf(text, at, closing < 0 ? end : at + closing, kind, hits);
        return true;
    }

    /// <summary>Three quotes, or a here-document, and all to their end.</summary>
    public static bool ReadLong(ReadOnlySpan<byte> text, int start, SecretNameKind kind, List<RedactionHit> hits)
    {
        var rest = text.Slice(start, Math.Min(MaxText, text.Length - start));
        if (rest.StartsWith("\"\"\""u8) || rest.StartsWith("'''"u8))
        {
            var close = rest.Slice(3).IndexOf(rest.Slice(0, 3));
            if (close > 0)
            {
                ValueReader.AddIf(text, start + 3, start + 3 + close, kind, hits);
            }

            return close > 0;
        }

        if (!rest.StartsWith("<<"u8))
        {
            return false;
        }

        var at = 2;
        while (at < rest.Length && (rest[at] is (byte)'-' or (byte)'~' || Ascii.IsQuote(rest[at])))
        {
            at++;
        }

        var end = at;
        while (end < rest.Length && Ascii.IsName(rest[end]))
        {
            end++;
        }

        var word = rest.Slice(at, end - at);
        var first = Ascii.SkipLine(rest, Ascii.LineEnd(rest, end));
        for (var line = first; word.Length > 0 && line < rest.Length; line = Ascii.SkipLine(rest, Ascii.LineEnd(rest, line)))
        {
            var from = Ascii.SkipBlanks(rest, line);
            if (rest.Slice(from, Ascii.LineEnd(rest, from) - from).SequenceEqual(word))
            {
                ValueReader.AddIf(text, start + first, start + Math.Max(first, line - 1), kind, hits);
                return true;
            }
        }

        return false;
    }

    // <password> and <ns:password>.
    private static bool IsElement(ReadOnlySpan<byte> text, NamePlace place)
    {
        var i = place.Start;
        if (i > 0 && text[i - 1] == ':')
        {
            i--;
            while (i > 0 && place.Start - i < MaxTag && Ascii.IsName(text[i - 1]))
            {
                i--;
            }
        }

        return i > 0 && text[i - 1] == '<';
    }

    // Behind the tag's end; 0 when it has none, or no text.
    private static int TagEnd(ReadOnlySpan<byte> text, int i)
    {
        var tag = text.Slice(i, Math.Min(MaxTag, text.Length - i));
        var close = tag.IndexOfAny((byte)'>', (byte)'<', (byte)'\n');
        return close < 0 || tag[close] != '>' || (close > 0 && (tag[close - 1] == '/' || !Ascii.IsSpace(tag[0]) || tag.Slice(0, close).IndexOf((byte)'=') < 0)) ? 0 : i + close + 1;
    }

    private static int Entity(ReadOnlySpan<byte> text, int i)
    {
        var rest = i < text.Length ? text.Slice(i) : default;
        return rest.StartsWith("&quot;"u8) || rest.StartsWith("&apos;"u8) ? 6 : rest.StartsWith("&#34;"u8) || rest.StartsWith("&#39;"u8) ? 5 : 0;
    }
}
