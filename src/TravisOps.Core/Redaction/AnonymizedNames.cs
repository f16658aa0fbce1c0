using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Finds the names that are to go, as words of their own; of a name with a domain all that belongs to it.</summary>
internal sealed class AnonymizedNames
{
    /// <summary>One letter tells nobody anything.</summary>
    public const int Shortest = 2;

    /// <summary>Shorter ones are part of too much: they count only between spaces, slashes, quotes and the like.</summary>
    public const int ShortestPlain = 3;

    // What a name, and the part of a mail address before the @, has at the most (RFC 1035, RFC 5321).
    private const int MaxName = 253, MaxMailbox = 64;

    private readonly Anonymizer.Name[] _plain;
    private readonly Anonymizer.Name[] _short;
    private readonly PatternMatcher _plainMatcher;
    private readonly PatternMatcher _shortMatcher;
    private readonly Func<string, byte[]> _host;
    private readonly Func<string, byte[]?> _user;

    /// <summary>Prepares the search.</summary>
    /// <param name="names">The names.</param>
    /// <param name="host">What stands for another host of a known domain.</param>
    /// <param name="user">What stands for a mailbox of a known domain; null for one that is left.</param>
    public AnonymizedNames(IReadOnlyList<Anonymizer.Name> names, Func<string, byte[]> host, Func<string, byte[]?> user)
    {
        _plain = [.. names.Where(name => name.Text.Length >= ShortestPlain)];
        _short = [.. names.Where(name => name.Text.Length < ShortestPlain)];
        _plainMatcher = new PatternMatcher([.. _plain.Select(name => name.Text)]);
        _shortMatcher = new PatternMatcher([.. _short.Select(name => name.Text)]);
        _host = host;
        _user = user;
    }

    /// <summary>Adds what is found.</summary>
    public void Find(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        for (var at = 0; _shortMatcher.Next(text, ref at, out var found, out var length); at++)
        {
            if (IsAlone(text, at, at + length) && !IsInStandIn(text, at))
            {
                hits.Add(new RedactionHit(at, at + length, _short[found].Rule, _short[found].StandIn, null));
            }
        }

        for (var at = 0; _plainMatcher.Next(text, ref at, out var found, out var length); at++)
        {
            var end = at + length;
            if (BeginsWord(text, at) && (end == text.Length || !IsInWord(text[end])) && !(_plain[found].IsWord && IsInVariable(text, at, end)) && !IsInStandIn(text, at))
            {
                Add(text, at, end, _plain[found], hits);
            }
        }
    }

    private void Add(ReadOnlySpan<byte> text, int at, int end, Anonymizer.Name name, List<RedactionHit> hits)
    {
        var start = name.IsDotted ? StartOfName(text, at) : at;
        hits.Add(new RedactionHit(start, end, name.Rule, start == at ? name.StandIn : _host(Text(text.Slice(start, end - start))), null));
        var sign = start > 0 && text[start - 1] == '@' ? start - 1 : start > 2 && text.Slice(start - 3, 3).SequenceEqual("%40"u8) ? start - 3 : -1;
        if (!name.IsDotted || sign < 0)
        {
            return;
        }

        var mailbox = sign;
        while (mailbox > 0 && sign - mailbox < MaxMailbox && (Ascii.IsAlphanumeric(text[mailbox - 1]) || text[mailbox - 1] is (byte)'.' or (byte)'_' or (byte)'-' or (byte)'+'))
        {
            mailbox--;
        }

        mailbox += WordStart.Rest(text, mailbox);
        if (mailbox < sign && _user(Text(text.Slice(mailbox, sign - mailbox))) is { } user)
        {
            hits.Add(new RedactionHit(mailbox, sign, RedactionRules.UserName, user, null));
        }
    }

    // The labels before it, as far as they go.
    private static int StartOfName(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (start > 1 && text[start - 1] == '.' && at - start < MaxName)
        {
            var label = start - 1;
            while (label > 0 && (Ascii.IsAlphanumeric(text[label - 1]) || text[label - 1] is (byte)'-' or (byte)'_'))
            {
                label--;
            }

            label += WordStart.Rest(text, label);
            if (label >= start - 1)
            {
                break;
            }

            start = label;
        }

        return start;
    }

    // user-1a2b3c4d: neither the word nor the digits are a name any more.
    private static bool IsInStandIn(ReadOnlySpan<byte> text, int at)
    {
        var rest = text.Slice(at);
        var prefix = rest.StartsWith(Anonymizer.HostPrefix) || rest.StartsWith("user-"u8) ? 5 : rest.StartsWith(Anonymizer.DomainPrefix) ? 4 : 0;
        if (prefix > 0 && HasDigits(rest.Slice(prefix)))
        {
            return true;
        }

        var before = text.Slice(Math.Max(0, at - 9), Math.Min(9, at));
        return at > 0 && text[at - 1] == '-' && HasDigits(rest) && (before.EndsWith(Anonymizer.HostPrefix) || before.EndsWith("user-"u8) || before.EndsWith(Anonymizer.DomainPrefix) || before.EndsWith(Pseudonyms.PrefixBytes));
    }

    private static bool HasDigits(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < Anonymizer.HostDigits; i++)
        {
            if (i >= text.Length || text[i] is not ((>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f')))
            {
                return false;
            }
        }

        return true;
    }

    private static bool BeginsWord(ReadOnlySpan<byte> text, int at) => at == 0 || !IsInWord(text[at - 1]) || WordStart.IsEscaped(text, at);

    private static bool IsAlone(ReadOnlySpan<byte> text, int at, int end) =>
        (BeginsWord(text, at) && (at == 0 || text[at - 1] is not ((byte)'_' or (byte)'-' or (byte)'.' or (byte)'%' or (byte)'+')))
        && (end == text.Length || !(IsInWord(text[end]) || text[end] is (byte)'_' or (byte)'-' or (byte)'+' || (text[end] == '.' && end + 1 < text.Length && IsInWord(text[end + 1]))));

    // JENKINS_URL is a setting's name, and settings are told by their names.
    private static bool IsInVariable(ReadOnlySpan<byte> text, int at, int end)
    {
        if ((at == 0 || text[at - 1] != '_') && (end == text.Length || text[end] != '_'))
        {
            return false;
        }

        for (var i = at; i < end; i++)
        {
            if (text[i] is >= (byte)'a' and <= (byte)'z')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInWord(byte c) => Ascii.IsAlphanumeric(c) || c >= 0x80;

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.ToArray());
}
