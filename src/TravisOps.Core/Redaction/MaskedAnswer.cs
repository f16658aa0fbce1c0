using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>
/// An answer whose secrets the host itself replaced: in Workers/Remote/settings.awk's notation groups in braces stand for secrets and parameters, and a
/// brace that is one is written %7B.
/// </summary>
internal static class MaskedAnswer
{
    /// <summary>Removes hits of patterns that have such a group in them or stand in one: there is no secret any more.</summary>
    public static void Exempt(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        var kept = 0;
        for (var i = 0; i < hits.Count; i++)
        {
            if (hits[i].Value is null || !HasGroup(text, hits[i]))
            {
                hits[kept++] = hits[i];
            }
        }

        hits.RemoveRange(kept, hits.Count - kept);
    }

    private static bool HasGroup(ReadOnlySpan<byte> text, RedactionHit hit)
    {
        if (text.Slice(hit.Start, hit.End - hit.Start).IndexOf((byte)'{') >= 0)
        {
            return true;
        }

        var depth = 0;
        foreach (var c in text.Slice(0, hit.Start).Slice(Ascii.LineStart(text, hit.Start)))
        {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }

        return depth > 0;
    }
}
