using System.Text;
using System.Text.RegularExpressions;

namespace TravisOps.Workers.Settings;

/// <summary>A pattern of the shell, as in <c>${NAME%PATTERN}</c> (POSIX, Shell Command Language 2.13.1).</summary>
internal static class ShellPattern
{
    /// <summary>Removes what the pattern fits: <c>#</c> and <c>##</c> at the beginning, <c>%</c> and <c>%%</c> at the end; twice for the longest.</summary>
    /// <returns>Null when the pattern is one that shells read differently.</returns>
    public static string? Remove(string value, string operation, string pattern)
    {
        if (Expression(pattern) is not { } expression)
        {
            return null;
        }

        // A pattern with many stars on a long value is worth no more time than this; it is then not known.
        var fits = new Regex("^(?:" + expression + ")\\z", RegexOptions.Singleline | RegexOptions.CultureInvariant, System.TimeSpan.FromSeconds(1));
        var head = operation[0] == '#';
        var longest = operation.Length == 2;
        try
        {
            for (var n = 0; n <= value.Length; n++)
            {
                var length = longest ? value.Length - n : n;
                var part = head ? value.Substring(0, length) : value.Substring(value.Length - length);
                if (fits.IsMatch(part))
                {
                    return head ? value.Substring(length) : value.Substring(0, value.Length - length);
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }

        return value;
    }

    private static string? Expression(string pattern)
    {
        var text = new StringBuilder();
        foreach (var c in pattern)
        {
            switch (c)
            {
                case '*':
                    text.Append(".*");
                    break;
                case '?':
                    text.Append('.');
                    break;
                case '[' or ']' or '\\':
                    return null;
                default:
                    text.Append(Regex.Escape(c.ToString()));
                    break;
            }
        }

        return text.ToString();
    }
}
