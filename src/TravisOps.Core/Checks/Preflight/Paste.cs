using System.Text.RegularExpressions;

namespace TravisOps.Checks.Preflight;

/// <summary>Makes what a host said safe to paste back into its shell.</summary>
internal static class Paste
{
    private static readonly Regex Plain = new(@"^[A-Za-z0-9_./:@%+=-]+$", RegexOptions.CultureInvariant);

    /// <summary>The word as it stands where the shell leaves it alone, in single quotes otherwise.</summary>
    public static string Word(string word) => Plain.IsMatch(word) && word[0] != '-' ? word : "'" + word.Replace("'", "'\\''") + "'";
}
