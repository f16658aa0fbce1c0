using System;

namespace TravisOps.Redaction;

/// <summary>
/// Takes one level of escapes out of text, whatever kind each is: URL (%41), JSON and C (\", \u0041, \x41, \101), shell (\a), HTML
/// (&amp;#65; and the five names); and line breaks with the indentation that follows. What is no escape stays.
/// </summary>
internal static class EscapeDecoder
{
#if NET
    private static readonly System.Buffers.SearchValues<byte> s_special = System.Buffers.SearchValues.Create("%\\&\n\r\0"u8);

#endif
    private static readonly (byte[] Name, byte Value)[] s_entities =
    [
        ("amp;"u8.ToArray(), (byte)'&'), ("lt;"u8.ToArray(), (byte)'<'), ("gt;"u8.ToArray(), (byte)'>'), ("quot;"u8.ToArray(), (byte)'"'), ("apos;"u8.ToArray(), (byte)'\''),
    ];

    /// <summary>The next byte that can begin an escape, or -1.</summary>
    public static int IndexOfEscape(ReadOnlySpan<byte> text) => text.IndexOfAny((byte)'%', (byte)'\\', (byte)'&');

    /// <summary>Takes line breaks out of a text, and nothing else.</summary>
    public static void Join(ReadOnlySpan<byte> source, MappedText result)
    {
        result.Clear();
        for (var i = 0; i < source.Length;)
        {
            var run = source.Slice(i).IndexOfAny((byte)'\n', (byte)'\r', (byte)0);
            run = run < 0 ? source.Length - i : run;
            result.AddRun(source.Slice(i, run), i);
            i += run;
            i = i < source.Length ? i + Break(source, i) : i;
        }
    }

    /// <summary>Takes line breaks out of a value.</summary>
    public static byte[] Join(ReadOnlySpan<byte> value)
    {
        using var result = new MappedText();
        Join(value, result);
        return result.Bytes.ToArray();
    }

    /// <summary>Decodes a part of a text that may have been decoded before.</summary>
    /// <param name="source">The text.</param>
    /// <param name="from">Where the part begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="result">Gets the bytes; what was in it is gone.</param>
    /// <returns>True when there was an escape.</returns>
    public static bool Decode(MappedText source, int from, int to, MappedText result)
    {
        result.Clear();
        var changed = false;
        var text = source.Bytes.Slice(0, to);
        for (var i = from; i < to;)
        {
            var run = NextSpecial(text.Slice(i));
            result.AddRun(source, i, i + run);
            i += run;
            if (i < to)
            {
                var length = One(text, i, out var bytes, out var count);
                changed |= length > 1;
                result.AddEscape(bytes, count, source.StartOf(i), source.EndOf(i + length - 1));
                i += length;
            }
        }

        return changed;
    }

    /// <summary>Decodes a value by one level.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> value)
    {
        using var source = new MappedText();
        using var result = new MappedText();
        source.AddRun(value, 0);
        Decode(source, 0, source.Length, result);
        return result.Bytes.ToArray();
    }

    // The length of what stands at i, and the up to four bytes that it means, the first in the lowest byte.
    private static int One(ReadOnlySpan<byte> text, int i, out uint bytes, out int count)
    {
        var c = text[i];
        bytes = c;
        count = 1;
        switch (c)
        {
            case (byte)'%':
                if (i + 2 < text.Length && Hex(text, i + 1, 2, out var value))
                {
                    bytes = (uint)value;
                    return 3;
                }

                return 1;
            case (byte)'\\':
                return Backslash(text, i, ref bytes, ref count);
            case (byte)'&':
                return Entity(text, i, ref bytes, ref count);
            case (byte)'\r':
            case (byte)'\n':
                count = 0;
                return Break(text, i);
            case 0:
                count = 0;
                return 1;
            default:
                return 1;
        }
    }

    private static int NextSpecial(ReadOnlySpan<byte> text)
    {
#if NET
        var next = text.IndexOfAny(s_special);
        return next < 0 ? text.Length : next;
#else
        var i = 0;
        while (i < text.Length && text[i] is not ((byte)'%' or (byte)'\\' or (byte)'&' or (byte)'\n' or (byte)'\r' or 0))
        {
            i++;
        }

        return i;
#endif
    }

