using System.Text;

namespace TravisOps.Reports;

/// <summary>Text from a host as a page may show it: what would steer a terminal or a reader's eye is made visible.</summary>
internal static class VisibleText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// The text with Unicode's pictures for control characters (an escape becomes U+241B), and U+FFFD for what no XML may hold and for the
    /// marks that turn the direction of writing, with which a line can be made to read otherwise than it is. Line ends and tabs stay.
    /// </summary>
    public static string Of(string? text)
    {
        var shown = new StringBuilder(text?.Length ?? 0);
        for (var i = 0; i < text?.Length; i++)
        {
            var letter = text[i];
            if (char.IsHighSurrogate(letter) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                shown.Append(letter).Append(text[++i]);
                continue;
            }

            shown.Append(letter switch
            {
                '\n' or '\t' => letter,
                < ' ' => (char)('\u2400' + letter),
                '\u007F' => '\u2421',
                >= '\u0080' and <= '\u009F' => Replacement,
                '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => Replacement,
                '\uFFFE' or '\uFFFF' => Replacement,
                _ when char.IsSurrogate(letter) => Replacement,
                _ => letter,
            });
        }

        return shown.ToString();
    }
}
