using System;
using System.Collections.Generic;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Values that are none: placeholders, references, booleans; and words too common to be looked for everywhere.</summary>
internal static class PlainValues
{
    /// <summary>Shortest value that is looked for everywhere, in bytes; a shorter one is taken out only where a rule finds it.</summary>
    public const int MinKnownLength = 6;

    private static readonly HashSet<string> s_placeholders = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "null", "nil", "none", "yes", "no", "on", "off", "~", "{}", "[]", "undefined", "required", "optional", "(none)", "set", "unset", "n/a", "enabled", "disabled", "-", "|", ">", "...",
    };

    // Defaults that the manual, Docker, RabbitMQ and PostgreSQL ship with, and words of every log: replaced everywhere they would make a log unreadable, and they are no secret.
    private static readonly HashSet<string> s_common = new(StringComparer.OrdinalIgnoreCase)
    {
        "travis", "travisci", "travis-ci", "travis-worker", "guest", "admin", "administrator", "root", "password", "passwd", "secret", "token", "default", "postgres", "postgresql",
        "rabbitmq", "redis", "docker", "ubuntu", "localhost", "production", "enterprise", "replicated", "public", "private", "worker", "platform", "changeme", "example", "builds", "string",
        "__build__", "started", "stopped", "status", "github", "basic", "bearer", "session", "invalid", "missing", "expired", "unknown", "failed", "success",
    };

    // What a log says of a secret where it has none: "token: expired", "password: incorrect for user bob".
    private static readonly HashSet<string> s_faults = new(StringComparer.OrdinalIgnoreCase)
    {
        "expired", "invalid", "incorrect", "missing", "rejected", "refused", "denied", "revoked", "wrong", "unauthorized", "unauthorised", "mismatch", "mismatched", "malformed", "unknown", "empty",
        "blank", "failed", "failure", "absent", "unavailable", "unsupported", "unexpected", "not",
    };

    // How a sentence goes on behind such a word. A pass phrase of words may begin with one, "missing piece of cake", and goes.
    private static readonly HashSet<string> s_connectives = new(StringComparer.OrdinalIgnoreCase)
    {
        "for", "by", "in", "from", "or", "at", "because", "on", "to", "as", "when", "after", "since", "with", "was", "is", "has", "found", "set", "given", "provided", "valid", "allowed", "accepted",
        "authorized", "authorised", "match", "matching", "credential", "credentials", "signature", "token", "password", "key", "user", "username", "login", "see", "character", "end", "eof", "identifier", "symbol", "byte", "input", "string", "number",
    };

    /// <summary>True when no rule takes it out: it stands for a value, or says that there is none.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<byte> value)
    {
        if (value.Length == 0 || IsPseudonym(value))
        {
            return true;
        }

        if ((value.Length <= 16 && s_placeholders.Contains(Text(value))) || TellsFault(value))
        {
            return true;
        }

        // ${NAME} and $NAME of a shell, {{template}}, %(name)s, $(command): the value stands elsewhere.
        if (value.Length > 3 && value[0] == '$' && value[1] is (byte)'{' or (byte)'(')
        {
            return value[value.Length - 1] is (byte)'}' or (byte)')' && !(value[1] == '{' && HasDefault(value.Slice(2)));
        }

        if (value.StartsWith("{{"u8) && value.EndsWith("}}"u8))
        {
            return true;
        }

        // $NAME, and $1 of SQL.
        if (value.Length > 1 && value[0] == '$' && (value.Length > 2 && IsVariable(value.Slice(1)) || IsSmallNumber(value.Slice(1))))
        {
            return true;
        }

        // What stands around another value.
        if (value.Length == 1 && value[0] is (byte)'}' or (byte)')' or (byte)']' or (byte)',' or (byte)';' or (byte)':' or (byte)'"' or (byte)'\'')
        {
            return true;
        }

        // ***, xxxx, [FILTERED], <your token>.
        return All(value, (byte)'*') || All(value, (byte)'x') || (value[0] == '<' && value[value.Length - 1] == '>') || value.IndexOf("FILTERED"u8) >= 0 || IsSmallNumber(value);
    }

    /// <summary>True for what <see cref="Pseudonyms"/> put there.</summary>
    public static bool IsPseudonym(ReadOnlySpan<byte> value) => value.StartsWith(Pseudonyms.PrefixBytes);

    /// <summary>True when the value is long and particular enough to be looked for everywhere.</summary>
    public static bool IsParticular(ReadOnlySpan<byte> value)
    {
        if (value.Length < MinKnownLength || IsPlaceholder(value) || (value.Length <= 32 && s_common.Contains(Text(value))))
        {
            return false;
        }

        var first = value[0];
        var digits = true;
        var same = true;
        foreach (var c in value)
        {
            digits &= Ascii.IsDigit(c);
            same &= c == first;
        }

        // Numbers of less than eight digits are in every log.
        return !same && !(digits && value.Length < 8);
    }

    private static bool TellsFault(ReadOnlySpan<byte> value)
    {
        var end = 0;
        while (end < value.Length && Ascii.IsLetter(value[end]))
        {
            end++;
        }

        var rest = value.Slice(end);
        if (end is < 3 or > 14 || !s_faults.Contains(Text(value.Slice(0, end))))
        {
            return false;
        }

        rest = rest.Length > 0 && rest[0] is (byte)'.' or (byte)',' or (byte)';' or (byte)'!' ? rest.Slice(1) : rest;
        return rest.Length == 0 || (Ascii.IsBlank(rest[0]) && GoesOn(rest) && AreWords(rest));
    }

    private static bool GoesOn(ReadOnlySpan<byte> rest)
    {
        var start = Ascii.SkipBlanks(rest, 0);
        var end = start;
        while (end < rest.Length && Ascii.IsLetter(rest[end]))
        {
            end++;
        }

        return end == rest.Length && end == start || (end - start is > 1 and <= 16 && s_connectives.Contains(Text(rest.Slice(start, end - start))));
    }

    // What tells of a fault may have the secret behind it.
    private static bool AreWords(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length;)
        {
            i = Ascii.SkipBlanks(text, i);
            var start = i;
            var digits = 0;
            while (i < text.Length && !Ascii.IsBlank(text[i]))
            {
                digits += Ascii.IsDigit(text[i++]) ? 1 : 0;
            }

            if (digits > 0 && i - start >= MinKnownLength)
            {
                return false;
            }
        }

        return true;
    }

    // NAME:-default, NAME-default, and the same with = and +.
    private static bool HasDefault(ReadOnlySpan<byte> variable)
    {
        var end = 0;
        while (end < variable.Length && (Ascii.IsAlphanumeric(variable[end]) || variable[end] == '_'))
        {
            end++;
        }

        end += end < variable.Length && variable[end] == ':' ? 1 : 0;
        return end > 0 && end < variable.Length && variable[end] is (byte)'-' or (byte)'=' or (byte)'+';
    }

    private static bool IsVariable(ReadOnlySpan<byte> name)
    {
        foreach (var c in name)
        {
            if (c is not ((>= (byte)'A' and <= (byte)'Z') or (byte)'_' or (>= (byte)'0' and <= (byte)'9')))
            {
                return false;
            }
        }

        return !Ascii.IsDigit(name[0]);
    }

    private static bool IsSmallNumber(ReadOnlySpan<byte> value)
    {
        foreach (var c in value)
        {
            if (!Ascii.IsDigit(c))
            {
                return false;
            }
        }

        return value.Length <= 3;
    }

    private static bool All(ReadOnlySpan<byte> value, byte c)
    {
        foreach (var one in value)
        {
            if (one != c)
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value.ToArray());
}
