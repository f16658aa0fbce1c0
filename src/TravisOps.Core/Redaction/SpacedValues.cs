using System;
using System.Collections.Generic;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Values that stand behind a name and a blank: settings of servers that have no equals sign, and cells of a table.</summary>
internal static class SpacedValues
{
    private const int MaxLookBack = 512;

    // Behind one of these a name and its value follow.
    private static readonly byte[][] s_directives =
    [
        "proxy_set_header "u8.ToArray(), "add_header "u8.ToArray(), "fastcgi_param "u8.ToArray(), "uwsgi_param "u8.ToArray(), "requestheader set "u8.ToArray(), "setenv "u8.ToArray(),
        "configure set "u8.ToArray(), "config set "u8.ToArray(), "git config "u8.ToArray(), "config --global "u8.ToArray(), "config --local "u8.ToArray(), "config --system "u8.ToArray(),
    ];

    // What follows a password on a line of prose.
    private static readonly HashSet<string> s_prose = new(StringComparer.OrdinalIgnoreCase)
    {
        "changed", "updated", "unchanged", "reset", "saved", "generated", "created", "removed", "prompt", "protected", "protection", "hash", "file", "policy", "authentication", "manager", "here", "again",
        "is", "was", "check", "checking", "encryption", "hashing", "store", "confirmation", "login", "sufficient", "include", "requisite", "ok", "accepted", "verified", "entry", "field",
    };

    /// <summary>Adds the value's place, if there is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The name.</param>
    /// <param name="i">Behind it and its quote.</param>
    /// <param name="kind">What the name says.</param>
    /// <param name="hits">Gets it.</param>
    public static bool Read(ReadOnlySpan<byte> text, NamePlace place, int i, SecretNameKind kind, List<RedactionHit> hits)
    {
        var before = text.Slice(place.LineStart, place.Start - place.LineStart);
        var name = text.Slice(place.Start, place.End - place.Start);

        // stats auth user:VALUE of HAProxy.
        if (kind == SecretNameKind.Maybe && name.SequenceEqual("auth"u8) && before.EndsWith("stats "u8))
        {
            UriRule.FindUser(text, Ascii.SkipBlanks(text, i), hits);
            return true;
        }

        if (kind != SecretNameKind.Secret || i >= text.Length || !Ascii.IsBlank(text[i]))
        {
            return false;
        }

        // sentinel auth-pass master VALUE
        if (before.EndsWith("sentinel "u8) && name.SequenceEqual("auth-pass"u8))
        {
            var master = Ascii.SkipBlanks(text, i);
            var end = master;
            while (end < text.Length && !Ascii.IsSpace(text[end]))
            {
                end++;
            }

            return ValueReader.ReadArgument(text, new NamePlace(text, master, end), kind, hits);
        }

        var value = Ascii.SkipBlanks(text, i);
        if (value >= text.Length || text[value] is (byte)'\n' or (byte)'\r')
        {
            return false;
        }

        return text[value] == '|' ? ReadCell(text, place, value, hits)
            : text[value] != '$' && (FollowsDirective(before) || (place.IsFirst && place.Quote == 0 && IsPassword(name) && IsOneWord(text, value))) && ValueReader.ReadArgument(text, place, kind, hits);
    }

