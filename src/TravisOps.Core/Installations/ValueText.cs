using System;
using System.Text;
using System.Text.RegularExpressions;

namespace TravisOps.Installations;

/// <summary>Rules for text values that do not depend on what the value is for.</summary>
internal static class ValueText
{
    // What the YAML 1.1 types (yaml.org/type: bool, null, int, float) take for something other than text.
    // 1.2 readers disagree on half of it, so an unquoted one is never taken.
    private static readonly Regex OtherThanText = new(
        @"^(?:~|null|y|n|yes|no|true|false|on|off|[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|\.[0-9][0-9_]*(?:e[-+]?[0-9]+)?|\.inf)|\.nan)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static bool IsOtherThanText(string plainScalar) => OtherThanText.IsMatch(plainScalar);

    /// <summary>The line breaks of YAML and everything that a terminal would act on.</summary>
    public static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF';

    /// <summary>True when it could not be written on one line of a UTF-8 file and read back the same.</summary>
    public static bool IsUnwritable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (IsControl(text[i]) || char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value in quotes for a message: cut, and unable to move a terminal's cursor.</summary>
    public static string Show(string text)
    {
        const int Limit = 60;
        var shown = new StringBuilder("'");
        for (var i = 0; i < text.Length && i < Limit; i++)
        {
            shown.Append(IsControl(text[i]) ? '?' : text[i]);
        }

        return shown.Append(text.Length > Limit ? "…'" : "'").ToString();
    }

    /// <summary>The known word that the given one was probably meant to be, or null when none is near.</summary>
    public static string? Nearest(string word, string[] known)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in known)
        {
            var distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        // One slip in three letters; more is another word.
        return best is not null && bestDistance <= Math.Max(1, best.Length / 3) ? best : null;
    }

    // Levenshtein, with a transposition of neighbours as one step ("prot" is one slip from "port").
    private static int Distance(string a, string b)
    {
        if (a.Length > 64)
        {
            return int.MaxValue;
        }

        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
