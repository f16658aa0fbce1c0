using System;

namespace TravisOps.Redaction;

/// <summary>Where a name stands: in which quotes, at the beginning of its line or not, after a dash.</summary>
internal readonly struct NamePlace
{
    private const int MaxLookBack = 2048;

    /// <summary>How far back the beginning of a line is looked for: a line of megabytes has thousands of names, and for each of them all before it would be read.</summary>
    public const int MaxLineStart = 8 * 1024;

    public NamePlace(ReadOnlySpan<byte> text, int start, int end)
    {
        Start = start;
        End = end;
        IsOption = end - start > 1 && text[start] == '-';
        var before = start;
        if (before > 0 && Ascii.IsQuote(text[before - 1]))
        {
            Quote = text[--before];
            while (before > 0 && text[before - 1] == '\\')
            {
                before--;
                Escapes++;
            }
        }

        Before = before;
        var from = Math.Max(0, start - MaxLineStart);
        LineStart = from + Ascii.LineStart(text.Slice(from), start - from);
        IsFirst = (LineStart == 0 || LineStart > from) && IsLead(text.Slice(LineStart, before - LineStart));
        Closes = Quote != 0 && end < text.Length && ClosesAt(text, end);
    }

    /// <summary>First byte of the name.</summary>
    public int Start { get; }

    /// <summary>The byte after it.</summary>
    public int End { get; }

    /// <summary>Where the quotes before it begin, or the name.</summary>
    public int Before { get; }

    /// <summary>First byte of the line, or as far before the name as is looked.</summary>
    public int LineStart { get; }

    /// <summary>The quote right before the name, or 0.</summary>
    public byte Quote { get; }

    /// <summary>Backslashes before that quote.</summary>
    public int Escapes { get; }

    /// <summary>The name alone is in those quotes.</summary>
    public bool Closes { get; }

    /// <summary>Nothing but blanks, a dash, or a word such as export stands before it on its line.</summary>
    public bool IsFirst { get; }

    /// <summary>It begins with a dash, as an option of a command does.</summary>
    public bool IsOption { get; }

    /// <summary>The key that this one stands under, as <c>encryption</c> over <c>key</c> in YAML and JSON; null when there is none near.</summary>
    public string? ParentName(ReadOnlySpan<byte> text)
    {
        var from = Math.Max(0, Before - MaxLookBack);
        var i = Before;

        // { right before it: "encryption":{"key":…
        while (i > from && Ascii.IsSpace(text[i - 1]))
        {
            i--;
        }

        if (i > from && text[i - 1] == '{')
        {
            return NameBefore(text, i - 1, from);
        }

        if (!IsFirst)
        {
            return null;
        }

        // The nearest line above that is indented less.
        var indent = Ascii.Indent(text, LineStart);
        var line = LineStart;
        while (line > from)
        {
            var end = line - 1;
            line = from + Ascii.LineStart(text.Slice(from), Math.Max(0, end - from));
            var first = Ascii.SkipBlanks(text, line);
            if (first < end && text[first] is not ((byte)'#' or (byte)'\r') && first - line < indent)
            {
                return NameBefore(text, Ascii.LineEnd(text, first), first);
            }
        }

        return null;
    }

    // Reads "name": or name: backwards from there.
    private static string? NameBefore(ReadOnlySpan<byte> text, int end, int from)
    {
        while (end > from && (Ascii.IsSpace(text[end - 1]) || text[end - 1] is (byte)'{' or (byte)':' or (byte)'"' or (byte)'\'' or (byte)'\\'))
        {
            end--;
        }

        var start = end;
        while (start > from && Ascii.IsName(text[start - 1]))
        {
            start--;
        }

        return start == end ? null : System.Text.Encoding.ASCII.GetString(text.Slice(start, end - start).ToArray());
    }

    private bool ClosesAt(ReadOnlySpan<byte> text, int i)
    {
        var escapes = 0;
        while (i < text.Length && text[i] == '\\')
        {
            i++;
            escapes++;
        }

        return i < text.Length && text[i] == Quote && escapes == Escapes;
    }

    private static bool IsLead(ReadOnlySpan<byte> lead)
    {
        var i = Ascii.SkipBlanks(lead, 0);
        if (i < lead.Length && lead[i] is (byte)'-' or (byte)'#' or (byte)';')
        {
            i = Ascii.SkipBlanks(lead, i + 1);
        }

        var rest = lead.Slice(i);
        return rest.Length == 0 || rest.SequenceEqual("export "u8) || rest.SequenceEqual("set "u8) || rest.SequenceEqual("env "u8) || rest.SequenceEqual("declare -x "u8)
            || rest.SequenceEqual("Environment="u8);
    }
}
