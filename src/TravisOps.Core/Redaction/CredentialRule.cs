using System;
using System.Collections.Generic;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Credentials that no name tells of: a user and a password in base64 behind <c>Basic</c>, the code of a log-in by OAuth in a query, the connection of a client of RabbitMQ in Erlang.</summary>
internal static class CredentialRule
{
    // Longest user and password in base64.
    private const int MaxBasic = 1024;

    // Fewest characters of an OAuth code: GitHub's has twenty hexadecimal digits.
    private const int MinCode = 16;

    /// <summary>Ends of <c>Basic</c>: letters that are rarer than its first ones.</summary>
    public const string BasicMark = "sic ";

    /// <summary>The name of a code in a query.</summary>
    public static string[] CodeMarks { get; } = ["?code=", "&code=", "6code="];

    /// <summary>A record of RabbitMQ's Erlang client, and its first two fields.</summary>
    public const string ClientMark = "amqp_params_";

    /// <summary>The end of <c>--from-literal</c>.</summary>
    public const string LiteralMark = "m-literal";

    /// <summary>An option with a key.</summary>
    public const string KeyMark = "-encrypt";

    private const int MaxGap = 24;
    private const int MaxLiteral = 4096;

    /// <summary>Looks at the word that ends so.</summary>
    public static void FindBasic(ReadOnlySpan<byte> text, int mark, List<RedactionHit> hits)
    {
        if (mark < 2 || (text[mark - 2] | 0x20) != 'b' || (text[mark - 1] | 0x20) != 'a' || (mark > 2 && Ascii.IsName(text[mark - 3]) && !WordStart.IsEscaped(text, mark - 2)))
        {
            return;
        }

        var start = Ascii.SkipBlanks(text, mark + BasicMark.Length);
        var end = start;
        while (end < text.Length && end - start <= MaxBasic && Ascii.IsBase64(text[end]))
        {
            end++;
        }

        if (IsUserAndPassword(text.Slice(start, end - start)))
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.Name);
        }
    }

    /// <summary>Looks at the value of the code.</summary>
    public static void FindCode(ReadOnlySpan<byte> text, int start, List<RedactionHit> hits)
    {
        const int MaxCode = 4096;
        var end = start;
        while (end < text.Length && end - start < MaxCode && (Ascii.IsBase64(text[end]) || text[end] is (byte)'.' or (byte)'%' or (byte)'~'))
        {
            end++;
        }

        var value = text.Slice(start, end - start);
        if (value.Length >= MinCode && (Randomness.LooksRandom(value) || IsMixedHex(value)))
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.HighEntropy);
        }
    }

    /// <summary>Looks at the fields behind the record's name, when they stand without names: <c>{amqp_params_network,&lt;&lt;"user"&gt;&gt;,&lt;&lt;"VALUE"&gt;&gt;,…}</c>.</summary>
    public static void FindClient(ReadOnlySpan<byte> text, int mark, List<RedactionHit> hits)
    {
        var i = mark + ClientMark.Length;
        while (i < text.Length && Ascii.IsLetter(text[i]))
        {
            i++;
        }

        i = Ascii.SkipSpaces(text, i);
        if (i >= text.Length || text[i] != ',')
        {
            return;
        }

        // The user, which has no comma in it.
        var user = Ascii.SkipSpaces(text, i + 1);
        var comma = text.Slice(user, Math.Min(MaxBasic, text.Length - user)).IndexOf((byte)',');
        if (comma < 0)
        {
            return;
        }

        // {plaintext,<<"…">>} in newer ones.
        var at = Ascii.SkipSpaces(text, user + comma + 1);
        if (text.Slice(at).StartsWith("{plaintext,"u8))
        {
            at = Ascii.SkipSpaces(text, at + 11);
        }

        PairedValues.ReadTerm(text, at, SecretNameKind.Secret, hits);
    }

    /// <summary>Looks at <c>--from-literal=name=VALUE</c> of kubectl.</summary>
    public static void FindLiteral(ReadOnlySpan<byte> text, int mark, List<RedactionHit> hits)
    {
        var start = mark + LiteralMark.Length;
        while (start < text.Length && start - mark < MaxGap && (Ascii.IsBlank(text[start]) || Ascii.IsQuote(text[start]) || text[start] is (byte)'=' or (byte)',' or (byte)'\\'))
        {
            start++;
        }

        var end = start;
        while (end < text.Length && Ascii.IsName(text[end]))
        {
            end++;
        }

        if (end > start && end < text.Length && text[end] == '=')
        {
            // Its quotes are around the name too: a word of a shell, and no further than a rule reads.
            var place = new NamePlace(text, start, end);
            ValueReader.ReadAt(text.Slice(0, Math.Min(text.Length, end + MaxLiteral)), end + 1, place, colon: false, SecretNameKind.Secret, hits);
        }
    }

    /// <summary>Looks at the key behind <c>-encrypt</c> of Consul, Nomad and Serf.</summary>
    public static void FindKey(ReadOnlySpan<byte> text, int mark, List<RedactionHit> hits)
    {
        var start = mark + KeyMark.Length;
        while (start < text.Length && start - mark < MaxGap && (Ascii.IsBlank(text[start]) || Ascii.IsQuote(text[start]) || text[start] is (byte)'=' or (byte)',' or (byte)'\\'))
        {
            start++;
        }

        var end = start;
        while (end < text.Length && end - start < MaxBasic && Ascii.IsBase64(text[end]))
        {
            end++;
        }

        if (start > mark + KeyMark.Length && Randomness.LooksRandom(text.Slice(start, end - start)))
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.Name);
        }
    }

    /// <summary>True for base64 of <c>user:password</c>, as Docker's configuration and the header of basic authentication have it.</summary>
    public static bool IsUserAndPassword(ReadOnlySpan<byte> value)
    {
        const int MinLength = 6;
        if (value.Length is < MinLength or > MaxBasic)
        {
            return false;
        }

        var padding = 0;
        while (padding < 3 && value[value.Length - 1 - padding] == '=')
        {
            padding++;
        }

        foreach (var c in value.Slice(0, value.Length - padding))
        {
            if (!Ascii.IsPlainBase64(c) || c == '=')
            {
                return false;
            }
        }

        var length = value.Length - padding;
        if (padding > 2 || length % 4 == 1 || (padding > 0 && value.Length % 4 != 0))
        {
            return false;
        }

        var decoded = Convert.FromBase64String(Encoding.ASCII.GetString(value.Slice(0, length).ToArray()) + new string('=', (4 - (length % 4)) % 4));
        var colon = Array.IndexOf(decoded, (byte)':');
        if (colon < 0 || colon == decoded.Length - 1)
        {
            return false;
        }

        foreach (var c in decoded)
        {
            if (c is < 0x20 or >= 0x7f)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMixedHex(ReadOnlySpan<byte> value)
    {
        bool digit = false, letter = false;
        foreach (var c in value)
        {
            if (!Ascii.IsHex(c))
            {
                return false;
            }

            digit |= Ascii.IsDigit(c);
            letter |= Ascii.IsLetter(c);
        }

        return digit && letter;
    }
}
