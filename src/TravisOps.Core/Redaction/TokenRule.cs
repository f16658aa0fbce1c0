using System;
using System.Collections.Generic;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Tokens that say by their first characters what they are.</summary>
internal static class TokenRule
{
    // Prefix and least length of what follows, as their makers document them (GitHub, AWS, Slack, Google, Stripe, GitLab, DigitalOcean,
    // npm, PyPI, SendGrid, Shopify, age, Docker Hub, Hugging Face). A JWT is told by its three parts.
    private static readonly (string Prefix, int MinRest, int MaxRest)[] s_tokens =
    [
        ("ghp_", 36, 255), ("gho_", 36, 255), ("ghu_", 36, 255), ("ghs_", 36, 255), ("ghr_", 36, 255), ("github_pat_", 30, 255),
        ("AKIA", 16, 16), ("ASIA", 16, 16), ("ABIA", 16, 16), ("ACCA", 16, 16), ("AROA", 16, 17), ("AIDA", 16, 17),
        ("xoxb-", 10, 255), ("xoxp-", 10, 255), ("xoxa-", 10, 255), ("xoxr-", 10, 255), ("xoxs-", 10, 255), ("xapp-", 10, 255),
        ("AIza", 35, 35), ("ya29.", 20, 1024), ("sk_live_", 16, 255), ("rk_live_", 16, 255), ("sk_test_", 16, 255), ("glpat-", 20, 255), ("dop_v1_", 64, 64),
        ("npm_", 36, 36), ("pypi-", 50, 512), ("SG.", 60, 80), ("shpat_", 32, 32), ("AGE-SECRET-KEY-1", 50, 60), ("dckr_pat_", 20, 64), ("hf_", 30, 64),
        ("eyJ", 20, 8192),
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

            var isJwt = s_tokens[i].Prefix == "eyJ";
            var end = start + s_prefixBytes[i].Length;
            while (end < text.Length && (Ascii.IsAlphanumeric(text[end]) || text[end] is (byte)'_' or (byte)'-' || (text[end] == '.' && (isJwt || s_tokens[i].Prefix is "SG." or "ya29."))))
            {
                end++;
            }

            var rest = end - start - s_prefixBytes[i].Length;
            if (rest >= s_tokens[i].MinRest && rest <= s_tokens[i].MaxRest && (!isJwt || text.Slice(start, end - start).IndexOf((byte)'.') > 0))
            {
                SecretPatterns.Add(hits, text, start, end, RedactionRules.Token);
            }

            return;
        }
    }

    // The n of a \n or the last digit of a %3D is no part of a word.
    private static bool IsEscape(ReadOnlySpan<byte> text, int start) =>
        (start >= 2 && text[start - 2] == '\\') || (start >= 3 && text[start - 3] == '%' && Ascii.IsHex(text[start - 2]) && Ascii.IsHex(text[start - 1]));
}
