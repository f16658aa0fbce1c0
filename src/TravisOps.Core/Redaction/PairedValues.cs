using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Values that stand behind a name's closing quote or bracket without an equals sign: pairs of lists and of calls, words of Redis, keys of PostgreSQL, terms of Erlang.</summary>
internal static class PairedValues
{
    private const int MaxList = 256;

    /// <summary>Looks for the value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The name.</param>
    /// <param name="i">Behind it and its quote.</param>
    /// <param name="kind">What the name says.</param>
    /// <param name="hits">Gets it.</param>
    /// <returns>False when there is none.</returns>
    public static bool Read(ReadOnlySpan<byte> text, NamePlace place, int i, SecretNameKind kind, List<RedactionHit> hits) =>
        ReadTerm(text, place, i, kind, hits) || (place.Closes && (ReadPair(text, place, i, kind, hits) || ReadWord(text, place, i, kind, hits))) || ReadKey(text, i, kind, hits);

    /// <summary>A term of Erlang: a string, a binary, a list of characters, an atom.</summary>
    public static bool ReadTerm(ReadOnlySpan<byte> text, int at, SecretNameKind kind, List<RedactionHit> hits)
    {
        if (ValueReader.ReadQuoted(text, text.Slice(at).StartsWith("<<"u8) ? at + 2 : at, hits, kind))
        {
            return true;
        }

        var end = at;
        if (at < text.Length && text[at] == '[')
        {
            end++;
            while (end < text.Length && (Ascii.IsDigit(text[end]) || Ascii.IsSpace(text[end]) || text[end] == ','))
            {
                end++;
            }

            if (end == at + 1 || end == text.Length || text[end] != ']')
            {
                return false;
            }

            ValueReader.AddIf(text, at + 1, end, SecretNameKind.Secret, hits);
            return true;
        }

        while (end < text.Length && (Ascii.IsAlphanumeric(text[end]) || text[end] is (byte)'_' or (byte)'@'))
        {
            end++;
        }

        var close = Ascii.SkipSpaces(text, end);
        if (end == at || kind != SecretNameKind.Secret || close >= text.Length || text[close] is not ((byte)'}' or (byte)',') || IsSecretName(text.Slice(at, end - at)))
        {
            return false;
        }

        ValueReader.AddIf(text, at, end, kind, hits);
        return true;
    }

    // {default_pass,<<"...">>} and {<<"password">>,<<"...">>} of Erlang.
    private static bool ReadTerm(ReadOnlySpan<byte> text, NamePlace place, int i, SecretNameKind kind, List<RedactionHit> hits)
    {
        var before = place.Before;
        if (place.Closes && text.Slice(0, before).EndsWith("<<"u8))
        {
            before -= 2;
            i += text.Slice(i).StartsWith(">>"u8) ? 2 : 0;
        }

        i = Ascii.SkipBlanks(text, i);
        return i < text.Length && text[i] == ',' && before > 0 && text[before - 1] == '{' && ReadTerm(text, Ascii.SkipSpaces(text, i + 1), kind, hits);
    }

    // [["token", "x"], …] of ActiveRecord, ('password', 'x') of Python, define('DB_PASSWORD', 'x'), Setenv("TOKEN", "x"). A list of names has
    // other things around it: ("token", "user_id") of SQL has a blank before it, ["a", "b"] of JSON a colon.
    private static bool ReadPair(ReadOnlySpan<byte> text, NamePlace place, int i, SecretNameKind kind, List<RedactionHit> hits)
    {
        var before = place.Before;
        if (before == 0 || text[before - 1] is not ((byte)'[' or (byte)'('))
        {
            return false;
        }

        var isCall = text[before - 1] == '(';
        var outer = before - 1;
        while (!isCall && outer > 0 && before - outer < MaxList && Ascii.IsSpace(text[outer - 1]))
        {
            outer--;
        }

        if (isCall ? place.Quote != '\'' && !(before > 1 && Ascii.IsAlphanumeric(text[before - 2])) : outer == 0 || text[outer - 1] is not ((byte)'[' or (byte)',' or (byte)'('))
        {
            return false;
        }

        var at = Ascii.SkipBlanks(text, i);
        if (at >= text.Length || text[at] != ',' || !QuoteAt(text, Ascii.SkipSpaces(text, at + 1), place, out var start))
        {
            return false;
        }

        // [name, value] has no third one.
        var end = ValueEnd.Quoted(text, start, place.Quote, place.Escapes);
        var close = Ascii.SkipSpaces(text, Math.Min(text.Length, end + place.Escapes + 1));
        if (IsSecretName(text.Slice(start, end - start)) || (!isCall && close < text.Length && text[close] != ']'))
        {
            return false;
        }

        ValueReader.AddIf(text, start, end, kind, hits);
        return true;
    }

