using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Finds IP and hardware addresses in text, in the usual spellings and as /proc/net has them.</summary>
internal static class AddressText
{
    private const int MaxIPv6 = 45;

    /// <summary>Adds dotted addresses. Netmasks, versions, and numbers with more than four parts, are none.</summary>
    public static void FindIPv4(ReadOnlySpan<byte> text, AddressScrambler scrambler, List<RedactionHit> hits)
    {
        var at = 0;
        while (at < text.Length)
        {
            var dot = text.Slice(at).IndexOf((byte)'.');
            if (dot < 0)
            {
                return;
            }

            dot += at;
            at = dot + 1;
            var start = dot;
            while (start > 0 && dot - start < 3 && Ascii.IsDigit(text[start - 1]))
            {
                start--;
            }

            // The digits of %20 are none of the address.
            while (start < dot && start > 0 && (Ascii.IsAlphanumeric(text[start - 1]) || text[start - 1] == '.') && !WordStart.IsEscaped(text, start))
            {
                start++;
            }

            if (start == dot)
            {
                continue;
            }

            if (!Parse(text, start, '.', out var end, out var address))
            {
                continue;
            }

            at = end;
            if (!IsMask(address) && !VersionText.Is(text, start, end, address))
            {
                hits.Add(new RedactionHit(start, end, RedactionRules.IpAddress, Encoding.ASCII.GetBytes(new IPAddress(scrambler.Scramble(address)).ToString()), null));
            }
        }
    }

    /// <summary>Adds the addresses in names that clouds give to machines, such as <c>ip-10-1-2-3</c> and <c>ec2-203-0-113-7</c>.</summary>
    public static void FindDashed(ReadOnlySpan<byte> text, AddressScrambler scrambler, List<RedactionHit> hits)
    {
        FindDashed(text, "ip-"u8, scrambler, hits);
        FindDashed(text, "ec2-"u8, scrambler, hits);
    }

    /// <summary>Adds what has colons: IPv6, hardware addresses, and the hexadecimal addresses of /proc/net/tcp.</summary>
    public static void FindColons(ReadOnlySpan<byte> text, AddressScrambler scrambler, Pseudonyms pseudonyms, List<RedactionHit> hits)
    {
        var at = 0;
        while (at < text.Length)
        {
            var colon = text.Slice(at).IndexOf((byte)':');
            if (colon < 0)
            {
                return;
            }

            colon += at;
            var start = colon;
            while (start > 0 && colon - start < 33 && Ascii.IsHex(text[start - 1]))
            {
                start--;
            }

            var end = colon;
            while (end < text.Length && end - start < MaxIPv6 + 5 && (Ascii.IsHex(text[end]) || text[end] is (byte)':' or (byte)'.'))
            {
                end++;
            }

            at = Math.Max(end, colon + 1);
            start = Math.Min(colon, start + WordStart.Rest(text, start));
            if ((start > 0 && (Ascii.IsAlphanumeric(text[start - 1]) || text[start - 1] == '.') && !WordStart.IsEscaped(text, start)) || (end < text.Length && Ascii.IsAlphanumeric(text[end])))
            {
                continue;
            }

            var word = text.Slice(start, end - start);
            while (word.Length > 0 && word[word.Length - 1] == '.')
            {
                word = word.Slice(0, word.Length - 1);
            }

            if (StandIn(word, colon - start, scrambler, pseudonyms) is var (length, rule, standIn))
            {
                hits.Add(new RedactionHit(start, start + length, rule, Encoding.ASCII.GetBytes(standIn), null));
            }
        }
    }

    private static void FindDashed(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix, AddressScrambler scrambler, List<RedactionHit> hits)
    {
        for (int at = 0, found; (found = text.Slice(at).IndexOf(prefix)) >= 0;)
        {
            var before = at + found - 1;
            at += found + prefix.Length;
            if ((before < 0 || !Ascii.IsAlphanumeric(text[before]) || WordStart.IsEscaped(text, before + 1)) && Parse(text, at, '-', out var end, out var address))
            {
                hits.Add(new RedactionHit(at, end, RedactionRules.IpAddress, Encoding.ASCII.GetBytes(new IPAddress(scrambler.Scramble(address)).ToString().Replace('.', '-')), null));
                at = end;
            }
        }
    }

