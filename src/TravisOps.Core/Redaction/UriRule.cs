using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>The password of a URI, such as <c>amqp://travis:PASSWORD@host/travis</c>. Scheme, user, host, port and database stay.</summary>
internal static class UriRule
{
    // Beyond it a URI is no place to look for an @.
    private const int MaxLength = 4096;

    /// <summary>Looks at the URI whose <c>://</c> stands there.</summary>
    public static void Find(ReadOnlySpan<byte> text, int separator, List<RedactionHit> hits)
    {
        var start = separator + 3;
        var end = start;
        var stop = Math.Min(text.Length, start + MaxLength);
        while (end < stop && !Ascii.IsSpace(text[end]) && text[end] is not ((byte)'"' or (byte)'<' or (byte)'>' or (byte)'`'))
        {
            end++;
        }

        var rest = text.Slice(start, end - start);
        var at = rest.LastIndexOf((byte)'@');
        if (at <= 0)
        {
            return;
        }

        // More than one URI in a list: the last @ of the first one.
        var next = rest.IndexOf("://"u8);
        if (next >= 0 && next < at)
        {
            rest = rest.Slice(0, next);
            at = rest.LastIndexOf((byte)'@');
            if (at <= 0)
            {
                return;
            }
        }

        // An unescaped / # ? or @ in a password is wrong and happens. Where a path may have an @ of its own it takes more to believe it: no host
        // behind the first one, or no port before the first slash.
        var colon = rest.IndexOf((byte)':');
        var authority = rest.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        if (authority >= 0 && authority < at && !IsService(text.Slice(0, separator)))
        {
            var inAuthority = rest.Slice(0, authority).LastIndexOf((byte)'@');
            if (inAuthority > 0)
            {
                at = IsHost(rest.Slice(inAuthority + 1)) || !IsHost(rest.Slice(at + 1)) ? inAuthority : at;
            }
            else if (colon < 0 || colon > authority || IsNumber(rest.Slice(colon + 1, authority - colon - 1)))
            {
                return;
            }
        }

        if (colon >= 0 && colon < at)
        {
            AddPassword(text, start + colon + 1, start + at, hits);
            if (rest.Slice(colon + 1, at - colon - 1).SequenceEqual("x-oauth-basic"u8))
            {
                SecretPatterns.Add(hits, text, start, start + colon, RedactionRules.Uri);
            }
        }
        else if (colon < 0 || colon > at)
        {
            // https://TOKEN@github.com
            if (Randomness.LooksRandom(rest.Slice(0, at)))
            {
                SecretPatterns.Add(hits, text, start, start + at, RedactionRules.Uri);
            }
        }
    }

    // ${NAME:-default} as worker files have it: the default is a secret unless it is the shipped one.
    private static void AddPassword(ReadOnlySpan<byte> text, int start, int end, List<RedactionHit> hits)
    {
        var value = text.Slice(start, end - start);
        if (value.StartsWith("${"u8) && value[value.Length - 1] == '}')
        {
            var standIn = value.IndexOf(":-"u8);
            if (standIn >= 0 && PlainValues.IsParticular(value.Slice(standIn + 2, value.Length - standIn - 3)))
            {
                SecretPatterns.Add(hits, text, start + standIn + 2, end - 1, RedactionRules.Uri);
            }

            return;
        }

        SecretPatterns.Add(hits, text, start, end, RedactionRules.Uri);
    }

    // Schemes of servers that a user logs in to, whose paths have no @: the longest reading is the password, as Workers/Remote/settings.awk has it.
    private static bool IsService(ReadOnlySpan<byte> before)
    {
        foreach (var scheme in s_services)
        {
            if (before.Length >= scheme.Length && Ascii.StartsWithIgnoreCase(before.Slice(before.Length - scheme.Length), scheme))
            {
                return true;
            }
        }

        return false;
    }

    // A name with dots that ends in letters, an IPv4 address, or anything with a port; then a path or the end.
    private static bool IsHost(ReadOnlySpan<byte> text)
    {
        int end = 0, dots = 0;
        while (end < text.Length && (Ascii.IsAlphanumeric(text[end]) || text[end] is (byte)'-' or (byte)'.'))
        {
            dots += text[end] == '.' ? 1 : 0;
            end++;
        }

        if (end == 0)
        {
            return false;
        }

        var isName = (dots > 0 && Ascii.IsLetter(text[end - 1])) || (dots == 3 && Ascii.IsDigit(text[end - 1]));
        if (end < text.Length && text[end] == ':' && end + 1 < text.Length && Ascii.IsDigit(text[end + 1]))
        {
            isName = true;
            for (end++; end < text.Length && Ascii.IsDigit(text[end]); end++)
            {
            }
        }

        return isName && (end == text.Length || text[end] is (byte)'/' or (byte)'?' or (byte)'#' || !Ascii.IsName(text[end]));
    }

    private static readonly byte[][] s_services =
    [
        "amqp"u8.ToArray(), "amqps"u8.ToArray(), "postgres"u8.ToArray(), "postgresql"u8.ToArray(), "redis"u8.ToArray(), "rediss"u8.ToArray(),
    ];

    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!Ascii.IsDigit(c))
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}
