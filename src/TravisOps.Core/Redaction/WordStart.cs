using System;

namespace TravisOps.Redaction;

/// <summary>Tells where a word begins behind an escape, whose letters and digits are none of it: <c>\n</c>, <c>\u003d</c>, <c>\x3d</c>, <c>%2F</c>, and a terminal's colours.</summary>
internal static class WordStart
{
    /// <summary>An escape ends there.</summary>
    public static bool IsEscaped(ReadOnlySpan<byte> text, int at) =>
        (at > 1 && text[at - 2] == '\\')
        || (at > 2 && text[at - 3] == '%' && AreHex(text, at - 2, 2))
        || (at > 4 && text[at - 5] == '%' && text[at - 4] == '2' && text[at - 3] == '5' && AreHex(text, at - 2, 2))
        || (at > 3 && text[at - 4] == '\\' && text[at - 3] == 'x' && AreHex(text, at - 2, 2))
        || (at > 3 && text[at - 4] == '\\' && AreOctal(text, at - 3))
        || (at > 5 && text[at - 6] == '\\' && text[at - 5] == 'u' && AreHex(text, at - 4, 4))
        || EndsColour(text, at);

    /// <summary>How much of what begins there, where a run of letters and digits begins, is the rest of an escape.</summary>
    public static int Rest(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0 || at >= text.Length)
        {
            return 0;
        }

        switch (text[at - 1])
        {
            case (byte)'\\':
                return text[at] is (byte)'n' or (byte)'t' or (byte)'r' ? 1 : text[at] == 'u' && AreHex(text, at + 1, 4) ? 5 : text[at] == 'x' && AreHex(text, at + 1, 2) ? 3 : 0;
            case (byte)'%':
                return AreHex(text, at, 2) ? 2 : 0;
            case (byte)'u':
                return at > 1 && text[at - 2] == '\\' && AreHex(text, at, 4) ? 4 : 0;
            case (byte)'x':
                return at > 1 && text[at - 2] == '\\' && AreHex(text, at, 2) ? 2 : 0;
            case (byte)'[' or (byte)';':
                var end = at;
                while (end < text.Length && Ascii.IsDigit(text[end]))
                {
                    end++;
                }

                return end < text.Length && EndsColour(text, end + 1) ? end + 1 - at : 0;
            default:
                return 0;
        }
    }

    // ESC [ 1 ; 36 m. What stands for the ESC differs in every log.
    private static bool EndsColour(ReadOnlySpan<byte> text, int at)
    {
        const int Longest = 20;
        if (at < 2 || text[at - 1] is not ((byte)'m' or (byte)'K'))
        {
            return false;
        }

        var i = at - 2;
        while (i > 0 && at - i < Longest && (Ascii.IsDigit(text[i]) || text[i] == ';'))
        {
            i--;
        }

        return text[i] == '[';
    }

    private static bool AreOctal(ReadOnlySpan<byte> text, int at) =>
        text[at] is >= (byte)'0' and <= (byte)'3' && text[at + 1] is >= (byte)'0' and <= (byte)'7' && text[at + 2] is >= (byte)'0' and <= (byte)'7';

    private static bool AreHex(ReadOnlySpan<byte> text, int at, int count)
    {
        if (at + count > text.Length)
        {
            return false;
        }

        for (var i = at; i < at + count; i++)
        {
            if (!Ascii.IsHex(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
