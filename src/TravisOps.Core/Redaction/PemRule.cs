using System;
using System.Collections.Generic;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// The body of a PEM private key, over lines or on one with <c>\n</c>; also when its end or its beginning was cut off, when each line stands behind
/// a time and a unit, as in a journal, and whatever else stands between its lines; those of SSH2 and PuTTY; and a PEM file in base64. Certificates and public keys stay.
/// </summary>
internal static class PemRule
{
    private const int MaxLabel = 64;
    private const int MaxLines = 512;

    // Lines of others among those of a key, in a log that several write.
    private const int MaxStrangers = 16;

    // A line in the middle of a key; the formats have 64 to 76 characters.
    private const int MinMiddle = 40;

    // How far behind the first line lines are looked for that have something else around them.
    private const int MaxBody = 16 * 1024;

    // Most of what stands before a line of a key that is compared.
    private const int MaxMark = 12;

    // Of a PEM file in base64, with the certificates that stand before a key.
    private const int MaxEncoded = 64 * 1024;

    private const string PuttyMark = "private-lines:", EncodedMark = "ls0tls1crudjti";

    /// <summary>What its first and its last line begin with, in base64 too.</summary>
    public static IReadOnlyList<string> Marks { get; } = ["-----begin", "-----end", "---- begin", PuttyMark, EncodedMark];

    /// <summary>Looks at the first or the last line of a block.</summary>
    public static void Find(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        if (text[at] != '-')
        {
            if ((text[at] | 0x20) == 'p')
            {
                FindRuns(text, at + PuttyMark.Length, hits, hits.Count);
            }
            else
            {
                FindEncoded(text, at, hits);
            }

            return;
        }

        var isBegin = (text[at + 5] | 0x20) == 'b';
        var label = text.Slice(at, Math.Min(MaxLabel, text.Length - at));
        var mark = text[at + 4] == '-' ? "-----"u8 : " ----"u8;
        var dashes = label.Slice(5).IndexOf(mark);
        if (dashes < 0 || label.Slice(0, 5 + dashes).IndexOf("PRIVATE KEY"u8) < 0)
        {
            return;
        }

        var start = at + 5 + dashes + 5;
        if (!isBegin)
        {
            FindBefore(text, at, hits);
            return;
        }

        var before = hits.Count;
        if (start >= text.Length || text[start] != '\\' || !FindEscaped(text, start, hits))
        {
            FindLines(text, at, start, hits);
        }

        FindRuns(text, start, hits, before);
    }

    // Whatever stands around the lines: a time that is another one in each, the quotes of a list, &#10;, <br>. Long runs are lines of the key, and of the
    // last line, which is shorter, it is known where it stands: right before the end, behind the same as the others.
    private static void FindRuns(ReadOnlySpan<byte> text, int start, List<RedactionHit> hits, int before)
    {
        text = text.Slice(0, Math.Min(text.Length, start + MaxBody));
        var stop = EndOfBody(text, start, out var isWhole);
        var taken = start;
        for (var i = before; i < hits.Count; i++)
        {
            taken = Math.Max(taken, hits[i].End);
        }

        var last = -1;
        var markStart = 0;
        for (var i = start; i < stop;)
        {
            if (!Ascii.IsPlainBase64(text[i]))
            {
                i++;
                continue;
            }

            // The letter of a line break that is escaped.
            var from = i > 0 && text[i - 1] == '\\' && text[i] is (byte)'n' or (byte)'r' ? i + 1 : i;
            while (i < stop && Ascii.IsPlainBase64(text[i]))
            {
                i++;
            }

            if (i - from < MinMiddle || !IsKey(text.Slice(from, i - from)))
            {
                continue;
            }

            markStart = from;
            while (markStart > start && from - markStart < 4 && !Ascii.IsPlainBase64(text[markStart - 1]))
            {
                markStart--;
            }

            last = from;
            if (i > taken)
            {
                hits.Add(new RedactionHit(from, i, RedactionRules.PrivateKey, null, text.Slice(from, i - from).ToArray()));
            }
        }

        if (last < 0 || !isWhole || markStart == last)
        {
            return;
        }

        // As much of what stands before it in the line as also stands before the last one: a time is another one in each.
        var end = last;
        while (end < stop && Ascii.IsPlainBase64(text[end]))
        {
            end++;
        }

        int first = -1, behind = -1;
        for (var from = Math.Max(start, Math.Max(Ascii.LineStart(text, last), last - MaxMark)); from <= markStart && !FindLast(text, end, stop, text.Slice(from, last - from), out first, out behind); from++)
        {
        }

        if (behind < 0 && !FindLast(text, end, stop, text.Slice(markStart, last - markStart), out first, out behind))
        {
            return;
        }

        if (behind > taken)
        {
            hits.Add(new RedactionHit(first, behind, RedactionRules.PrivateKey, null, text.Slice(first, behind - first).ToArray()));
        }
    }

