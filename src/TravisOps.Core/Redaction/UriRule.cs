using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>The password of a URI, such as <c>amqp://travis:PASSWORD@host/travis</c>. Scheme, user, host, port and database stay.</summary>
internal static class UriRule
{
    // Beyond it a URI is no place to look for an @.
    private const int MaxLength = 4096;

    // How far behind a blank or a quote in a password its @ is looked for.
    private const int MaxBroken = 128;

    // Longest user, password and host without a scheme.
    private const int MaxBare = 256;

    /// <summary>What stands behind a scheme: as it is, as PHP and Ruby write it in JSON, in a query, in a query within one.</summary>
    public static string[] Separators { get; } = ["://", ":\\/\\/", "%3a%2f%2f", "%253a%252f%252f"];

    /// <summary>The end of <c>proxy</c>, whose settings and options take an address without a scheme too.</summary>
    public const string ProxyMark = "oxy";

    /// <summary>A data source of Go's driver for MySQL: <c>root:VALUE@tcp(127.0.0.1:3306)/db</c>.</summary>
    public static string[] SourceMarks { get; } = ["@tcp(", "@unix("];

    /// <summary>Go's fault with a password that it takes for a port: <c>invalid port ":VALUE" after host</c>.</summary>
    public const string PortMark = "lid port ";

    /// <summary>Looks at the URI whose separator stands there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="separator">Where that begins.</param>
    /// <param name="length">Its length.</param>
    /// <param name="hits">Gets it.</param>
    public static void Find(ReadOnlySpan<byte> text, int separator, int length, List<RedactionHit> hits)
    {
        if (text[separator] == '%')
        {
            FindEncoded(text, separator + length, text[separator + 1] == '2' ? 2 : 0, hits);
            return;
        }

        var start = separator + length;
        var end = start;
        var stop = Math.Min(text.Length, start + MaxLength);
        while (end < stop && !Ascii.IsSpace(text[end]) && text[end] is not ((byte)'"' or (byte)'<' or (byte)'>' or (byte)'`'))
        {
            end++;
        }

        var rest = text.Slice(start, end - start);
        var at = rest.LastIndexOf((byte)'@');
        if (at < 0)
        {
            FindBroken(text, separator, start, end, hits);
        }

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

        if (colon >= 0 && colon < at - 1)
        {
            AddPassword(text, start + colon + 1, start + at, hits);
            if (rest.Slice(colon + 1, at - colon - 1).SequenceEqual("x-oauth-basic"u8))
            {
                SecretPatterns.Add(hits, text, start, start + colon, RedactionRules.Uri);
            }
        }
        else
        {
            // https://TOKEN@github.com, https://TOKEN:@packagecloud.io
            var user = colon == at - 1 ? colon : at;
            if (Randomness.LooksRandom(rest.Slice(0, user)))
            {
                SecretPatterns.Add(hits, text, start, start + user, RedactionRules.Uri);
            }
        }
    }

    /// <summary>Looks at the setting or option of a proxy.</summary>
    public static void FindProxy(ReadOnlySpan<byte> text, int mark, List<RedactionHit> hits)
    {
        var i = mark + ProxyMark.Length;
        while (i < text.Length && i - mark < MaxBare && Ascii.IsName(text[i]))
        {
            i++;
        }

        var start = i;
        while (start < text.Length && start - i < 16 && (Ascii.IsBlank(text[start]) || Ascii.IsQuote(text[start]) || text[start] is (byte)'=' or (byte)':' or (byte)'\\'))
        {
            start++;
        }

        if (start > i)
        {
            FindBare(text, start, hits);
        }
    }

    /// <summary>The password of <c>user:VALUE@host</c> that begins there.</summary>
    public static void FindBare(ReadOnlySpan<byte> text, int start, List<RedactionHit> hits)
    {
        var end = start;
        int colon = -1, at = -1;
        for (; end < text.Length && end - start < MaxBare && !Ascii.IsSpace(text[end]) && !Ascii.IsQuote(text[end]) && text[end] is not ((byte)'<' or (byte)'>' or (byte)'\\'); end++)
        {
            if (colon < 0 && text[end] is (byte)'/' or (byte)',')
            {
                return;
            }

            colon = colon < 0 && text[end] == ':' ? end : colon;
            at = text[end] == '@' ? end : at;
        }

        if (colon > start && at > colon + 1 && !text.Slice(colon).StartsWith("://"u8) && at + 1 < end && Ascii.IsAlphanumeric(text[at + 1]))
        {
            AddPassword(text, colon + 1, at, hits);
        }
    }

    /// <summary>The password of <c>user:VALUE</c> that begins there.</summary>
    public static void FindUser(ReadOnlySpan<byte> text, int start, List<RedactionHit> hits)
    {
        var end = start;
        while (end < text.Length && end - start < MaxBare && !Ascii.IsSpace(text[end]))
        {
            end++;
        }

        var colon = text.Slice(start, end - start).IndexOf((byte)':');
        if (colon > 0 && start + colon + 1 < end)
        {
            AddPassword(text, start + colon + 1, end, hits);
        }
    }

    /// <summary>Looks at what stands before Go's data source.</summary>
    public static void FindSource(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        var start = at;
        var colon = -1;
        while (start > 0 && at - start < MaxBare && !Ascii.IsSpace(text[start - 1]) && !Ascii.IsQuote(text[start - 1]))
        {
            start--;
            colon = text[start] == ':' ? start : colon;
        }

        // user:password, perhaps behind a name and an equals sign.
        if (colon > start && colon < at - 1)
        {
            SecretPatterns.Add(hits, text, colon + 1, at, RedactionRules.Uri);
        }
    }

