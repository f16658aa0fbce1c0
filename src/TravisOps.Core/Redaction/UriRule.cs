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

        // An unescaped / # or ? in a password is wrong and happens; a port before the first slash shows that what follows is a path.
        var authority = rest.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        var colon = rest.IndexOf((byte)':');
        if (authority >= 0 && authority < at)
        {
            var inAuthority = rest.Slice(0, authority).LastIndexOf((byte)'@');
            if (inAuthority > 0)
            {
                at = inAuthority;
            }
            else if (colon < 0 || colon > authority || IsNumber(rest.Slice(colon + 1, authority - colon - 1)))
            {
                return;
            }
        }

        // More than one URI in a list: the last @ of the first one.
        var next = rest.IndexOf("://"u8);
        if (next >= 0 && next < at)
        {
            at = rest.Slice(0, next).LastIndexOf((byte)'@');
            if (at <= 0)
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
