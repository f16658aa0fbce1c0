using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>
/// The body of a PEM private key, over lines or on one with <c>\n</c>; also when its end or its beginning was cut off, and when each line stands behind
/// a time and a unit, as in a journal. Certificates and public keys stay.
/// </summary>
internal static class PemRule
{
    private const int MaxLabel = 64;
    private const int MaxLines = 512;

    // Lines of others among those of a key, in a log that several write.
    private const int MaxStrangers = 16;

    // A line in the middle of a key; the formats have 64 to 76 characters.
    private const int MinMiddle = 40;

    /// <summary>What its first and its last line begin with.</summary>
    public static IReadOnlyList<string> Marks { get; } = ["-----begin", "-----end"];

    /// <summary>Looks at the first or the last line of a block.</summary>
    public static void Find(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        var isBegin = (text[at + 5] | 0x20) == 'b';
        var label = text.Slice(at, Math.Min(MaxLabel, text.Length - at));
        var dashes = label.Slice(5).IndexOf("-----"u8);
        if (dashes < 0 || label.Slice(0, 5 + dashes).IndexOf("PRIVATE KEY"u8) < 0)
        {
            return;
        }

        var start = at + 5 + dashes + 5;
        if (!isBegin)
        {
            FindBefore(text, at, hits);
        }
        else if (start >= text.Length || text[start] != '\\' || !FindEscaped(text, start, hits))
        {
            FindLines(text, at, start, hits);
        }
    }

    // On one line with \n.
    private static bool FindEscaped(ReadOnlySpan<byte> text, int start, List<RedactionHit> hits)
    {
        var end = start;
        while (end < text.Length && (Ascii.IsBase64(text[end]) || text[end] is (byte)'\\' or (byte)' ' or (byte)':' or (byte)',') && !text.Slice(end).StartsWith("-----"u8))
        {
            end++;
        }

        return AddEscaped(text, start, end, hits);
    }

    private static bool AddEscaped(ReadOnlySpan<byte> text, int start, int end, List<RedactionHit> hits)
    {
        // Breaks at both ends stay.
        while (start < end && (Ascii.IsSpace(text[start]) || text[start] == '\\'))
        {
            start += text[start] == '\\' && start + 1 < end ? 2 : 1;
        }

        while (end - 2 > start && text[end - 1] is (byte)'n' or (byte)'r' && text[end - 2] == '\\')
        {
            end -= 2;
        }

        if (end <= start)
        {
            return false;
        }

        hits.Add(new RedactionHit(start, end, RedactionRules.PrivateKey, null, EscapeDecoder.Decode(text.Slice(start, end - start))));
        return true;
    }

    // The lines behind the first one. Each run of them is a hit: what others wrote in between stays.
    private static void FindLines(ReadOnlySpan<byte> text, int begin, int start, List<RedactionHit> hits)
    {
        var lineStart = Ascii.LineStart(text, begin);
        var prefix = text.Slice(lineStart, begin - lineStart);
        var run = new Run();
        var strangers = 0;
        for (int line = start, count = 0; line < text.Length && count < MaxLines; line = Ascii.SkipLine(text, line), count++)
        {
            var lineEnd = Ascii.LineEnd(text, line);
            var dashes = text.Slice(line, lineEnd - line).IndexOf("-----"u8);
            lineEnd = dashes < 0 ? lineEnd : line + dashes;
            if (Body(text, line, lineEnd, prefix, out var from, out var to) && (strangers == 0 || from == to || (to - from >= MinMiddle && IsBase64(text.Slice(from, to - from)))))
            {
                run.Extend(text, from, to);
            }
            else if (dashes < 0 && line > start)
            {
                run.Flush(hits);
                if (++strangers > MaxStrangers)
                {
                    return;
                }
            }

            if (dashes >= 0)
            {
                break;
            }
        }

        run.Flush(hits);
    }

