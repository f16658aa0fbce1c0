using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Finds hardware addresses without colons, <c>0a-1b-2c-3d-4e-5f</c> and <c>0a1b.2c3d.4e5f</c>, and makes what stands for one.</summary>
internal static class HardwareAddressText
{
    /// <summary>Adds them. Digits alone are a time or a version.</summary>
    public static void Find(ReadOnlySpan<byte> text, Pseudonyms pseudonyms, List<RedactionHit> hits)
    {
        Find(text, (byte)'-', 2, pseudonyms, hits);
        Find(text, (byte)'.', 4, pseudonyms, hits);
    }

    /// <summary>What stands for an address, one for all spellings: locally administered, unicast.</summary>
    /// <param name="address">With colons.</param>
    /// <param name="pseudonyms">Those of the case.</param>
    public static string StandIn(string address, Pseudonyms pseudonyms)
    {
        var tag = pseudonyms.Derive("mac", Encoding.ASCII.GetBytes(address.ToLowerInvariant()));
        return string.Format(CultureInfo.InvariantCulture, "02:{0:x2}:{1:x2}:{2:x2}:{3:x2}:{4:x2}", tag[0], tag[1], tag[2], tag[3], tag[4]);
    }

    private static void Find(ReadOnlySpan<byte> text, byte separator, int digits, Pseudonyms pseudonyms, List<RedactionHit> hits)
    {
        var length = 12 + (12 / digits) - 1;
        for (int at = 0, found; at < text.Length && (found = text.Slice(at).IndexOf(separator)) >= 0; at++)
        {
            at += found;
            var start = at - digits;
            if (at + digits + 1 >= text.Length || text[at + digits + 1] != separator || start < 0 || start + length > text.Length || !Fits(text.Slice(start, length), separator, digits)
                || (start > 0 && (Ascii.IsAlphanumeric(text[start - 1]) || text[start - 1] == separator) && !WordStart.IsEscaped(text, start))
                || (start + length < text.Length && (Ascii.IsAlphanumeric(text[start + length]) || (text[start + length] == separator && start + length + 1 < text.Length && Ascii.IsAlphanumeric(text[start + length + 1])))))
            {
                continue;
            }

            var hex = Encoding.ASCII.GetString(text.Slice(start, length).ToArray()).Replace(((char)separator).ToString(), string.Empty);
            var other = StandIn(Join(hex, ":", 2), pseudonyms).Replace(":", string.Empty);
            hits.Add(new RedactionHit(start, start + length, RedactionRules.MacAddress, Encoding.ASCII.GetBytes(Join(other, ((char)separator).ToString(), digits)), null));
            at = start + length - 1;
        }
    }

    private static bool Fits(ReadOnlySpan<byte> word, byte separator, int digits)
    {
        var letters = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var isBetween = i % (digits + 1) == digits;
            if (isBetween ? word[i] != separator : !Ascii.IsHex(word[i]))
            {
                return false;
            }

            letters += !isBetween && !Ascii.IsDigit(word[i]) ? 1 : 0;
        }

        return letters > 0;
    }

    private static string Join(string hex, string separator, int digits)
    {
        var text = new StringBuilder();
        for (var i = 0; i < hex.Length; i += digits)
        {
            text.Append(i == 0 ? string.Empty : separator).Append(hex, i, digits);
        }

        return text.ToString();
    }
}
