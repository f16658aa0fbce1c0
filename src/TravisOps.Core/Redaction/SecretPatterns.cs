using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// Finds secrets by what stands around them or by their form. One pass looks for words that such a place has (<c>pass</c>, <c>token</c>,
/// <c>://</c>, <c>ghp_</c>, …); only there a rule reads on. Everything else of a log costs that pass alone.
/// </summary>
internal static class SecretPatterns
{
    private enum Trigger
    {
        Name,
        Uri,
        Source,
        Proxy,
        Port,
        Pem,
        Token,
        PasswordHash,
        PasswordFile,
        Command,
        Statement,
        Basic,
        Code,
        Client,
        Literal,
        Key,
        AccessRule,
        Webhook,
        ServerHash,
    }

    private const int LongValue = 1024;

    private static readonly string[] s_names =
    [
        "pass", "pwd", "secret", "token", "key", "auth", "cred", "cookie", "jwt", "salt", "signature", "session", "csrf", "dsn", "licen", "bearer", "psk", "nonce", "otp",
        "_pw", "-pw", "pw=", "pw:", "pw\"", "dpw ", "dpw\t", "tpw ", "tpw\t", "rpw ", "bpw ", "sessid", "t.sid", "samlres", "sig=", "sig\"",
    ];

    private static readonly string[] s_hashes = ["$apr1$", "$2y$", "$2a$", "$2b$", "{sha}", "{ssha}", "$1$", "$5$", "$6$", "$y$", "$argon2"];

    private static readonly (string Text, Trigger Trigger)[] s_triggers =
    [
        .. s_names.Select(name => (name, Trigger.Name)),
        .. UriRule.Separators.Select(separator => (separator, Trigger.Uri)),
        .. UriRule.SourceMarks.Select(mark => (mark, Trigger.Source)),
        (UriRule.ProxyMark, Trigger.Proxy),
        (UriRule.PortMark, Trigger.Port),
        .. PemRule.Marks.Select(mark => (mark, Trigger.Pem)),
        .. TokenRule.Marks.Select(mark => (mark, Trigger.Token)),
        .. s_hashes.Select(hash => (hash, Trigger.PasswordHash)),
        (":5432:", Trigger.PasswordFile),
        (":*:", Trigger.PasswordFile),
        (StatementRule.Mark, Trigger.Statement),
        (CredentialRule.BasicMark, Trigger.Basic),
        .. CredentialRule.CodeMarks.Select(mark => (mark, Trigger.Code)),
        (CredentialRule.ClientMark, Trigger.Client),
        (CredentialRule.LiteralMark, Trigger.Literal),
        (CredentialRule.KeyMark, Trigger.Key),
        .. WebhookRule.Marks.Select(mark => (mark, Trigger.Webhook)),
        .. PasswordFileRule.ServerMarks.Select(mark => (mark, Trigger.ServerHash)),
        .. SpacedValues.RuleMarks.Select(mark => (mark, Trigger.AccessRule)),
        .. CommandRule.Marks.Select(mark => (mark, Trigger.Command)),
    ];

    private static readonly int s_firstTool = s_triggers.Length - CommandRule.Marks.Count;

    private static readonly int s_firstToken = Array.FindIndex(s_triggers, one => one.Trigger == Trigger.Token);

    private static readonly PatternMatcher s_matcher = new([.. s_triggers.Select(one => Encoding.ASCII.GetBytes(one.Text))]);

    /// <summary>Adds what is found; the hits may overlap and are in no strict order.</summary>
    /// <param name="text">UTF-8 or any other superset of ASCII.</param>
    /// <param name="hits">Gets them.</param>
    public static void Find(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        int nameEnd = 0, foldedEnd = 0;
        Span<TokenRule.TokenRun> runs = stackalloc TokenRule.TokenRun[TokenRule.RunCount];
        runs.Clear();
        for (var at = 0; s_matcher.Next(text, ref at, out var found, out var length); at++)
        {
            switch (s_triggers[found].Trigger)
            {
                case Trigger.Name:
                    if (at >= nameEnd && !(at < foldedEnd && IsFolded(text, at, foldedEnd)))
                    {
                        var count = hits.Count;
                        nameEnd = NameRule.Find(text, at, length, hits);
                        for (; count < hits.Count; count++)
                        {
                            foldedEnd = hits[count].End - hits[count].Start > LongValue ? Math.Max(foldedEnd, hits[count].End) : foldedEnd;
                        }
                    }

                    break;
                case Trigger.Uri:
                    UriRule.Find(text, at, length, hits);
                    break;
                case Trigger.Source:
                    UriRule.FindSource(text, at, hits);
                    break;
                case Trigger.Proxy:
                    UriRule.FindProxy(text, at, hits);
                    break;
                case Trigger.Port:
                    UriRule.FindPort(text, at, hits);
                    break;
                case Trigger.Pem:
                    PemRule.Find(text, at, hits);
                    break;
                case Trigger.Token:
                    TokenRule.Find(text, at, found - s_firstToken, runs, hits);
                    break;
                case Trigger.PasswordHash:
                    PasswordFileRule.FindHash(text, at, length, hits);
                    break;
                case Trigger.PasswordFile:
                    PasswordFileRule.FindLine(text, at, hits);
                    break;
                case Trigger.Command:
                    CommandRule.Find(text, at, found - s_firstTool, hits);
                    break;
                case Trigger.Statement:
                    StatementRule.Find(text, at, hits);
                    break;
                case Trigger.Basic:
                    CredentialRule.FindBasic(text, at, hits);
                    break;
                case Trigger.Code:
                    CredentialRule.FindCode(text, at + length, hits);
                    break;
                case Trigger.Client:
                    CredentialRule.FindClient(text, at, hits);
                    break;
                case Trigger.Literal:
                    CredentialRule.FindLiteral(text, at, hits);
                    break;
                case Trigger.Key:
                    CredentialRule.FindKey(text, at, hits);
                    break;
                case Trigger.Webhook:
                    WebhookRule.Find(text, at, length, hits);
                    break;
                case Trigger.ServerHash:
                    PasswordFileRule.FindServerHash(text, at, length, hits);
                    break;
                case Trigger.AccessRule:
                    SpacedValues.FindRule(text, at, hits);
                    break;
            }
        }
    }

    // A line within a long value that goes on in the next one: what begins there ends where that value does, and each would be read to that end anew.
    private static bool IsFolded(ReadOnlySpan<byte> text, int at, int end)
    {
        var lineEnd = Ascii.LineEnd(text, at);
        return lineEnd < end && text[lineEnd - 1] == '\\';
    }

    /// <summary>A hit at a place whose text may hold escapes.</summary>
    internal static void Add(List<RedactionHit> hits, ReadOnlySpan<byte> text, int start, int end, string rule)
    {
        var value = text.Slice(start, end - start);
        if (!PlainValues.IsPlaceholder(value))
        {
            hits.Add(new RedactionHit(start, end, rule, null, value.IndexOf((byte)'\\') >= 0 || rule == RedactionRules.Uri ? EscapeDecoder.Decode(value) : value.ToArray()));
        }
    }
}