    // The lines before the last one, whatever became of the first.
    private static void FindBefore(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        var line = Ascii.LineStart(text, at);
        var start = at;
        while (start > line && (Ascii.IsPlainBase64(text[start - 1]) || text[start - 1] == '\\'))
        {
            start--;
        }

        if (at - start > MinMiddle)
        {
            AddEscaped(text, start, at, hits);
            return;
        }

        var prefix = text.Slice(line, at - line);
        var bodies = new Stack<(int From, int To)>();
        while (line > 0 && bodies.Count < MaxLines)
        {
            var lineEnd = line - 1;
            line = Ascii.LineStart(text, lineEnd);
            lineEnd = lineEnd > line && text[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            if (!Body(text, line, lineEnd, prefix, out var from, out var to) || from == to || !IsBase64(text.Slice(from, to - from)))
            {
                break;
            }

            bodies.Push((from, to));
            if (bodies.Count > 1 && to - from < MinMiddle)
            {
                // The rest of the line in which it was cut.
                break;
            }
        }

        var run = new Run();
        foreach (var (from, to) in bodies)
        {
            run.Extend(text, from, to);
        }

        run.Flush(hits);
    }

    // The part of a line that a key can have: all of it; what stands behind the same as before the first or last line of the key, up to an
    // escape; or behind as many words, such as a time and a unit. It may be empty.
    private static bool Body(ReadOnlySpan<byte> text, int line, int end, ReadOnlySpan<byte> prefix, out int from, out int to)
    {
        (from, to) = Trimmed(text, line, end);
        if (IsBody(text.Slice(from, to - from)))
        {
            return true;
        }

        if (prefix.Length > 0 && text.Slice(line, end - line).StartsWith(prefix))
        {
            var rest = text.Slice(line + prefix.Length, end - line - prefix.Length).IndexOfAny((byte)'\\', (byte)'"');
            (from, to) = Trimmed(text, line + prefix.Length, rest < 0 ? end : line + prefix.Length + rest);
            return IsBody(text.Slice(from, to - from));
        }

        if (prefix.Length == 0 || !Ascii.IsBlank(prefix[prefix.Length - 1]))
        {
            return false;
        }

        from = Math.Min(to, SkipWords(text.Slice(0, end), line, Words(prefix)));
        return IsBody(text.Slice(from, to - from));
    }

    private static (int From, int To) Trimmed(ReadOnlySpan<byte> text, int from, int to)
    {
        while (from < to && Ascii.IsSpace(text[from]))
        {
            from++;
        }

        while (to > from && Ascii.IsSpace(text[to - 1]))
        {
            to--;
        }

        return (from, to);
    }

    private static int Words(ReadOnlySpan<byte> prefix)
    {
        var count = 0;
        for (var i = 1; i < prefix.Length; i++)
        {
            count += Ascii.IsBlank(prefix[i]) && !Ascii.IsBlank(prefix[i - 1]) ? 1 : 0;
        }

        return count;
    }

    private static int SkipWords(ReadOnlySpan<byte> text, int i, int words)
    {
        for (i = Ascii.SkipBlanks(text, i); words > 0 && i < text.Length; words--)
        {
            while (i < text.Length && !Ascii.IsBlank(text[i]))
            {
                i++;
            }

            i = Ascii.SkipBlanks(text, i);
        }

        return i;
    }

    // Base64, and headers as Proc-Type.
    private static bool IsBody(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf(": "u8) is > 0 and < 20)
        {
            return line.StartsWith("Proc-Type"u8) || line.StartsWith("DEK-Info"u8) || line.StartsWith("Version"u8) || line.StartsWith("Comment"u8) || line.StartsWith("Hash"u8);
        }

        foreach (var c in line)
        {
            if (!Ascii.IsBase64(c) && !Ascii.IsSpace(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBase64(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!Ascii.IsPlainBase64(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Lines one below the other; its value has none of what stands before each.</summary>
    private sealed class Run
    {
        private readonly List<byte> _value = [];
        private int _start;
        private int _end;

        public void Extend(ReadOnlySpan<byte> text, int from, int to)
        {
            if (from == to)
            {
                return;
            }

            _start = _value.Count == 0 ? from : _start;
            _end = to;
            foreach (var c in text.Slice(from, to - from))
            {
                _value.Add(c);
            }
        }

        public void Flush(List<RedactionHit> hits)
        {
            if (_value.Count > 0)
            {
                hits.Add(new RedactionHit(_start, _end, RedactionRules.PrivateKey, null, [.. _value]));
                _value.Clear();
            }
        }
    }
}