    // "AUTH" "x" and "CONFIG" "SET" "requirepass" "x" of Redis' MONITOR and slow log.
    private static bool ReadWord(ReadOnlySpan<byte> text, NamePlace place, int i, SecretNameKind kind, List<RedactionHit> hits)
    {
        var isAuth = Ascii.StartsWithIgnoreCase(text.Slice(place.Start, place.End - place.Start), "auth"u8) && place.End - place.Start == 4;
        var follows = place.IsFirst || (place.Before > 1 && Ascii.IsBlank(text[place.Before - 1]) && text[place.Before - 2] is (byte)'"' or (byte)']');
        if (place.Quote != '"' || !follows || (kind != SecretNameKind.Secret && !isAuth))
        {
            return false;
        }

        const int MaxWords = 3;
        var any = false;
        var count = 0;
        for (var at = Ascii.SkipBlanks(text, i); count++ < MaxWords && at > i && QuoteAt(text, at, place, out var start); at = Ascii.SkipBlanks(text, i))
        {
            i = Math.Min(text.Length, ValueEnd.Quoted(text, start, place.Quote, place.Escapes) + place.Escapes + 1);

            // A user may stand before the password.
            if (!isAuth || !QuoteAt(text, Ascii.SkipBlanks(text, i), place, out _))
            {
                ValueReader.AddIf(text, start, i - place.Escapes - 1, SecretNameKind.Secret, hits);
                return true;
            }

            any = true;
        }

        return any;
    }

    // Key (user_id, access_token)=(1, x) already exists.
    private static bool ReadKey(ReadOnlySpan<byte> text, int i, SecretNameKind kind, List<RedactionHit> hits)
    {
        var at = i;
        while (at < text.Length && at - i < MaxList && (Ascii.IsName(text[at]) || text[at] is (byte)',' or (byte)' ' or (byte)'"' or (byte)'\\' or (byte)':' or (byte)')'))
        {
            if (text[at] == ')' && text.Slice(at).StartsWith(")=("u8))
            {
                var start = at + 3;
                var line = text.Slice(start, Math.Min(MaxList * 16, Ascii.LineEnd(text, start) - start));
                foreach (var word in s_behindKeys)
                {
                    var end = line.IndexOf(word);
                    if (end >= 0)
                    {
                        ValueReader.AddIf(text, start, start + end, kind, hits);
                        return true;
                    }
                }

                var close = line.LastIndexOf((byte)')');
                ValueReader.AddIf(text, start, start + (close < 0 ? line.Length : close), kind, hits);
                return true;
            }

            at++;
        }

        return false;
    }

    private static readonly byte[][] s_behindKeys = [") already exists"u8.ToArray(), ") is "u8.ToArray(), ") conflicts "u8.ToArray()];

    // The same quote as the name's, with as many backslashes, perhaps behind the letter of a kind of string.
    private static bool QuoteAt(ReadOnlySpan<byte> text, int at, NamePlace place, out int start)
    {
        at += at + 1 < text.Length && (text[at] | 0x20) is 'u' or 'b' or 'r' or 'e' or 'n' && Ascii.IsQuote(text[at + 1]) ? 1 : 0;
        start = at;
        while (start < text.Length && text[start] == '\\')
        {
            start++;
        }

        return start - at == place.Escapes && start < text.Length && text[start++] == place.Quote;
    }

    private static bool IsSecretName(ReadOnlySpan<byte> value) => value.Length <= 64 && SecretNames.Classify(System.Text.Encoding.UTF8.GetString(value.ToArray())) == SecretNameKind.Secret;
}