    // The last base64 behind that mark.
    private static bool FindLast(ReadOnlySpan<byte> text, int at, int stop, ReadOnlySpan<byte> mark, out int from, out int to)
    {
        from = to = -1;
        for (int step; mark.Length > 0 && at < stop && (step = text.Slice(at, stop - at).IndexOf(mark)) >= 0; at += step + 1)
        {
            var start = at + step + mark.Length;
            var end = start;
            while (end < stop && Ascii.IsPlainBase64(text[end]))
            {
                end++;
            }

            if (end > start)
            {
                (from, to) = (start, end);
            }
        }

        return to > from;
    }

    // Where the last line or another key begins.
    private static int EndOfBody(ReadOnlySpan<byte> text, int start, out bool isWhole)
    {
        isWhole = true;
        var lines = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                if (++lines >= MaxLines)
                {
                    isWhole = false;
                    return i;
                }

                continue;
            }

            if (text[i] == '-' && (text.Slice(i).StartsWith("-----END"u8) || text.Slice(i).StartsWith("---- END"u8) || text.Slice(i).StartsWith("-----BEGIN"u8) || text.Slice(i).StartsWith("---- BEGIN"u8)))
            {
                return i;
            }

            if (text[i] == 'P' && text.Slice(i).StartsWith("Private-"u8))
            {
                return i;
            }
        }

        isWhole = false;
        return text.Length;
    }

    // No path, no digest, no name.
    private static bool IsKey(ReadOnlySpan<byte> run)
    {
        bool digit = false, upper = false, lower = false;
        foreach (var c in run)
        {
            digit |= Ascii.IsDigit(c);
            upper |= c is >= (byte)'A' and <= (byte)'Z';
            lower |= c is >= (byte)'a' and <= (byte)'z';
        }

        return digit && upper && lower;
    }

    // A file in base64, as a variable of an environment has it.
    private static void FindEncoded(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        if (!text.Slice(at).StartsWith("LS0tLS1CRUdJTi"u8) || (at > 0 && Ascii.IsPlainBase64(text[at - 1]) && text[at - 1] != '=' && !WordStart.IsEscaped(text, at)))
        {
            return;
        }

        var most = Math.Min(text.Length, at + MaxEncoded);
        var end = at;
        var characters = new List<char>();
        while (end < most)
        {
            if (Ascii.IsPlainBase64(text[end]))
            {
                characters.Add((char)text[end++]);
                continue;
            }

            // Folded.
            var next = text[end] == '\\' && end + 1 < most && text[end + 1] is (byte)'n' or (byte)'r' ? end + 2 : Ascii.SkipSpaces(text.Slice(0, most), end);
            if (next == end || (text[end] is (byte)' ' or (byte)'\t') || characters[characters.Count - 1] == '=' || next >= most || !Ascii.IsPlainBase64(text[next]) || text.Slice(next).StartsWith("LS0tLS1CRUdJTi"u8))
            {
                break;
            }

            end = next;
        }

        var decoded = Decode(characters);
        if (decoded.IndexOf("PRIVATE KEY", StringComparison.Ordinal) >= 0
            || (decoded.IndexOf("BEGIN CERTIFICATE", StringComparison.Ordinal) < 0 && decoded.IndexOf("PUBLIC", StringComparison.Ordinal) < 0))
        {
            hits.Add(new RedactionHit(at, end, RedactionRules.PrivateKey, null, EscapeDecoder.Decode(text.Slice(at, end - at))));
        }
    }

    private static string Decode(List<char> characters)
    {
        while (characters.Count > 0 && characters[characters.Count - 1] == '=')
        {
            characters.RemoveAt(characters.Count - 1);
        }

        characters.RemoveRange(characters.Count - (characters.Count % 4), characters.Count % 4);
        try
        {
            return Encoding.ASCII.GetString(Convert.FromBase64CharArray(characters.ToArray(), 0, characters.Count));
        }
        catch (FormatException)
        {
            // Not all of it, but what it begins with tells enough.
            return string.Empty;
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
