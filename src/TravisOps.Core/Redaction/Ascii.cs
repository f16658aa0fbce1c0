using System;

namespace TravisOps.Redaction;

/// <summary>Classes of bytes and small steps over them, for the pattern rules.</summary>
internal static class Ascii
{
    /// <summary>What a terminal's colours begin with.</summary>
    public const byte Escape = 0x1b;

    public static bool IsDigit(byte c) => c is >= (byte)'0' and <= (byte)'9';

    public static bool IsLetter(byte c) => (c | 0x20) is >= 'a' and <= 'z';

    public static bool IsHex(byte c) => IsDigit(c) || (c | 0x20) is >= 'a' and <= 'f';

    public static bool IsAlphanumeric(byte c) => IsDigit(c) || IsLetter(c);

    public static bool IsName(byte c) => IsAlphanumeric(c) || c is (byte)'_' or (byte)'-' or (byte)'.';

    public static bool IsBase64(byte c) => IsAlphanumeric(c) || c is (byte)'+' or (byte)'/' or (byte)'=' or (byte)'-' or (byte)'_';

    /// <summary>Not the kind for URLs: dashes stand around a key.</summary>
    public static bool IsPlainBase64(byte c) => IsAlphanumeric(c) || c is (byte)'+' or (byte)'/' or (byte)'=';

    public static bool IsBlank(byte c) => c is (byte)' ' or (byte)'\t';

    public static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0 or 11 or 12;

    public static bool IsQuote(byte c) => c is (byte)'"' or (byte)'\'' or (byte)'`';

    public static int Count(ReadOnlySpan<byte> text, byte wanted)
    {
#if NET8_0_OR_GREATER
        return MemoryExtensions.Count(text, wanted);
#else
        var count = 0;
        foreach (var c in text)
        {
            count += c == wanted ? 1 : 0;
        }

        return count;
#endif
    }

    /// <summary>Behind a terminal's colours: ESC [ 1 ; 36 m.</summary>
    public static int SkipColours(ReadOnlySpan<byte> text, int i)
    {
        while (i + 1 < text.Length && text[i] == Escape && text[i + 1] == '[')
        {
            var end = i + 2;
            while (end < text.Length && (IsDigit(text[end]) || text[end] == ';'))
            {
                end++;
            }

            if (end >= text.Length || !IsLetter(text[end]))
            {
                return i;
            }

            i = end + 1;
        }

        return i;
    }

    public static int SkipBlanks(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && IsBlank(text[i]))
        {
            i++;
        }

        return i;
    }

    public static int SkipSpaces(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && IsSpace(text[i]))
        {
            i++;
        }

        return i;
    }

    public static int LineStart(ReadOnlySpan<byte> text, int i) => text.Slice(0, i).LastIndexOf((byte)'\n') + 1;

    /// <summary>The end of the line, its break not counted.</summary>
    public static int LineEnd(ReadOnlySpan<byte> text, int i)
    {
        var end = text.Slice(i).IndexOf((byte)'\n');
        end = end < 0 ? text.Length : i + end;
        return end > i && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>The beginning of the next line.</summary>
    public static int SkipLine(ReadOnlySpan<byte> text, int i)
    {
        var step = text.Slice(i).IndexOf((byte)'\n');
        return step < 0 ? text.Length : i + step + 1;
    }

    /// <summary>Number of blanks that the line begins with.</summary>
    public static int Indent(ReadOnlySpan<byte> text, int lineStart) => SkipBlanks(text, lineStart) - lineStart;

    public static bool StartsWithIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase)
    {
        if (text.Length < lowerCase.Length)
        {
            return false;
        }

        for (var i = 0; i < lowerCase.Length; i++)
        {
            var c = text[i];
            if ((c is >= (byte)'A' and <= (byte)'Z' ? c | 0x20 : c) != lowerCase[i])
            {
                return false;
            }
        }

        return true;
    }
}