    /// <summary>Looks at what Go takes for a port.</summary>
    public static void FindPort(ReadOnlySpan<byte> text, int mark, List<RedactionHit> hits)
    {
        const int MaxPort = 5;
        var start = mark + PortMark.Length;
        while (start < text.Length && (text[start] == '\\' || Ascii.IsQuote(text[start])))
        {
            start++;
        }

        if (start >= text.Length || text[start] != ':')
        {
            return;
        }

        var quote = text[start - 1];
        var escapes = 0;
        while (text[start - 2 - escapes] == '\\')
        {
            escapes++;
        }

        start++;
        var end = Ascii.IsQuote(quote) ? ValueEnd.Quoted(text, start, quote, escapes) : start;
        if (end > start && !(end - start <= MaxPort && IsNumber(text.Slice(start, end - start))))
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.Uri);
        }
    }

    // A blank, a quote or a bracket in the password: the @ of its host stands behind it on the line.
    private static void FindBroken(ReadOnlySpan<byte> text, int separator, int start, int end, List<RedactionHit> hits)
    {
        var rest = text.Slice(start, end - start);
        var colon = rest.IndexOf((byte)':');
        if (colon < 0 || end >= text.Length || text[end] is (byte)'\n' or (byte)'\r' || !IsLogin(text.Slice(0, separator))
            || rest.Slice(0, colon).IndexOfAny((byte)'/', (byte)'?', (byte)'#') >= 0)
        {
            return;
        }

        // host:5672 and host:$PORT, perhaps with a path, are whole.
        var slash = rest.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        var port = rest.Slice(colon + 1, (slash < 0 ? rest.Length : slash) - colon - 1);
        while (port.Length > 0 && !Ascii.IsAlphanumeric(port[port.Length - 1]))
        {
            port = port.Slice(0, port.Length - 1);
        }

        if (IsNumber(port) || (port.Length > 0 && port[0] == '$') || (slash >= 0 && colon > 0 && !IsService(text.Slice(0, separator))))
        {
            return;
        }

        var line = text.Slice(end, Math.Min(MaxBroken, text.Length - end));
        line = line.Slice(0, Ascii.LineEnd(line, 0));
        var next = line.IndexOf("://"u8);
        line = next < 0 ? line : line.Slice(0, next);
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] == '@' && HostLength(line.Slice(i + 1)) is > 0 and var host && (i + 1 + host == line.Length || line[i + 1 + host] is (byte)'/' or (byte)':' or (byte)'"' or (byte)'\'' or (byte)' '))
            {
                SecretPatterns.Add(hits, text, start + colon + 1, end + i, RedactionRules.Uri);
                return;
            }
        }
    }

    // %3A, %2F and %40, or with %25 for each %.
    private static void FindEncoded(ReadOnlySpan<byte> text, int start, int level, List<RedactionHit> hits)
    {
        var length = 3 + level;
        var end = start;
        int colon = -1, at = -1;
        for (var stop = Math.Min(text.Length, start + MaxLength); end < stop && !Ascii.IsSpace(text[end]) && !Ascii.IsQuote(text[end]) && text[end] is not ((byte)'&' or (byte)'<' or (byte)'>' or (byte)'\\'); end++)
        {
            if (text[end] == '%' && end + length <= stop && (level == 0 || (text[end + 1] == '2' && text[end + 2] == '5')))
            {
                var code = text.Slice(end + length - 2, 2);
                var isColon = code[0] == '3' && (code[1] | 0x20) == 'a';

                // The next URI of a list.
                if (isColon && at >= 0 && end + (3 * length) <= stop && Ascii.StartsWithIgnoreCase(text.Slice(end + (2 * length) - 2), "2f"u8))
                {
                    break;
                }

                colon = colon < 0 && isColon ? end : colon;
                at = code[0] == '4' && code[1] == '0' ? end : at;
            }
        }

        if (at < 0)
        {
            return;
        }

        if (colon >= 0 && colon + length < at)
        {
            SecretPatterns.Add(hits, text, colon + length, at, RedactionRules.Uri);
        }
        else if (Randomness.LooksRandom(text.Slice(start, (colon < 0 ? at : Math.Min(colon, at)) - start)))
        {
            SecretPatterns.Add(hits, text, start, colon < 0 ? at : Math.Min(colon, at), RedactionRules.Uri);
        }
    }

    private static int HostLength(ReadOnlySpan<byte> text)
    {
        var end = 0;
        while (end < text.Length && (Ascii.IsAlphanumeric(text[end]) || text[end] is (byte)'-' or (byte)'.' or (byte)'_'))
        {
            end++;
        }

        return end;
    }

    // Schemes whose URIs have a user and a password; docker://sha256:… has none.
    private static bool IsLogin(ReadOnlySpan<byte> before)
    {
        foreach (var scheme in s_logins)
        {
            if (before.Length >= scheme.Length && Ascii.StartsWithIgnoreCase(before.Slice(before.Length - scheme.Length), scheme))
            {
                return true;
            }
        }

        return IsService(before);
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

    private static readonly byte[][] s_logins =
    [
        "http"u8.ToArray(), "https"u8.ToArray(), "mysql"u8.ToArray(), "mysql2"u8.ToArray(), "mongodb"u8.ToArray(), "mongodb+srv"u8.ToArray(), "ftp"u8.ToArray(), "sftp"u8.ToArray(),
        "smtp"u8.ToArray(), "smtps"u8.ToArray(), "ldap"u8.ToArray(), "ldaps"u8.ToArray(), "socks5"u8.ToArray(),
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