    private static (int Length, string Rule, string StandIn)? StandIn(ReadOnlySpan<byte> word, int firstColon, AddressScrambler scrambler, Pseudonyms pseudonyms)
    {
        if (IsMac(word))
        {
            return (word.Length, RedactionRules.MacAddress, HardwareAddressText.StandIn(Text(word), pseudonyms));
        }

        // 0500000A:0016, least byte first within each four.
        if (firstColon is 8 or 32 && word.Length == firstColon + 5)
        {
            var address = new byte[firstColon / 2];
            for (var i = 0; i < address.Length; i++)
            {
                address[(i & ~3) | (3 - (i & 3))] = byte.Parse(Text(word.Slice(i * 2, 2)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }

            var mapped = Mapped(address);
            var other = mapped is null ? scrambler.Scramble(address) : Unmap(address, scrambler.Scramble(mapped));
            var hex = new StringBuilder(firstColon);
            for (var i = 0; i < other.Length; i++)
            {
                hex.Append(other[(i & ~3) | (3 - (i & 3))].ToString("X2", CultureInfo.InvariantCulture));
            }

            return (firstColon, RedactionRules.IpAddress, hex.ToString());
        }

        // A time has colons too: only what is abbreviated or has all eight groups.
        if (word.Length is < 3 or > MaxIPv6 || (word.IndexOf("::"u8) < 0 && Count(word) != 7) || (word.IndexOf("::"u8) >= 0 && Count(word) < 2)
            || !IPAddress.TryParse(Text(word), out var parsed))
        {
            return null;
        }

        var bytes = parsed.GetAddressBytes();
        if (bytes.Length != 16)
        {
            return null;
        }

        return Mapped(bytes) is { } four
            ? (word.Length, RedactionRules.IpAddress, "::ffff:" + new IPAddress(scrambler.Scramble(four)))
            : (word.Length, RedactionRules.IpAddress, new IPAddress(scrambler.Scramble(bytes)).ToString());
    }

    // An IPv4 address within an IPv6 one.
    private static byte[]? Mapped(byte[] address)
    {
        if (address.Length != 16 || address[10] != 0xFF || address[11] != 0xFF)
        {
            return null;
        }

        for (var i = 0; i < 10; i++)
        {
            if (address[i] != 0)
            {
                return null;
            }
        }

        return [address[12], address[13], address[14], address[15]];
    }

    private static byte[] Unmap(byte[] address, byte[] four)
    {
        var result = (byte[])address.Clone();
        four.CopyTo(result, 12);
        return result;
    }

    private static bool IsMac(ReadOnlySpan<byte> word)
    {
        if (word.Length != 17)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            if (i % 3 == 2 ? word[i] != ':' : !Ascii.IsHex(word[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Count(ReadOnlySpan<byte> word)
    {
        var colons = 0;
        foreach (var c in word)
        {
            colons += c == ':' ? 1 : 0;
        }

        return colons;
    }

    private static bool Parse(ReadOnlySpan<byte> text, int start, char separator, out int end, out byte[] address)
    {
        address = new byte[4];
        end = start;
        for (var part = 0; part < 4; part++)
        {
            var value = 0;
            var digits = 0;
            while (end < text.Length && digits < 4 && Ascii.IsDigit(text[end]))
            {
                value = (value * 10) + text[end++] - '0';
                digits++;
            }

            if (digits is 0 or > 3 || value > 255 || (digits > 1 && text[end - digits] == '0'))
            {
                return false;
            }

            address[part] = (byte)value;
            if (part < 3 && (end >= text.Length || text[end++] != separator))
            {
                return false;
            }
        }

        return end >= text.Length || !(Ascii.IsAlphanumeric(text[end]) || (text[end] == separator && end + 1 < text.Length && Ascii.IsDigit(text[end + 1])));
    }

    private static bool IsMask(byte[] address)
    {
        var bits = ((uint)address[0] << 24) | ((uint)address[1] << 16) | ((uint)address[2] << 8) | address[3];
        return address[0] == 255 && (~bits & (~bits + 1)) == 0;
    }

    private static string Text(ReadOnlySpan<byte> word) => Encoding.ASCII.GetString(word.ToArray());
}
