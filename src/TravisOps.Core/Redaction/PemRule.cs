using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>The body of a PEM private key, over lines or on one with <c>\n</c>; also when its end was cut off. Certificates and public keys stay.</summary>
internal static class PemRule
{
    private const int MaxLabel = 64;

    /// <summary>Looks at the block that begins there.</summary>
    public static void Find(ReadOnlySpan<byte> text, int begin, List<RedactionHit> hits)
    {
        var label = text.Slice(begin, Math.Min(MaxLabel, text.Length - begin));
        var dashes = label.Slice(10).IndexOf("-----"u8);
        if (dashes < 0 || label.Slice(0, 10 + dashes).IndexOf("PRIVATE KEY"u8) < 0)
        {
            return;
        }

        var start = begin + 10 + dashes + 5;
        var end = start;
        if (start < text.Length && text[start] == '\\')
        {
            while (end < text.Length && (Ascii.IsBase64(text[end]) || text[end] is (byte)'\\' or (byte)' ' or (byte)':' or (byte)',') && !text.Slice(end).StartsWith("-----"u8))
            {
                end++;
            }
        }
        else
        {
            end = Lines(text, start);
        }

        // Blanks and breaks at both ends stay, so that the lines around stay apart.
        while (start < end && (Ascii.IsSpace(text[start]) || text[start] == '\\'))
        {
            start += text[start] == '\\' && start + 1 < end ? 2 : 1;
        }

        while (end > start && Ascii.IsSpace(text[end - 1]))
        {
            end--;
        }

        if (end >= 2 && end - 2 > start && text[end - 1] == 'n' && text[end - 2] == '\\')
        {
            end -= 2;
        }

        if (end > start)
        {
            hits.Add(new RedactionHit(start, end, RedactionRules.PrivateKey, null, EscapeDecoder.Decode(text.Slice(start, end - start))));
        }
    }

    // The lines that a key can have: base64, and headers as Proc-Type.
    private static int Lines(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        var line = start;
        while (line < text.Length)
        {
            var lineEnd = Ascii.LineEnd(text, line);
            var content = text.Slice(line, lineEnd - line);
            if (content.IndexOf("-----"u8) is >= 0 and var dashes)
            {
                return line + dashes;
            }

            if (!IsBody(content))
            {
                return end;
            }

            end = lineEnd;
            line = text.Slice(lineEnd).IndexOf((byte)'\n') is >= 0 and var step ? lineEnd + step + 1 : text.Length;
        }

        return end;
    }

    private static bool IsBody(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf(": "u8) is > 0 and < 20)
        {
            return line.StartsWith("Proc-Type"u8) || line.StartsWith("DEK-Info"u8) || line.StartsWith("Version"u8) || line.StartsWith("Comment"u8) || line.StartsWith("Hash"u8);
        }

        foreach (var c in line)
        {
            if (!Ascii.IsBase64(c) && !Ascii.IsSpace(c))
            {
                return false;
            }
        }

        return true;
    }
}
