using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// The forms in which a secret stands in files. Escapes are not written out here: they are taken out of the text before it is searched,
/// so that any mixture is found; here are the forms that only the value itself can be turned into.
/// </summary>
internal static class SecretForms
{
    /// <summary>A longer secret is looked for in pieces of this length.</summary>
    public const int PieceLength = 128;

    // A key of base64 stands over lines of 64 characters and more, each perhaps behind a time and a unit: every line holds a whole one of these.
    private const int RunPieceLength = 32;
    private const int LineLength = 64;

    private const int DecodeLevels = 4;

    /// <summary>The forms, and what beside one also belongs to the secret.</summary>
    public static IEnumerable<(byte[] Form, SecretReach Reach)> Of(byte[] secret)
    {
        var joined = EscapeDecoder.Join(secret);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var form in Pieces(joined).SelectMany(OfPiece).Select(one => (one.Form, Reach: one.IsBase64 ? SecretReach.Neighbours : SecretReach.None))
            .Concat(LinePieces(joined).Select(piece => (Form: piece, Reach: SecretReach.Run))))
        {
            // Folded as the matcher does it.
            if (form.Form.Length >= PlainValues.MinKnownLength && seen.Add(Convert.ToBase64String(form.Form)))
            {
                yield return form;
            }
        }
    }

    // Of each long run of base64: pieces that a line of it holds, and the last line, which may be shorter than they are.
    private static IEnumerable<byte[]> LinePieces(byte[] value)
    {
        for (int start = 0, end; start < value.Length; start = end + 1)
        {
            end = start;
            while (end < value.Length && Ascii.IsPlainBase64(value[end]))
            {
                end++;
            }

            if (end - start <= PieceLength)
            {
                continue;
            }

            for (var at = start; at + RunPieceLength <= end; at += RunPieceLength)
            {
                yield return value.AsSpan(at, RunPieceLength).ToArray();
            }

            if ((end - start) % LineLength is >= RunPieceLength / 2 and var rest)
            {
                yield return value.AsSpan(end - rest, rest).ToArray();
            }
        }
    }

    private static IEnumerable<byte[]> Pieces(byte[] value)
    {
        if (value.Length <= PieceLength)
        {
            yield return value;
            yield break;
        }

        for (var start = 0; start < value.Length; start += PieceLength)
        {
            // The last one is whole too: it overlaps the one before.
            yield return value.AsSpan(Math.Min(start, value.Length - PieceLength), PieceLength).ToArray();
        }
    }

    private static IEnumerable<(byte[] Form, bool IsBase64)> OfPiece(byte[] value)
    {
        List<byte[]> plain = [value];

        // What is left of it when the text around had escapes taken out that it has itself.
        for (var level = 0; level < DecodeLevels; level++)
        {
            var decoded = EscapeDecoder.Decode(plain[plain.Count - 1]);
            if (decoded.AsSpan().SequenceEqual(plain[plain.Count - 1]))
            {
                break;
            }

            plain.Add(decoded);
        }

        // A backslash at its end makes an escape of what follows.
        foreach (var one in plain.ToArray())
        {
            if (one.Length > PlainValues.MinKnownLength && one[one.Length - 1] == '\\')
            {
                plain.Add(one.AsSpan(0, one.Length - 1).ToArray());
            }
        }

        foreach (var one in plain.ToArray())
        {
            AddReplaced(plain, one, "'", "''");
            AddReplaced(plain, one, "'", "'''");
            AddReplaced(plain, one, "'", "'\"'\"'");
            AddReplaced(plain, one, "\"", "\"\"");
            AddReplaced(plain, one, " ", "+");
        }

        var text = TryText(value);
        if (text is not null && value.Any(c => c >= 0x80) && text.All(c => c < 0x100))
        {
            plain.Add([.. text.Select(c => (byte)c)]);
        }

        foreach (var one in plain)
        {
            yield return (one, false);
            yield return (Hex(one), false);
        }

        List<byte[]> encoded = [value];
        if (text is not null)
        {
            encoded.Add(Encoding.Unicode.GetBytes(text));
            var url = Encoding.ASCII.GetBytes(Uri.EscapeDataString(text));
            if (url.Length != value.Length)
            {
                encoded.Add(url);
            }

            // As JSON has it, in the base64 of a whole document.
            var json = text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t");
            if (json.Length != text.Length)
            {
                encoded.Add(Encoding.UTF8.GetBytes(json));
            }
        }

        foreach (var one in encoded)
        {
            for (var lead = 0; lead < 3; lead++)
            {
                var base64 = Base64(one, lead);
                yield return (Encoding.ASCII.GetBytes(base64), true);
                if (base64.IndexOfAny(['+', '/']) >= 0)
                {
                    yield return (Encoding.ASCII.GetBytes(base64.Replace('+', '-').Replace('/', '_')), true);
                }
            }
        }
    }

    // The characters that depend on the value alone when that many bytes stand before it, modulo three.
    private static string Base64(byte[] value, int lead)
    {
        var shifted = new byte[lead + value.Length];
        value.CopyTo(shifted, lead);
        var text = Convert.ToBase64String(shifted).TrimEnd('=');
        var first = ((lead * 8) + 5) / 6;
        var end = shifted.Length * 8 / 6;
        return text.Substring(first, Math.Max(0, end - first));
    }

    private static byte[] Hex(byte[] value)
    {
        var hex = new byte[value.Length * 2];
        for (var i = 0; i < value.Length; i++)
        {
            hex[2 * i] = (byte)"0123456789abcdef"[value[i] >> 4];
            hex[(2 * i) + 1] = (byte)"0123456789abcdef"[value[i] & 15];
        }

        return hex;
    }

    private static void AddReplaced(List<byte[]> forms, byte[] value, string what, string by)
    {
        if (Array.IndexOf(value, (byte)what[0]) < 0)
        {
            return;
        }

        var replaced = new List<byte>(value.Length + 8);
        foreach (var c in value)
        {
            if (c == what[0])
            {
                replaced.AddRange(Encoding.ASCII.GetBytes(by));
            }
            else
            {
                replaced.Add(c);
            }
        }

        forms.Add([.. replaced]);
    }

    private static string? TryText(byte[] value)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(value);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
