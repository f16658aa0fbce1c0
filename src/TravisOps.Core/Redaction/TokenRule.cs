using System;
using System.Collections.Generic;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Tokens that say by their first characters what they are.</summary>
internal static class TokenRule
{
    // As their makers document them (GitHub, AWS, Slack, Google, Stripe, GitLab, DigitalOcean, npm, PyPI, SendGrid, Shopify, age, Docker Hub,
    // Hugging Face, Vault). A JWT is told by its three parts.
    private static readonly Token[] s_tokens =
    [
        new("ghp_", 36, 255), new("gho_", 36, 255), new("ghu_", 36, 255), new("ghs_", 36, 255), new("ghr_", 36, 255), new("github_pat_", 30, 255),
        new("AKIA", 16, 16), new("ASIA", 16, 16), new("ABIA", 16, 16), new("ACCA", 16, 16), new("AROA", 16, 17), new("AIDA", 16, 17),
        new("xoxb-", 10, 255), new("xoxp-", 10, 255), new("xoxa-", 10, 255), new("xoxr-", 10, 255), new("xoxs-", 10, 255), new("xapp-", 10, 255),
        new("xoxe-", 10, 512), new("xoxe.xox", 10, 512), new("xoxc-", 10, 255), new("xoxd-", 10, 512, More: "%+/="),
        new("hooks.slack.com/services/", 20, 255, More: "/", KeepsPrefix: true), new("hooks.slack.com/workflows/", 20, 255, More: "/", KeepsPrefix: true),
        new("AIza", 35, 35), new("ya29.", 20, 1024, More: "."), new("sk_live_", 16, 255), new("rk_live_", 16, 255), new("sk_test_", 16, 255), new("glpat-", 20, 255), new("dop_v1_", 64, 64),
        new("npm_", 36, 36), new("pypi-", 50, 512), new("SG.", 60, 80, More: "."), new("shpat_", 32, 32), new("AGE-SECRET-KEY-1", 50, 60), new("dckr_pat_", 20, 64), new("hf_", 30, 64),
        new("hvs.", 20, 512), new("hvb.", 20, 1024), new("hvr.", 20, 1024), new("eyJ", 20, 8192, More: "."),
    ];

    private static readonly byte[][] s_prefixBytes = Array.ConvertAll(s_tokens, token => Encoding.ASCII.GetBytes(token.Prefix));

    /// <summary>The prefixes in lower case.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = Array.ConvertAll(s_tokens, token => token.Prefix.ToLowerInvariant());

    /// <summary>Looks at what begins there.</summary>
    public static void Find(ReadOnlySpan<byte> text, int start, List<RedactionHit> hits)
    {
        if (start > 0 && Ascii.IsAlphanumeric(text[start - 1]) && !IsEscape(text, start))
        {
            return;
        }

        for (var i = 0; i < s_tokens.Length; i++)
        {
            if (!text.Slice(start).StartsWith(s_prefixBytes[i]))
            {
                continue;
            }

            var token = s_tokens[i];
            var first = start + s_prefixBytes[i].Length;
            var end = first;
            while (end < text.Length && (Ascii.IsAlphanumeric(text[end]) || text[end] is (byte)'_' or (byte)'-' || token.More.IndexOf((char)text[end]) >= 0))
            {
                end++;
            }

            if (end - first >= token.MinRest && end - first <= token.MaxRest && (token.Prefix != "eyJ" || text.Slice(start, end - start).IndexOf((byte)'.') > 0))
            {
                SecretPatterns.Add(hits, text, token.KeepsPrefix ? first : start, end, RedactionRules.Token);
            }

            return;
        }
    }

    // The n of a \n or the last digit of a %3D is no part of a word.
    private static bool IsEscape(ReadOnlySpan<byte> text, int start) =>
        (start >= 2 && text[start - 2] == '\\') || (start >= 3 && text[start - 3] == '%' && Ascii.IsHex(text[start - 2]) && Ascii.IsHex(text[start - 1]));

    /// <summary>A sort of token.</summary>
    /// <param name="Prefix">What it begins with.</param>
    /// <param name="MinRest">Least number of characters behind it.</param>
    /// <param name="MaxRest">Most.</param>
    /// <param name="More">Characters in it beside letters, digits, dashes and underscores.</param>
    /// <param name="KeepsPrefix">The prefix tells whose it is and is no part of it.</param>
    private sealed record Token(string Prefix, int MinRest, int MaxRest, string More = "", bool KeepsPrefix = false);
}
