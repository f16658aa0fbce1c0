using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Reads the value that belongs to a name. Where two readings are possible it takes the longer one: too much is taken out rather than too little.</summary>
internal static class ValueReader
{
    private static readonly byte[][] s_schemes =
    [
        "bearer "u8.ToArray(), "basic "u8.ToArray(), "token "u8.ToArray(), "digest "u8.ToArray(), "negotiate "u8.ToArray(), "apikey "u8.ToArray(),
    ];

    /// <summary>Adds the value's place, if it has to go.</summary>
    /// <returns>False when no value belongs to the name.</returns>
    public static bool Read(ReadOnlySpan<byte> text, NamePlace place, SecretNameKind kind, List<RedactionHit> hits)
    {
        var i = place.End;
        if (place.Closes)
        {
            i += place.Escapes + 1;
        }

        // ENV['TOKEN'] = …, user[password]=…
        var bracket = place.Closes ? Ascii.SkipBlanks(text, i) : i;
        if (bracket < text.Length && text[bracket] == ']')
        {
            i = bracket + 1;
        }

        if (place.Start >= 2 && text[place.Start - 1] == '{' && text[place.Start - 2] == '$')
        {
            // A dash in the name is no part of it.
            var dash = text.Slice(place.Start, place.End - place.Start).IndexOf((byte)'-');
            ReadDefault(text, dash < 0 ? i : place.Start + dash, hits);
            return true;
        }

        // user%5Bpassword%5D=…, %22password%22%3A%22…%22
        i += i + 2 < text.Length && text[i] == '%' && text[i + 1] == '5' && (text[i + 2] | 0x20) == 'd' ? 3 : 0;
        if (text.Slice(i).StartsWith("%22"u8) && ReadEncoded(text, i + 3, kind, hits))
        {
            return true;
        }

        if (MarkupValues.Read(text, place, i, kind, hits))
        {
            return true;
        }

        i = Ascii.SkipColours(text, i);
        var at = Ascii.SkipColours(text, Ascii.SkipBlanks(text, i));
        if (at < text.Length && (text[at] == '=' || (text[at] == ':' && !text.Slice(at).StartsWith("::"u8) && !text.Slice(at).StartsWith("://"u8))))
        {
            var colon = text[at] == ':';
            at++;
            if (at < text.Length && text[at] is (byte)'=' or (byte)'>' && (!colon || text[at] == '='))
            {
                at++;
            }

            ReadAt(text, at, place, colon, kind, hits);
            return true;
        }

        // An equals sign of a query within a query, or in Go's JSON.
        var sign = text.Slice(at).StartsWith("\\u003d"u8) ? 6 : at + 2 < text.Length && text[at] == '%' && text[at + 1] == '3' && (text[at + 2] | 0x20) == 'd' ? 3 : 0;
        if (sign > 0)
        {
            at += sign;
            AddIf(text, at, ValueEnd.Encoded(text, at), kind, hits);
            return true;
        }

        if (PairedValues.Read(text, place, i, kind, hits))
        {
            return true;
        }

        if (StructuredValues.ReadNamed(text, place, i, kind, hits))
        {
            return true;
        }

        if (place.IsOption || IsSpaced(text, place))
        {
            return ReadArgument(text, place, kind, hits);
        }

        if (SpacedValues.Read(text, place, i, kind, hits))
        {
            return true;
        }

        // PASSWORD 'x' of SQL. A double quote may be the end of what the name stands in.
        if (place.Quote == 0 && at > i && kind == SecretNameKind.Secret && IsPassword(text.Slice(place.Start, place.End - place.Start))
            && !(at < text.Length && text[at] == '"' && ValueEnd.IsInside(text, place, (byte)'"')))
        {
            return ReadQuoted(text, at, hits);
        }

        return false;
    }

