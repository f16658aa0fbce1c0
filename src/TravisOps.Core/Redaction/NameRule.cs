using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>A value beside a name, in the ways that configuration files, logs, JSON, YAML, XML, command lines and headers have them.</summary>
internal static class NameRule
{
    private const int MaxName = 80;

    /// <summary>Looks at the name that has a word such as <c>token</c> in it there.</summary>
    /// <returns>Where the name ends: before that nothing else is to be looked for.</returns>
    public static int Find(ReadOnlySpan<byte> text, int at, int length, List<RedactionHit> hits)
    {
        var start = at;
        while (start > 0 && at - start < MaxName && Ascii.IsName(text[start - 1]))
        {
            start--;
        }

        // What an escape or a colour leaves before it belongs to no name, nor does the letter of a line break or tab in capitals.
        start = Math.Min(at, start + (start > 0 && text[start - 1] == '\\' && (text[start] | 0x20) is 'n' or 't' or 'r' ? 1 : WordStart.Rest(text, start)));

        // pw= tells that the name ends there.
        var end = at + length;
        while (!Ascii.IsName(text[end - 1]))
        {
            end--;
        }

        while (end < text.Length && end - at < MaxName && Ascii.IsName(text[end]))
        {
            end++;
        }

        if (IsBase64End(text, start, end))
        {
            return end;
        }

        // Mailgun's key is no name.
        if (end - start == 36 && text.Slice(start).StartsWith("key-"u8) && IsHex(text.Slice(start + 4, 32)))
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.Token);
            return end;
        }

        // PWD of a shell and of sudo is a folder; Pwd of a connection string is a password.
        if (text.Slice(start, end - start).SequenceEqual("PWD"u8) && IsFolder(text, end))
        {
            return end;
        }

        var place = new NamePlace(text, start, end);
        var kind = Classify(text.Slice(start, end - start));
        if (kind == SecretNameKind.Maybe && place.ParentName(text) is { Length: > 0 } parent)
        {
            kind = SecretNames.Classify(parent + "." + Text(text.Slice(start, end - start))) == SecretNameKind.Secret ? SecretNameKind.Secret : kind;
        }

        if (kind == SecretNameKind.Secret && IsOfOthers(text, place))
        {
            kind = SecretNameKind.Maybe;
        }

        var before = hits.Count;
        if (kind != SecretNameKind.None && !ValueReader.Read(text, place, kind, hits))
        {
            FindRandomBeside(text, end, hits);
        }

        for (var i = before; i < hits.Count; i++)
        {
            hits[i] = hits[i] with { NameStart = start };
        }

        return end;
    }

    // The end of some base64 and its padding, and not name=="value".
    private static bool IsBase64End(ReadOnlySpan<byte> text, int start, int end)
    {
        if (start > 0 && text[start - 1] == '+')
        {
            return true;
        }

        if (!text.Slice(end).StartsWith("=="u8))
        {
            return false;
        }

        var next = Ascii.SkipBlanks(text, end + 2);
        return next == text.Length || (Ascii.IsQuote(text[next]) ? next == end + 2 && (next + 1 == text.Length || !Ascii.IsName(text[next + 1])) : next > end + 2 || !Ascii.IsName(text[next]));
    }

    // unexpected token: of a parser, and passwd: of nsswitch.conf.
    private static bool IsOfOthers(ReadOnlySpan<byte> text, NamePlace place)
    {
        var name = text.Slice(place.Start, place.End - place.Start);
        if (name.SequenceEqual("token"u8))
        {
            var before = text.Slice(0, place.Start);
            return before.EndsWith("nexpected "u8) || before.EndsWith("llegal "u8);
        }

        // pam_unix(passwd:chauthtok)
        if (name.SequenceEqual("passwd"u8) && text.Slice(place.End).StartsWith(":chauthtok"u8))
        {
            return true;
        }

        if (!name.SequenceEqual("passwd"u8) || !place.IsFirst || place.End >= text.Length || text[place.End] != ':')
        {
            return false;
        }

        var start = Ascii.SkipBlanks(text, place.End + 1);
        foreach (var source in s_nameSources)
        {
            if (text.Slice(start).StartsWith(source) && (start + source.Length == text.Length || Ascii.IsSpace(text[start + source.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly byte[][] s_nameSources =
    [
        "files"u8.ToArray(), "compat"u8.ToArray(), "systemd"u8.ToArray(), "sss"u8.ToArray(), "nis"u8.ToArray(), "ldap"u8.ToArray(), "winbind"u8.ToArray(), "db"u8.ToArray(), "cache"u8.ToArray(), "extrausers"u8.ToArray(),
    ];

    // /home/x or C:\x, perhaps in quotes.
    private static bool IsFolder(ReadOnlySpan<byte> text, int nameEnd)
    {
        var i = nameEnd;
        while (i < text.Length && i - nameEnd < 8 && (Ascii.IsBlank(text[i]) || Ascii.IsQuote(text[i]) || text[i] is (byte)'=' or (byte)':' or (byte)'\\'))
        {
            i++;
        }

        return i > nameEnd && i < text.Length && (text[i] == '/' || (i + 2 < text.Length && Ascii.IsLetter(text[i]) && text[i + 1] == ':' && text[i + 2] is (byte)'\\' or (byte)'/'));
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
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

    private static SecretNameKind Classify(ReadOnlySpan<byte> name)
    {
        // Some base64 has "key" in it, and its padding looks like a setting's equals sign.
        if (Randomness.LooksRandom(name) && name.IndexOfAny((byte)'_', (byte)'.') < 0)
        {
            return SecretNameKind.None;
        }

        Span<char> text = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++)
        {
            text[i] = (char)name[i];
        }

        return SecretNames.Classify(text);
    }

    private static string Text(ReadOnlySpan<byte> name)
    {
        var text = new char[name.Length];
        for (var i = 0; i < name.Length; i++)
        {
            text[i] = (char)name[i];
        }

        return new string(text);
    }

    // "the token abc… was refused": one of the next words, when it looks random and is not told to be a commit or a digest.
    private static void FindRandomBeside(ReadOnlySpan<byte> text, int nameEnd, List<RedactionHit> hits)
    {
        const int Words = 3;
        const int MaxGap = 24;
        var i = nameEnd;
        for (var word = 0; word < Words && i < text.Length && i - nameEnd <= MaxGap; word++)
        {
            while (i < text.Length && (Ascii.IsBlank(text[i]) || text[i] is (byte)'(' or (byte)'[' or (byte)'"' or (byte)'\'' or (byte)':' or (byte)'=' or (byte)'`' or (byte)'\\'))
            {
                i++;
            }

            var start = i;
            while (i < text.Length && !Ascii.IsSpace(text[i]) && text[i] is not ((byte)'"' or (byte)'\'' or (byte)')' or (byte)']' or (byte)',' or (byte)';' or (byte)':' or (byte)'=' or (byte)'`' or (byte)'\\'))
            {
                i++;
            }

            var value = text.Slice(start, i - start);
            if ((IsDecoyWord(value) && !(Randomness.LooksRandom(value) && value.IndexOf((byte)'_') < 0)) || (i < text.Length && text[i] is (byte)'\n' or (byte)'\r' && value.Length == 0))
            {
                return;
            }

            if (Randomness.LooksRandom(value))
            {
                SecretPatterns.Add(hits, text, start, i, RedactionRules.HighEntropy);
                return;
            }
        }
    }

    private static bool IsDecoyWord(ReadOnlySpan<byte> word)
    {
        foreach (var decoy in s_decoys)
        {
            if (word.Length >= decoy.Length && Ascii.StartsWithIgnoreCase(word, decoy))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly byte[][] s_decoys =
    [
        "commit"u8.ToArray(), "sha"u8.ToArray(), "rev"u8.ToArray(), "digest"u8.ToArray(), "image"u8.ToArray(), "uuid"u8.ToArray(), "id"u8.ToArray(), "hash"u8.ToArray(), "container"u8.ToArray(),
        "constraint"u8.ToArray(), "fk_"u8.ToArray(), "index"u8.ToArray(), "fingerprint"u8.ToArray(),
    ];
}
