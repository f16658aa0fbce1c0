using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TravisOps.Evidence;

/// <summary>Makes file names of host names: the same on every system, never a path, never a device of Windows.</summary>
internal static class SafeFileName
{
    // A name has 255 bytes on every file system that matters.
    private const int MaxLength = 255;

    private static readonly Regex DeviceName = new("^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\.|\\z)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>The name with everything but letters, digits, dash, underscore and inner dots as %XX of its UTF-8 bytes.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public static string For(string name)
    {
        var text = new StringBuilder();
        var bytes = Encoding.UTF8.GetBytes(name);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];
            var plain = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' || (c == '.' && i > 0 && i < bytes.Length - 1);
            if (plain && !(i == 0 && DeviceName.IsMatch(name)))
            {
                text.Append(c);
            }
            else
            {
                text.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return text.Length is > 0 and <= MaxLength
            ? text.ToString()
            : throw new ArgumentException($"'{name}' can't be made a folder's name: it is empty or too long.", nameof(name));
    }
}