    /// <summary>The word behind an option: on a command line, as the next member of a list in JSON, as the next item of one in YAML.</summary>
    /// <returns>False when there is none, such as when another option follows.</returns>
    public static bool ReadArgument(ReadOnlySpan<byte> text, NamePlace place, SecretNameKind kind, List<RedactionHit> hits)
    {
        var i = place.End + (place.Closes ? place.Escapes + 1 : 0);
        var at = Ascii.SkipBlanks(text, i);
        if (place.IsFirst && (at >= text.Length || text[at] is (byte)'\n' or (byte)'\r'))
        {
            // The next line that begins as this one does, with a dash.
            var lead = text.Slice(place.LineStart, place.Before - place.LineStart);
            at = Ascii.SkipLine(text, at);
            if (lead.IndexOf((byte)'-') < 0 || !text.Slice(at).StartsWith(lead))
            {
                return false;
            }

            at += lead.Length;
        }
        else if (place.Closes)
        {
            at = Ascii.SkipSpaces(text, i);
            if (at >= text.Length || text[at] != ',')
            {
                return false;
            }

            // In the same quotes, with as many backslashes.
            at = Ascii.SkipSpaces(text, at + 1);
            var quote = at;
            while (quote < text.Length && text[quote] == '\\')
            {
                quote++;
            }

            if (quote - at != place.Escapes || quote >= text.Length || text[quote] != place.Quote)
            {
                return false;
            }
        }
        else if (at < text.Length && text[at] == ',' && place.IsOption && IsMember(text, place))
        {
            at = Ascii.SkipSpaces(text, at + 1);
        }
        else if (at < text.Length && text[at] == 0)
        {
            at++;
        }
        else if (at == i)
        {
            return false;
        }

        var first = at;
        while (first < text.Length && (Ascii.IsQuote(text[first]) || text[first] == '\\'))
        {
            first++;
        }

        if (first >= text.Length || text[first] == '-')
        {
            return false;
        }

        ReadAt(text, at, place, colon: false, kind, hits);
        return true;
    }

    /// <summary>The string of SQL that begins there, after E or N if it has one.</summary>
    /// <returns>False when there is none.</returns>
    public static bool ReadQuoted(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits, SecretNameKind kind = SecretNameKind.Secret)
    {
        if (at + 1 < text.Length && (text[at] | 0x20) is 'e' or 'n' && text[at + 1] == '\'')
        {
            at++;
        }

        var quote = at;
        while (quote < text.Length && text[quote] == '\\')
        {
            quote++;
        }

        if (quote >= text.Length || !Ascii.IsQuote(text[quote]))
        {
            return false;
        }

        AddIf(text, quote + 1, ValueEnd.Quoted(text, quote + 1, text[quote], quote - at), kind, hits);
        return true;
    }

    /// <summary>The value that begins there, quoted or not.</summary>
    public static void ReadAt(ReadOnlySpan<byte> text, int at, NamePlace place, bool colon, SecretNameKind kind, List<RedactionHit> hits)
    {
        var start = Ascii.SkipColours(text, Ascii.SkipBlanks(text, at));
        if (start >= text.Length || text[start] is (byte)'\n' or (byte)'\r')
        {
            if (colon && (place.IsFirst || place.Closes) && kind == SecretNameKind.Secret)
            {
                StructuredValues.ReadIndented(text, place.LineStart, start, hits);
            }

            return;
        }

        if (kind == SecretNameKind.Secret && ((text[start] == '[' && !text.Slice(start).StartsWith("[["u8)) || (text[start] == '{' && !text.Slice(start).StartsWith("{{"u8))))
        {
            StructuredValues.ReadContainer(text, start, hits);
            return;
        }

        if (colon && place.IsFirst && StructuredValues.IsBlockScalar(text.Slice(start, Ascii.LineEnd(text, start) - start)))
        {
            if (kind == SecretNameKind.Secret)
            {
                StructuredValues.ReadBlock(text, place.LineStart, Ascii.LineEnd(text, start), hits);
            }

            return;
        }

        if (MarkupValues.ReadLong(text, start, kind, hits))
        {
            return;
        }

        // A binary of Erlang.
        if (text.Slice(start).StartsWith("<<\""u8) || text.Slice(start).StartsWith("<<\\\""u8))
        {
            ReadQuoted(text, start + 2, hits, kind);
            return;
        }

        if (IsKeyFile(text, start, place))
        {
            return;
        }

        var isEnclosed = place.Quote != 0 && !place.Closes;
        var quote = SkipStringPrefix(text, start, place);
        var first = quote;
        while (quote < text.Length && text[quote] == '\\')
        {
            quote++;
        }

        if (quote < text.Length && Ascii.IsQuote(text[quote]) && !(isEnclosed && text[quote] == place.Quote && quote - first == place.Escapes))
        {
            var inner = SkipScheme(text, quote + 1);
            var close = ValueEnd.Quoted(text, quote + 1, text[quote], quote - first);
            AddIf(text, inner, close, kind, hits);
            for (var piece = close + 1; !colon && quote == first && close < text.Length && text[close] == text[quote] && ValueEnd.Joined(text, piece) is var more && more > piece; piece = more)
            {
                var isQuoted = Ascii.IsQuote(text[piece]) ? 1 : 0;
                AddIf(text, piece + isQuoted, more - isQuoted, kind, hits);
            }

            return;
        }

        // A word of a command line, which may have a line of its own.
        var isWord = place.IsOption && (place.End - place.Start == 2 || Ascii.IsBlank(text[place.End]));
        start = SkipScheme(text, start);
        var end = isEnclosed ? ValueEnd.Quoted(text, start, place.Quote, place.Escapes)
            : !place.Closes && IsHeader(text, place) ? ValueEnd.Header(text, start, place)
            : place.IsFirst && !isWord ? ValueEnd.First(text, start, colon)
            : ValueEnd.Plain(text, start, place);
        end = isEnclosed ? EndOfLine(text, start, end, place) : end;

        // Of the environment of a process, whose settings end so.
        var nul = text.Slice(start, Math.Max(0, end - start)).IndexOf((byte)0);
        end = nul < 0 ? end : start + nul;
        if (kind == SecretNameKind.Secret && isEnclosed && !colon && IsMember(text, place) && IsLiteral(text.Slice(start, Math.Max(0, end - start))))
        {
            hits.Add(new RedactionHit(start, end, RedactionRules.Name, null, text.Slice(start, end - start).ToArray()));
            return;
        }

        end = colon && start == at && !isEnclosed && !place.Closes ? EndOfField(text, place, end) : end;
        var count = hits.Count;
        AddIf(text, start, end, kind, hits);
        if (colon && place.IsFirst && !isEnclosed && kind == SecretNameKind.Secret && hits.Count > count)
        {
            ReadFolded(text, place, end, hits);
        }
    }

