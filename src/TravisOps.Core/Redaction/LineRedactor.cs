using System;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// Takes secrets out of short text, such as sample lines of a log, by patterns alone: settings with secret-like names, URI credentials,
/// tokens that show what they are, private keys. It knows no values; a secret that stands alone and looks like a word stays. For whole
/// files and with known values there is the engine beside it.
/// </summary>
public static class LineRedactor
{
    /// <summary>What stands for a secret.</summary>
    public const string Mark = Pseudonyms.Prefix + "secret";

    /// <summary>The text with <see cref="Mark"/> for each secret.</summary>
    /// <param name="text">One line or more.</param>
    public static string Redact(string text) => Redact(text, null);

    /// <summary>The text with the secret's pseudonym for each secret, so that equal ones can be told.</summary>
    /// <param name="text">One line or more.</param>
    /// <param name="pseudonyms">The case; null for one mark for all.</param>
    public static string Redact(string text, Pseudonyms? pseudonyms)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        if (text.Length == 0)
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var hits = new PatternHits();
        SecretPatterns.Find(bytes, hits);
        if (hits.Count == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var hit in RedactionHits.Merge(hits))
        {
            result.Append(Encoding.UTF8.GetString(bytes, at, hit.Start - at));
            result.Append(pseudonyms is null ? Mark : Encoding.ASCII.GetString(pseudonyms.ForSecret(hit.Value!)));
            at = hit.End;
        }

        return result.Append(Encoding.UTF8.GetString(bytes, at, bytes.Length - at)).ToString();
    }
}