    /// <summary>The passwords of <c>user default on &gt;VALUE ~* +@all</c>, an access rule of Redis, whose first one's mark stands there.</summary>
    public static void FindRule(ReadOnlySpan<byte> text, int mark, List<RedactionHit> hits)
    {
        var from = Math.Max(0, mark - MaxLookBack);
        var before = text.Slice(from, mark - from);
        before = before.Slice(before.LastIndexOf((byte)'\n') + 1);
        if (before.IndexOf("user "u8) < 0 && before.IndexOf("SETUSER"u8) < 0 && before.IndexOf("setuser"u8) < 0)
        {
            return;
        }

        const int MaxPasswords = 8;
        var count = 0;
        for (var i = mark + 1; count++ < MaxPasswords && i < text.Length && text[i] is not ((byte)'\n' or (byte)'\r');)
        {
            while (i < text.Length && (Ascii.IsBlank(text[i]) || Ascii.IsQuote(text[i]) || text[i] == '\\'))
            {
                i++;
            }

            var start = i;
            while (i < text.Length && !Ascii.IsSpace(text[i]) && !Ascii.IsQuote(text[i]) && text[i] != '\\')
            {
                i++;
            }

            if (i == start || text[start] != '>')
            {
                return;
            }

            ValueReader.AddIf(text, start + 1, i, SecretNameKind.Secret, hits);
        }
    }

    /// <summary>Ends of <c>on</c> and <c>off</c> with a password behind.</summary>
    public static string[] RuleMarks { get; } = ["n >", "f >", "n\" \">", "f\" \">"];

    // password | VALUE of psql, in a row of its own, and no head of a table.
    private static bool ReadCell(ReadOnlySpan<byte> text, NamePlace place, int bar, List<RedactionHit> hits)
    {
        foreach (var c in text.Slice(place.LineStart, place.Start - place.LineStart))
        {
            if (!Ascii.IsBlank(c) && c != '|')
            {
                return false;
            }
        }

        var start = Ascii.SkipBlanks(text, bar + 1);
        var line = Ascii.LineEnd(text, bar);
        var next = text.Slice(bar + 1, line - bar - 1).IndexOf((byte)'|');
        var end = next < 0 ? line : bar + 1 + next;
        var below = text.Slice(Ascii.SkipLine(text, line));
        below = below.Slice(0, Math.Min(MaxLookBack, Ascii.LineEnd(below, 0)));
        if ((next >= 0 && Ascii.SkipBlanks(text, end + 1) < line) || (below.IndexOf("-+-"u8) >= 0 && below.IndexOf("RECORD"u8) < 0))
        {
            return false;
        }

        while (end > start && Ascii.IsBlank(text[end - 1]))
        {
            end--;
        }

        ValueReader.AddIf(text, start, end, SecretNameKind.Secret, hits);
        return true;
    }

    private static bool FollowsDirective(ReadOnlySpan<byte> before)
    {
        // The last words before the name, such as //registry.npmjs.org/:_authToken.
        var end = before.Length;
        while (end > 0 && !Ascii.IsBlank(before[end - 1]))
        {
            end--;
        }

        foreach (var directive in s_directives)
        {
            if (end >= directive.Length && Ascii.StartsWithIgnoreCase(before.Slice(end - directive.Length), directive))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPassword(ReadOnlySpan<byte> name) =>
        (name.Length >= 8 && Ascii.StartsWithIgnoreCase(name.Slice(name.Length - 8), "password"u8)) || (name.Length >= 6 && Ascii.StartsWithIgnoreCase(name.Slice(name.Length - 6), "passwd"u8));

    // One word or one quoted string, and then the line ends.
    private static bool IsOneWord(ReadOnlySpan<byte> text, int start)
    {
        var line = Ascii.LineEnd(text, start);
        var end = start;
        if (Ascii.IsQuote(text[start]))
        {
            var close = text.Slice(start + 1, line - start - 1).IndexOf(text[start]);
            end = close < 0 ? line : start + close + 2;
        }
        else
        {
            while (end < line && !Ascii.IsBlank(text[end]))
            {
                end++;
            }
        }

        var word = text.Slice(start, end - start);
        if (Ascii.SkipBlanks(text, end) < line || word.Length > 256)
        {
            return false;
        }

        while (word.Length > 0 && word[word.Length - 1] is (byte)'.' or (byte)'!' or (byte)',' or (byte)';')
        {
            word = word.Slice(0, word.Length - 1);
        }

        return word.Length > 0 && !s_prose.Contains(Encoding.UTF8.GetString(word.ToArray()));
    }
}
