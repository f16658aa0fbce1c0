using System;
using System.Net;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>How far names of machines and people go in a text.</summary>
internal static class NameText
{
    /// <summary>No name is longer: of a machine, of a person, of a setting.</summary>
    public const int MaxName = 253, MaxUser = 64, MaxKey = 64;

    /// <summary>Whether a name has a digit or a mark, which words of a sentence have not.</summary>
    public static bool HasMark(ReadOnlySpan<byte> name)
    {
        foreach (var c in name)
        {
            if (Ascii.IsDigit(c) || c is (byte)'-' or (byte)'.' or (byte)'_')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the name of a machine ends; where it begins when there is none.</summary>
    public static int EndOfHost(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < MaxName && (Ascii.IsAlphanumeric(text[end]) || (end > start && text[end] is (byte)'-' or (byte)'.' or (byte)'_')))
        {
            end++;
        }

        while (end > start && text[end - 1] is (byte)'.' or (byte)'-' or (byte)'_')
        {
            end--;
        }

        return end < text.Length && text[end] >= 0x80 ? start : end;
    }

    /// <summary>Where the name of a person ends; where it begins when there is none.</summary>
    public static int EndOfUser(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < MaxUser && (Ascii.IsAlphanumeric(text[end]) || text[end] == '_' || (end > start && text[end] is (byte)'-' or (byte)'.' or (byte)'+')))
        {
            end++;
        }

        while (end > start && text[end - 1] is (byte)'.' or (byte)'-')
        {
            end--;
        }

        return end < text.Length && text[end] >= 0x80 ? start : end;
    }

    /// <summary>The word that begins there.</summary>
    public static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && Ascii.IsLetter(text[end]) && end - start < MaxKey)
        {
            end++;
        }

        return text.Slice(start, end - start);
    }

    /// <summary>Whether an IPv4 address begins there.</summary>
    public static bool Parses(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < 16 && (Ascii.IsDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        return IPAddress.TryParse(Text(text.Slice(start, end - start)), out _) && text.Slice(start, end - start).IndexOf((byte)'.') > 0;
    }

    /// <summary>Whether a word is one of some, whatever its case.</summary>
    public static bool IsIn(ReadOnlySpan<byte> word, string[] words)
    {
        foreach (var one in words)
        {
            if (one.Length == word.Length && Text(word).Equals(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there are hexadecimal digits only.</summary>
    public static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!Ascii.IsHex(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is behind a name's last dot.</summary>
    public static string Last(string name) => name.Substring(name.LastIndexOf('.') + 1);

    /// <summary>Bytes as a string.</summary>
    public static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.ToArray());
}
