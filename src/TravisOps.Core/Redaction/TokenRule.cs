using System;
using System.Collections.Generic;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>Tokens that say by their first characters what they are.</summary>
internal static class TokenRule
{
    // What may stand in a token beside letters, digits, dashes and underscores.
    private static readonly string[] s_more = ["", ".", "/", "%+/=", "+/="];

    // As their makers document them (GitHub, AWS, Slack, Google, Stripe, GitLab, DigitalOcean, npm, PyPI, SendGrid, Shopify, age, Docker Hub, Hugging Face, Vault,
    // Atlassian, Artifactory, Anthropic, OpenAI, Grafana, RubyGems, New Relic, Heroku, Databricks, Square, PlanetScale, Linear, Doppler). A JWT is told by its three parts.
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
        new("GOCSPX-", 20, 64), new("dckr_oat_", 20, 64), new("glrt-", 20, 255), new("gloas-", 20, 255, Mark: "oas-"), new("glcbt-", 20, 255), new("ATATT3", 50, 512, More: "+/=", Mark: "tt3"),
        new("AKCp8", 30, 255), new("sk-ant-", 20, 255), new("sk-proj-", 20, 255), new("sk-", 40, 255) { LooksRandom = true }, new("glsa_", 20, 255), new("glc_", 30, 1024, More: "+/="),
        new("whsec_", 24, 255, More: "+/="), new("rubygems_", 48, 48), new("NRAK-", 20, 64), new("HRKU-", 30, 255), new("dapi", 32, 32), new("sq0", 20, 255) { LooksRandom = true },
        new("pscale_tkn_", 20, 255, More: "."), new("lin_api_", 32, 255, Mark: "n_api_"), new("dp.pt.", 40, 64),
    ];

    private static readonly byte[][] s_prefixBytes = Array.ConvertAll(s_tokens, token => Encoding.ASCII.GetBytes(token.Prefix));

    private static readonly int[] s_classes = Array.ConvertAll(s_tokens, token => Array.IndexOf(s_more, token.More));

    /// <summary>What is looked for, in lower case: the prefix, or a part of it that is rare in logs.</summary>
    public static IReadOnlyList<string> Marks { get; } = Array.ConvertAll(s_tokens, token => token.Mark.ToLowerInvariant());

    /// <summary>How many sorts of runs there are, see <see cref="Find"/>.</summary>
    public static int RunCount => s_more.Length;

    /// <summary>Looks at the token whose mark stands there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mark">Where that begins.</param>
    /// <param name="index">Its index in <see cref="Marks"/>.</param>
    /// <param name="runs">Where the last run of each sort ends, so that none is read twice however many prefixes are in it.</param>
    /// <param name="hits">Gets them.</param>
    public static void Find(ReadOnlySpan<byte> text, int mark, int index, Span<TokenRun> runs, List<RedactionHit> hits)
    {
        var token = s_tokens[index];
        var start = mark - token.Offset;
        if (start < 0 || !text.Slice(start).StartsWith(s_prefixBytes[index]) || (start > 0 && Ascii.IsAlphanumeric(text[start - 1]) && !WordStart.IsEscaped(text, start)))
        {
            return;
        }

        var first = start + s_prefixBytes[index].Length;
        if (token.IsExact)
        {
            var end = End(text, first, Math.Min(text.Length, first + token.MaxRest + 1), token.More);
            if (end - first >= token.MinRest && end - first <= token.MaxRest)
            {
                SecretPatterns.Add(hits, text, start, end, RedactionRules.Token);
                FindSecretOfKey(text, end, token, hits);
            }

            return;
        }

        ref var run = ref runs[s_classes[index]];
        if (first >= run.End)
        {
            run = new TokenRun(End(text, first, text.Length, token.More), IsTaken: false);
        }

        // What is longer than its maker says is one all the same.
        if (run.IsTaken || run.End - first < token.MinRest || (token.IsJwt && text.Slice(first, Math.Min(run.End - first, token.MaxRest)).IndexOf((byte)'.') < 0)
            || (token.LooksRandom && !Randomness.LooksRandom(text.Slice(first, Math.Min(run.End - first, token.MaxRest)))))
        {
            return;
        }

        SecretPatterns.Add(hits, text, token.KeepsPrefix ? first : start, run.End, RedactionRules.Token);
        run = run with { IsTaken = true };
    }

    private static int End(ReadOnlySpan<byte> text, int first, int stop, string more)
    {
        var end = first;
        while (end < stop && (Ascii.IsAlphanumeric(text[end]) || text[end] is (byte)'_' or (byte)'-' || more.IndexOf((char)text[end]) >= 0))
        {
            end++;
        }

        return end;
    }

    // AKIA…,SECRET of AWS's CSV and of notes: forty characters of base64, which no commit is.
    private static void FindSecretOfKey(ReadOnlySpan<byte> text, int end, Token token, List<RedactionHit> hits)
    {
        const int MaxGap = 4;
        const int Length = 40;
        if (token.Prefix is not ("AKIA" or "ASIA"))
        {
            return;
        }

        var start = end;
        while (start < text.Length && start - end < MaxGap && (Ascii.IsBlank(text[start]) || Ascii.IsQuote(text[start]) || text[start] is (byte)',' or (byte)':' or (byte)';' or (byte)'|'))
        {
            start++;
        }

        var stop = start;
        var hex = 0;
        while (stop < text.Length && stop - start <= Length && (Ascii.IsAlphanumeric(text[stop]) || text[stop] is (byte)'/' or (byte)'+'))
        {
            hex += Ascii.IsHex(text[stop++]) ? 1 : 0;
        }

        if (start > end && stop - start == Length && hex < Length)
        {
            SecretPatterns.Add(hits, text, start, stop, RedactionRules.Token);
        }
    }

    /// <summary>A run of characters that a token may have.</summary>
    /// <param name="End">Where it ends.</param>
    /// <param name="IsTaken">A token was found in it, which has the rest of it.</param>
    internal readonly record struct TokenRun(int End, bool IsTaken);

    /// <summary>A sort of token.</summary>
    /// <param name="Prefix">What it begins with.</param>
    /// <param name="MinRest">Least number of characters behind it.</param>
    /// <param name="MaxRest">Most.</param>
    /// <param name="More">Characters in it beside letters, digits, dashes and underscores, one of those above.</param>
    /// <param name="KeepsPrefix">The prefix tells whose it is and is no part of it.</param>
    /// <param name="Mark">What is looked for; empty for the prefix.</param>
    private sealed record Token(string Prefix, int MinRest, int MaxRest, string More = "", bool KeepsPrefix = false, string Mark = "")
    {
        public string Mark { get; } = Mark.Length == 0 ? Prefix : Mark;

        /// <summary>Where the mark stands in the prefix.</summary>
        public int Offset { get; } = Mark.Length == 0 ? 0 : Prefix.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);

        /// <summary>A longer one is something else.</summary>
        public bool IsExact { get; } = MaxRest - MinRest <= 1;

        public bool IsJwt { get; } = Prefix == "eyJ";

        /// <summary>The prefix is short: what follows must not be words.</summary>
        public bool LooksRandom { get; init; }
    }
}
