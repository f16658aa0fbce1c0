using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>The password of an SQL statement behind <c>IDENTIFIED BY</c>, also <c>IDENTIFIED WITH plugin BY</c>. What stands behind <c>PASSWORD</c> is read beside that name.</summary>
internal static class StatementRule
{
    /// <summary>The end of IDENTIFIED, which begins with letters that are rarer than its first ones: every text is searched for it.</summary>
    public const string Mark = "tified ";

    /// <summary>Looks at the statement that has it there.</summary>
    public static void Find(ReadOnlySpan<byte> text, int mark, List<RedactionHit> hits)
    {
        if (!IsStatement(text.Slice(0, mark)))
        {
            return;
        }

        var i = Ascii.SkipBlanks(text, mark + Mark.Length);
        if (Ascii.StartsWithIgnoreCase(text.Slice(i), "with "u8))
        {
            i = Ascii.SkipBlanks(text, i + 5);
            while (i < text.Length && !Ascii.IsSpace(text[i]))
            {
                i++;
            }

            i = Ascii.SkipBlanks(text, i);
        }

        if (Ascii.StartsWithIgnoreCase(text.Slice(i), "by "u8) || Ascii.StartsWithIgnoreCase(text.Slice(i), "as "u8))
        {
            ValueReader.ReadQuoted(text, Ascii.SkipBlanks(text, i + 3), hits);
        }
    }

    // "container identified by 'x'" is prose.
    private static bool IsStatement(ReadOnlySpan<byte> before)
    {
        const int MaxLookBack = 256;
        for (var i = Math.Max(0, before.Length - MaxLookBack); i < before.Length; i++)
        {
            if (Ascii.StartsWithIgnoreCase(before.Slice(i), "user "u8) || Ascii.StartsWithIgnoreCase(before.Slice(i), "grant "u8))
            {
                return true;
            }
        }

        return false;
    }
}
