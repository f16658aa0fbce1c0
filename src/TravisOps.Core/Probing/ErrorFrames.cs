using System;
using System.Collections.Generic;

namespace TravisOps.Probing;

/// <summary>Takes a script's standard error apart into that of each item.</summary>
internal static class ErrorFrames
{
    /// <summary>The end of each item's, by its id, without line ends behind the last line.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text, string nonce)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var mark = nonce + " e ";
        for (var at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0;)
        {
            var idStart = at + mark.Length;
            var lineEnd = text.IndexOf('\n', idStart);
            if (lineEnd < 0)
            {
                break;
            }

            at = text.IndexOf(mark, lineEnd, StringComparison.Ordinal);
            var body = text.Substring(lineEnd + 1, (at < 0 ? text.Length : at) - lineEnd - 1);
            var id = text.Substring(idStart, lineEnd - idStart);

            // The first of a name is the script's own; nothing else knows the nonce, and a second is not believed.
            if (!errors.ContainsKey(id))
            {
                errors.Add(id, (id == "f" ? body : Tail(body)).TrimEnd('\r', '\n'));
            }
        }

        return errors;
    }

    private static string Tail(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        var start = 0;
        while (bytes > ProbeScript.MaxErrorBytes)
        {
            var pair = char.IsHighSurrogate(text[start]) && start + 1 < text.Length ? 2 : 1;
            bytes -= System.Text.Encoding.UTF8.GetByteCount(text.Substring(start, pair));
            start += pair;
        }

        return text.Substring(start);
    }
}
