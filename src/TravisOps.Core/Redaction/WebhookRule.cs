using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Addresses of chats that whoever knows them may write to, and Travis CI's own notation for one: <c>slack: team:TOKEN#channel</c>.</summary>
internal static class WebhookRule
{
    // Slack's tokens for Travis CI.
    private const int SlackLength = 24;

    // How far behind the key its rooms are.
    private const int MaxRooms = 512;

    /// <summary>What is looked for: parts that are rare in logs.</summary>
    public static string[] Marks { get; } = ["ebhooks/", "gwebhook/", "m.org/bot", "slack"];

    /// <summary>Looks at what the mark stands in.</summary>
    public static void Find(ReadOnlySpan<byte> text, int mark, int length, List<RedactionHit> hits)
    {
        var start = mark + length;
        switch (text[mark] | 0x20)
        {
            case 'e' when text.Slice(0, mark).EndsWith("/api/w"u8):
                var slash = start;
                while (slash < text.Length && Ascii.IsDigit(text[slash]))
                {
                    slash++;
                }

                if (slash > start && slash < text.Length && text[slash] == '/')
                {
                    Add(text, slash + 1, 30, hits);
                }

                break;
            case 'g':
                Add(text, start, 30, hits);
                break;
            case 'm' when text.Slice(0, mark).EndsWith("telegra"u8):
                var colon = start;
                while (colon < text.Length && Ascii.IsDigit(text[colon]))
                {
                    colon++;
                }

                if (colon > start && colon < text.Length && text[colon] == ':')
                {
                    Add(text, colon + 1, 25, hits, isPath: false);
                }

                break;
            case 's':
                FindRooms(text, mark, start, hits);
                break;
        }
    }

    private static void Add(ReadOnlySpan<byte> text, int start, int least, List<RedactionHit> hits, bool isPath = true)
    {
        const int Most = 1024;
        var end = start;
        while (end < text.Length && end - start < Most && (Ascii.IsAlphanumeric(text[end]) || text[end] is (byte)'_' or (byte)'-' || (isPath && text[end] == '/')))
        {
            end++;
        }

        if (end - start >= least)
        {
            SecretPatterns.Add(hits, text, start, end, RedactionRules.Token);
        }
    }

    // As a value, as a list, as rooms: of YAML and of JSON.
    private static void FindRooms(ReadOnlySpan<byte> text, int mark, int start, List<RedactionHit> hits)
    {
        var at = start;
        while (at < text.Length && at - start < 4 && (Ascii.IsQuote(text[at]) || text[at] == '\\'))
        {
            at++;
        }

        if (at >= text.Length || text[at] is not ((byte)':' or (byte)'=') || (mark > 0 && Ascii.IsName(text[mark - 1]) && !WordStart.IsEscaped(text, mark)))
        {
            return;
        }

        var stop = Math.Min(text.Length, at + MaxRooms);
        for (var i = at + 1; i < stop; i++)
        {
            if (text[i] != ':' || !Ascii.IsAlphanumeric(text[i - 1]))
            {
                continue;
            }

            var end = i + 1;
            while (end < text.Length && end - i <= SlackLength + 1 && Ascii.IsAlphanumeric(text[end]))
            {
                end++;
            }

            if (end - i - 1 == SlackLength && Randomness.LooksRandom(text.Slice(i + 1, SlackLength)))
            {
                SecretPatterns.Add(hits, text, i + 1, end, RedactionRules.Token);
            }
        }
    }
}
