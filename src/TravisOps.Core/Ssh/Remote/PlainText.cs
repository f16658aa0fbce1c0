using System.Linq;
using System.Text;

namespace TravisOps.Ssh;

/// <summary>Text from a host that goes into a message: control characters could move the cursor of the terminal that shows it.</summary>
internal static class PlainText
{
    /// <summary>The text with a space for each control character.</summary>
    public static string Harmless(string text) =>
        text.Any(char.IsControl) ? new string([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]) : text;

    /// <summary>One line without control characters, the end kept when it is longer than the limit: the reason comes last.</summary>
    public static string OneLine(string text, int limit)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text.Trim())
        {
            if (character is '\n' or '\t' or ' ')
            {
                if (line.Length > 0 && line[line.Length - 1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (!char.IsControl(character))
            {
                line.Append(character);
            }
        }

        return line.Length <= limit ? line.ToString() : "…" + line.ToString(line.Length - limit, limit);
    }
}
