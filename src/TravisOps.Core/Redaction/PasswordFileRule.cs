using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Lines of .pgpass, htpasswd and shadow.</summary>
internal static class PasswordFileRule
{
    /// <summary>A password's hash: from its mark to the end of the field.</summary>
    public static void FindHash(ReadOnlySpan<byte> text, int start, int markLength, List<RedactionHit> hits)
    {
        // $1 is also a shell's parameter.
        if (start > 0 && text[start - 1] is not ((byte)':' or (byte)'"' or (byte)'\'' or (byte)'=' or (byte)' ' or (byte)'\n' or (byte)'\t'))
        {
            return;
        }

        var end = start + markLength;
        while (end < text.Length && (Ascii.IsAlphanumeric(text[end]) || text[end] is (byte)'.' or (byte)'/' or (byte)'+' or (byte)'=' or (byte)'$' or (byte)',' or (byte)'-' or (byte)'_'))
        {
            end++;
        }

        if (end - start >= markLength + 16)
        {
            hits.Add(new RedactionHit(start, end, RedactionRules.PasswordHash, null, text.Slice(start, end - start).ToArray()));
        }
    }

    /// <summary>Marks of the hashes of PostgreSQL and MySQL, which the rest of a log has otherwise too.</summary>
    public static string[] ServerMarks { get; } = ["am-sha-256$", "md5", ",'*", " '*"];

    /// <summary>SCRAM-SHA-256$4096:…, 'md5' and 32 digits in quotes, '*' and 40 in capitals.</summary>
    public static void FindServerHash(ReadOnlySpan<byte> text, int mark, int length, List<RedactionHit> hits)
    {
        const int Most = 256;
        var first = mark + length;
        var end = first;
        if (length > 3)
        {
            while (end < text.Length && end - first < Most && (Ascii.IsPlainBase64(text[end]) || text[end] is (byte)':' or (byte)'$'))
            {
                end++;
            }

            if (end - first >= 40 && Ascii.StartsWithIgnoreCase(text.Slice(Math.Max(0, mark - 3)), "scram"u8))
            {
                hits.Add(new RedactionHit(mark - 3, end, RedactionRules.PasswordHash, null, text.Slice(mark - 3, end - mark + 3).ToArray()));
            }

            return;
        }

        while (end < text.Length && end - first <= 40 && Ascii.IsHex(text[end]))
        {
            end++;
        }

        var start = text[mark + 2] == '*' ? mark + 2 : mark;
        if (end - first == (start > mark ? 40 : 32) && start > 0 && text[start - 1] is (byte)'\'' or (byte)'"' && end < text.Length && text[end] is (byte)'\'' or (byte)'"' or (byte)'\\')
        {
            hits.Add(new RedactionHit(start, end, RedactionRules.PasswordHash, null, text.Slice(start, end - start).ToArray()));
        }
    }

    /// <summary>host:port:database:user:password, told by its port or a star.</summary>
    public static void FindLine(ReadOnlySpan<byte> text, int at, List<RedactionHit> hits)
    {
        var line = Ascii.LineStart(text, at);
        AddLastField(text, line, Ascii.LineEnd(text, at), 4, hits, onlyWhole: true);
    }

    /// <summary>Every line of a file of that sort.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="fields">Number of fields before the secret one: 4 in .pgpass, 1 in htpasswd.</param>
    /// <param name="hits">Gets them.</param>
    public static void FindAll(ReadOnlySpan<byte> text, int fields, List<RedactionHit> hits)
    {
        for (var line = 0; line < text.Length;)
        {
            var end = Ascii.LineEnd(text, line);
            AddLastField(text, line, end, fields, hits, onlyWhole: false);
            var next = text.Slice(end).IndexOf((byte)'\n');
            if (next < 0)
            {
                return;
            }

            line = end + next + 1;
        }
    }

    private static void AddLastField(ReadOnlySpan<byte> text, int start, int end, int fields, List<RedactionHit> hits, bool onlyWhole)
    {
        if (start >= end || text[start] == '#')
        {
            return;
        }

        var found = 0;
        for (var i = start; i < end; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ':')
            {
                if (++found == fields && i + 1 < end)
                {
                    SecretPatterns.Add(hits, text, i + 1, end, RedactionRules.PasswordFile);
                    return;
                }
            }
            else if (onlyWhole && Ascii.IsSpace(text[i]))
            {
                return;
            }
        }
    }
}