    /// <summary>Adds a value's place, where the name is a secret's or the value looks like one.</summary>
    public static void AddIf(ReadOnlySpan<byte> text, int start, int end, SecretNameKind kind, List<RedactionHit> hits)
    {
        if (end <= start)
        {
            return;
        }

        if (kind == SecretNameKind.Secret)
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.Name);
        }
        else if (Randomness.LooksRandom(text.Slice(start, end - start)))
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.HighEntropy);
        }
        else if (CredentialRule.IsUserAndPassword(text.Slice(start, end - start)))
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.Name);
        }
    }

    // Docker takes what looks like a stand-in as it is: "Env":["PASSWORD=<word>"].
    private static bool IsLiteral(ReadOnlySpan<byte> value) =>
        !PlainValues.IsPseudonym(value) && value.Length > 3 && ((value[0] == '<' && value[value.Length - 1] == '>') || (value.StartsWith("{{"u8) && value.EndsWith("}}"u8)) || (value[0] == '$' && Ascii.IsLetter(value[1])));

    // {Password:two words Host:h} of Go: up to the next field, or the bracket.
    private static int EndOfField(ReadOnlySpan<byte> text, NamePlace place, int end)
    {
        const int MaxField = 256;
        if (place.Start == 0 || text[place.Start] is not (>= (byte)'A' and <= (byte)'Z') || !(text[place.Start - 1] is (byte)'{' or (byte)' '))
        {
            return end;
        }

        var from = Math.Max(place.LineStart, place.Start - MaxField);
        var open = text.Slice(from, place.Start - from).LastIndexOfAny((byte)'{', (byte)'}');
        if (open < 0 || text[from + open] != '{')
        {
            return end;
        }

        for (int i = end, stop = Math.Min(text.Length, end + MaxField); i < stop && text[i] is not ((byte)'\n' or (byte)'\r' or (byte)'"'); i++)
        {
            if (text[i] == '}')
            {
                return i;
            }

            if (text[i] == ' ' && i + 1 < stop && text[i + 1] is >= (byte)'A' and <= (byte)'Z')
            {
                var name = i + 1;
                while (name < stop && Ascii.IsAlphanumeric(text[name]))
                {
                    name++;
                }

                if (name < stop && text[name] == ':')
                {
                    return i;
                }
            }
        }

        return end;
    }

    // A plain scalar of YAML goes on in lines that are indented more and have no key.
    private static void ReadFolded(ReadOnlySpan<byte> text, NamePlace place, int end, List<RedactionHit> hits)
    {
        const int MaxLines = 8;
        var indent = Ascii.Indent(text, place.LineStart);
        if (end != Ascii.LineEnd(text, end) || text[place.LineStart + indent] == '#')
        {
            return;
        }

        var line = Ascii.SkipLine(text, end);
        for (var count = 0; count < MaxLines && line < text.Length; count++)
        {
            var first = Ascii.SkipBlanks(text, line);
            var stop = Ascii.LineEnd(text, first);
            var rest = text.Slice(first, stop - first);
            if (first - line <= indent || rest.Length is 0 or > 512 || rest[0] is (byte)'#' or (byte)'-' or (byte)'{' or (byte)'[' or (byte)'<' || rest.IndexOf((byte)'=') >= 0 || rest.IndexOf((byte)':') >= 0 || rest.IndexOf((byte)'(') >= 0)
            {
                return;
            }

            AddIf(text, first, stop, SecretNameKind.Secret, hits);
            line = Ascii.SkipLine(text, stop);
        }
    }

    // %3A%22VALUE%22, with blanks in between.
    private static bool ReadEncoded(ReadOnlySpan<byte> text, int i, SecretNameKind kind, List<RedactionHit> hits)
    {
        i = SkipEncodedBlanks(text, i);
        if (!Ascii.StartsWithIgnoreCase(text.Slice(i), "%3a"u8))
        {
            return false;
        }

        i = SkipEncodedBlanks(text, i + 3);
        if (!text.Slice(i).StartsWith("%22"u8))
        {
            return false;
        }

        var end = i + 3;
        while (end < text.Length && !Ascii.IsSpace(text[end]) && !Ascii.IsQuote(text[end]) && text[end] is not ((byte)'&' or (byte)'<' or (byte)'>' or (byte)'\\') && !text.Slice(end).StartsWith("%22"u8))
        {
            end++;
        }

        AddIf(text, i + 3, end, kind, hits);
        return true;
    }

    private static int SkipEncodedBlanks(ReadOnlySpan<byte> text, int i)
    {
        while (i < text.Length && (text[i] == '+' || text.Slice(i).StartsWith("%20"u8)))
        {
            i += text[i] == '+' ? 1 : 3;
        }

        return i;
    }

    // "password: VALUE\nuser: x": a line break of JSON, and the next setting.
    private static int EndOfLine(ReadOnlySpan<byte> text, int start, int end, NamePlace place)
    {
        const int MaxValue = 4096;
        for (int i = start, most = Math.Min(end, start + MaxValue); i < most;)
        {
            var step = text.Slice(i, most - i).IndexOf((byte)'\\');
            if (step < 0)
            {
                return end;
            }

            var first = i + step;
            i = first;
            while (i < end && text[i] == '\\')
            {
                i++;
            }

            if (i - first == place.Escapes + 1 && i < end && text[i] is (byte)'n' or (byte)'r')
            {
                var name = i + 1;
                while (name < end && (text[name] is (byte)'\\' or (byte)'-' || Ascii.IsBlank(text[name])))
                {
                    name += text[name] == '\\' && name + 1 < end && text[name + 1] == 'n' ? 2 : 1;
                }

                var stop = name;
                while (stop < end && Ascii.IsName(text[stop]))
                {
                    stop++;
                }

                if (stop > name && stop < end && text[stop] is (byte)':' or (byte)'=')
                {
                    return first;
                }
            }
        }

        return end;
    }

    // tls_key=/etc/ssl/private/key.pem: a file, which has a dot in its last part.
    private static bool IsKeyFile(ReadOnlySpan<byte> text, int start, NamePlace place)
    {
        const int MaxPath = 1024;
        var name = text.Slice(place.Start, place.End - place.Start);
        if (name.Length < 3 || !Ascii.StartsWithIgnoreCase(name.Slice(name.Length - 3), "key"u8))
        {
            return false;
        }

        while (start < text.Length && (Ascii.IsQuote(text[start]) || text[start] == '\\'))
        {
            start++;
        }

        var end = start;
        while (end < text.Length && end - start < MaxPath && (Ascii.IsName(text[end]) || text[end] is (byte)'/' or (byte)'@' or (byte)'~'))
        {
            end++;
        }

        var path = text.Slice(start, end - start);
        var slash = path.LastIndexOf((byte)'/');
        return slash >= 0 && path[0] == '/' && path.Slice(slash).IndexOf((byte)'.') > 1 && !Randomness.LooksRandom(path.Slice(slash + 1));
    }

    // ${NAME:-default}: the default, unless it is the shipped one.
    private static void ReadDefault(ReadOnlySpan<byte> text, int i, List<RedactionHit> hits)
    {
        i += i < text.Length && text[i] == ':' ? 1 : 0;
        if (i + 1 >= text.Length || text[i] is not ((byte)'-' or (byte)'=' or (byte)'+'))
        {
            return;
        }

        const int MaxDefault = 4096;
        var close = text.Slice(i, Math.Min(MaxDefault, text.Length - i)).IndexOf((byte)'}');
        if (close > 1 && PlainValues.IsParticular(text.Slice(i + 1, close - 1)))
        {
            SecretPatterns.Add(hits, text, i + 1, i + close, RedactionRules.Name);
        }
    }

    // u'…' and b"…" of Python, E'…' of SQL, $'…' of bash, @"…" of C#: the letter is no value.
    private static int SkipStringPrefix(ReadOnlySpan<byte> text, int start, NamePlace place)
    {
        var i = start;
        while (i < text.Length && i - start < 2 && ((text[i] | 0x20) is 'u' or 'b' or 'r' or 'f' or 'e' or 'n' || text[i] is (byte)'$' or (byte)'@'))
        {
            i++;
        }

        var quote = i;
        while (quote < text.Length && text[quote] == '\\')
        {
            quote++;
        }

        return i > start && quote < text.Length && text[quote] is (byte)'"' or (byte)'\'' && !(place.Quote == text[quote] && !place.Closes) && (quote > i || place.Closes || !ValueEnd.IsInside(text, place, text[quote])) ? i : start;
    }

    private static int SkipScheme(ReadOnlySpan<byte> text, int start)
    {
        foreach (var scheme in s_schemes)
        {
            if (Ascii.StartsWithIgnoreCase(text.Slice(start), scheme))
            {
                return Ascii.SkipBlanks(text, start + scheme.Length);
            }
        }

        return start;
    }

    // Authorization and Cookie have values with blanks in them.
    private static bool IsHeader(ReadOnlySpan<byte> text, NamePlace place)
    {
        var name = text.Slice(place.Start, place.End - place.Start);
        return Ascii.StartsWithIgnoreCase(name, "cookie"u8) || Ascii.StartsWithIgnoreCase(name, "set-cookie"u8) || Ascii.StartsWithIgnoreCase(name, "authorization"u8)
            || Ascii.StartsWithIgnoreCase(name, "proxy-authorization"u8);
    }

    private static bool IsPassword(ReadOnlySpan<byte> name)
    {
        foreach (var word in s_passwords)
        {
            if (name.Length >= word.Length && Ascii.StartsWithIgnoreCase(name.Slice(name.Length - word.Length), word))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly byte[][] s_passwords = ["password"u8.ToArray(), "passwd"u8.ToArray(), "passphrase"u8.ToArray()];

    // [--password, VALUE] of YAML.
    private static bool IsMember(ReadOnlySpan<byte> text, NamePlace place)
    {
        var i = place.Before;
        while (i > 0 && Ascii.IsSpace(text[i - 1]))
        {
            i--;
        }

        return i > 0 && text[i - 1] is (byte)'[' or (byte)',';
    }

    // Settings whose value stands behind a blank: of redis.conf and its CONFIG SET, of ldap.conf and slapd.conf, and
    // machine HOST login NAME password VALUE.
    private static bool IsSpaced(ReadOnlySpan<byte> text, NamePlace place)
    {
        var name = text.Slice(place.Start, place.End - place.Start);
        if (name.SequenceEqual("requirepass"u8) || name.SequenceEqual("masterauth"u8) || name.SequenceEqual("bindpw"u8) || name.SequenceEqual("rootpw"u8))
        {
            return place.IsFirst || (place.Start >= 4 && Ascii.StartsWithIgnoreCase(text.Slice(place.Start - 4), "set "u8));
        }

        // ENV NAME VALUE of a Dockerfile.
        if (text.Slice(place.LineStart, place.Start - place.LineStart).SequenceEqual("ENV "u8))
        {
            return true;
        }

        if (!name.SequenceEqual("password"u8))
        {
            return false;
        }

        var from = Math.Max(0, place.Start - 512);
        var before = text.Slice(from, place.Start - from);
        return before.IndexOf("login "u8) >= 0 && (before.IndexOf("machine "u8) >= 0 || before.IndexOf("default "u8) >= 0);
    }
}
