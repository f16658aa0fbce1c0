using System;

namespace TravisOps.Redaction;

/// <summary>Tells what looks drawn at random from what is a word, a path, a time or a well-known sort of id.</summary>
internal static class Randomness
{
    // Shorter ones are told from words badly.
    private const int MinLength = 16;

    // Bits a character. English words and host names lie under 3.3 at these lengths, random base64 over 3.7.
    private const double MinBits = 3.4;

    /// <summary>True for a string that may be a key: long, mixed, of one piece.</summary>
    public static bool LooksRandom(ReadOnlySpan<byte> value)
    {
        if (value.Length is < MinLength or > 4096 || value[0] is (byte)'/' or (byte)'.' || IsUuid(value) || IsTime(value))
        {
            return false;
        }

        Span<int> counts = stackalloc int[128];
        int digits = 0, upper = 0, lower = 0, hex = 0, other = 0;
        foreach (var c in value)
        {
            if (!Ascii.IsBase64(c) && c is not ((byte)'.' or (byte)'!' or (byte)'@' or (byte)'#' or (byte)'$' or (byte)'%' or (byte)'^' or (byte)'*' or (byte)'~'))
            {
                return false;
            }

            counts[c]++;
            digits += Ascii.IsDigit(c) ? 1 : 0;
            upper += c is >= (byte)'A' and <= (byte)'Z' ? 1 : 0;
            lower += c is >= (byte)'a' and <= (byte)'z' ? 1 : 0;
            hex += Ascii.IsHex(c) ? 1 : 0;
            other += Ascii.IsAlphanumeric(c) ? 0 : 1;
        }

        if (digits == 0 || upper + lower == 0 || other * 4 > value.Length)
        {
            // Without a digit only mixed case within words tells a key from words.
            return digits == 0 && upper > 2 && lower > 2 && other == 0 && value.Length >= 24 && Bits(counts, value.Length) >= 4;
        }

        return hex == value.Length ? value.Length >= 32 && Bits(counts, value.Length) >= 3 : Bits(counts, value.Length) >= MinBits && !IsWords(value);
    }

    private static double Bits(ReadOnlySpan<int> counts, int length)
    {
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
            {
                var share = (double)count / length;
                bits -= share * Math.Log(share, 2);
            }
        }

        return bits;
    }

    // Words and numbers joined by dots, dashes, slashes: a host name, an image, a file. Digits stand at the ends of its parts, if anywhere.
    private static bool IsWords(ReadOnlySpan<byte> value)
    {
        int parts = 0, changes = 0;
        for (var i = 1; i < value.Length; i++)
        {
            if (!Ascii.IsAlphanumeric(value[i]))
            {
                parts++;
            }
            else if (Ascii.IsDigit(value[i]) != Ascii.IsDigit(value[i - 1]) && Ascii.IsAlphanumeric(value[i - 1]))
            {
                changes++;
            }
        }

        return parts > 0 && changes <= parts + 1;
    }

    private static bool IsUuid(ReadOnlySpan<byte> value)
    {
        if (value.Length != 36)
        {
            return false;
        }

        for (var i = 0; i < value.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? value[i] != '-' : !Ascii.IsHex(value[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsTime(ReadOnlySpan<byte> value) =>
        value[4] == '-' && value[7] == '-' && Ascii.IsDigit(value[0]) && Ascii.IsDigit(value[3]) && Ascii.IsDigit(value[5]);
}