    private static int Break(ReadOnlySpan<byte> text, int i)
    {
        var end = i + 1;
        while (end < text.Length && text[end] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' or 0)
        {
            end++;
        }

        return end - i;
    }

    private static int Backslash(ReadOnlySpan<byte> text, int i, ref uint bytes, ref int count)
    {
        if (i + 1 >= text.Length)
        {
            return 1;
        }

        int value;
        var next = text[i + 1];
        switch (next)
        {
            case (byte)'u' when i + 5 < text.Length && Hex(text, i + 2, 4, out value):
                var length = 6;
                if (value is >= 0xD800 and < 0xDC00 && i + 11 < text.Length && text[i + 6] == '\\' && text[i + 7] == 'u' && Hex(text, i + 8, 4, out var low) && low is >= 0xDC00 and < 0xE000)
                {
                    value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
                    length = 12;
                }

                Utf8(value, out bytes, out count);
                return length;
            case (byte)'x' when i + 3 < text.Length && Hex(text, i + 2, 2, out value):
                bytes = (uint)value;
                return 4;
            case >= (byte)'0' and <= (byte)'3' when i + 3 < text.Length && IsOctal(text[i + 2]) && IsOctal(text[i + 3]):
                bytes = (uint)(((next - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0'));
                return 4;
            case (byte)'n':
                // A line break that was escaped is one all the same, as are those in the known values.
                count = 0;
                return 2;
            case (byte)'r':
                count = 0;
                return 2;
            case (byte)'t':
                bytes = '\t';
                return 2;
            case (byte)'b':
                bytes = '\b';
                return 2;
            case (byte)'f':
                bytes = '\f';
                return 2;
            case (byte)'\r':
            case (byte)'\n':
                count = 0;
                return 1 + Break(text, i + 1);
            default:
                bytes = next;
                return 2;
        }
    }

    private static int Entity(ReadOnlySpan<byte> text, int i, ref uint bytes, ref int count)
    {
        var rest = text.Slice(i + 1);
        foreach (var (name, value) in s_entities)
        {
            if (rest.StartsWith(name))
            {
                bytes = value;
                return 1 + name.Length;
            }
        }

        if (rest.Length < 3 || rest[0] != '#')
        {
            return 1;
        }

        var isHex = (rest[1] | 0x20) == 'x';
        var code = 0;
        for (var k = isHex ? 2 : 1; k < rest.Length && k < 10; k++)
        {
            if (rest[k] == ';' && k > (isHex ? 2 : 1))
            {
                Utf8(code, out bytes, out count);
                return k + 2;
            }

            var digit = HexDigit(rest[k]);
            if (digit < 0 || (!isHex && digit > 9))
            {
                break;
            }

            code = (code * (isHex ? 16 : 10)) + digit;
        }

        return 1;
    }

    private static void Utf8(int code, out uint bytes, out int count)
    {
        if (code is '\n' or '\r')
        {
            bytes = 0;
            count = 0;
        }
        else if (code < 0x80)
        {
            bytes = (uint)code;
            count = 1;
        }
        else if (code < 0x800)
        {
            bytes = (uint)(0xC0 | (code >> 6) | ((0x80 | (code & 0x3F)) << 8));
            count = 2;
        }
        else if (code < 0x10000)
        {
            bytes = (uint)(0xE0 | (code >> 12) | ((0x80 | ((code >> 6) & 0x3F)) << 8) | ((0x80 | (code & 0x3F)) << 16));
            count = 3;
        }
        else
        {
            bytes = 0xF0u | ((uint)code >> 18) | ((0x80u | (((uint)code >> 12) & 0x3F)) << 8) | ((0x80u | (((uint)code >> 6) & 0x3F)) << 16) | ((0x80u | ((uint)code & 0x3F)) << 24);
            count = 4;
        }
    }

    private static bool IsOctal(byte c) => c is >= (byte)'0' and <= (byte)'7';

    private static bool Hex(ReadOnlySpan<byte> text, int start, int digits, out int value)
    {
        value = 0;
        for (var i = start; i < start + digits; i++)
        {
            var digit = HexDigit(text[i]);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 4) | digit;
        }

        return true;
    }

    private static int HexDigit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
