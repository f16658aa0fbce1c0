using System;
using System.Globalization;

namespace TravisOps.Installations;

/// <summary>What single settings may be, wherever they are given. Each problem is the end of a sentence that begins with the place.</summary>
internal static class SettingValues
{
    public const int HighestPort = 65535;

    private const int LongestName = 64;

    private static readonly (string Word, SudoMode Mode)[] SudoWords =
    [
        ("auto", SudoMode.Auto), ("none", SudoMode.None), ("noPassword", SudoMode.NoPassword), ("password", SudoMode.Password),
    ];

    private static readonly string[] SudoNames = Array.ConvertAll(SudoWords, word => word.Word);

    public static string SudoWord(SudoMode mode) => Array.Find(SudoWords, word => word.Mode == mode).Word;

    public static SudoMode? Sudo(string text, out string? problem)
    {
        foreach (var (word, mode) in SudoWords)
        {
            if (word == text)
            {
                problem = null;
                return mode;
            }
        }

        var meant = ValueText.Nearest(text, SudoNames) is { } nearest ? $"; did you mean '{nearest}'?" : ";";
        problem = $"unknown sudo mode {ValueText.Show(text)}{meant} auto, none, noPassword or password is expected";
        return null;
    }

    public static int? Port(string text, out string? problem)
    {
        // Digits alone: 0022 and 0o26 are octal to some YAML readers, 1:30 is ninety to others.
        var isNumber = text.Length is > 0 and <= 5 && text[0] is >= '1' and <= '9';
        foreach (var c in text)
        {
            isNumber &= c is >= '0' and <= '9';
        }

        var port = isNumber ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        problem = PortProblem(port) is null ? null : $"{ValueText.Show(text)} is not a port; a whole number from 1 to {HighestPort} is expected";
        return problem is null ? port : null;
    }

    public static string? PortProblem(int port) =>
        port is < 1 or > HighestPort ? $"{port} is not a port; a whole number from 1 to {HighestPort} is expected" : null;

    public static string? UserNameProblem(string name)
    {
        // Not repeated: a colon may come from user:password. Backslash and @ are directory log-ins (DOMAIN\user, user@domain).
        var isGood = name.Length > 0 && name[0] != '-' && !ValueText.IsUnwritable(name) && name.IndexOf(':') < 0 && name.IndexOf(' ') < 0 && name.IndexOf('/') < 0;
        return isGood ? null : "a login name is expected, without spaces, colons and slashes; a password never stands here (commands take it with -Credential)";
    }

    public static string? InstallationNameProblem(string name)
    {
        var isGood = name.Length is > 0 and <= LongestName && IsLetterOrDigit(name[0]);
        foreach (var c in name)
        {
            isGood &= IsLetterOrDigit(c) || c is '-' or '_' or '.';
        }

        return isGood ? null : $"{ValueText.Show(name)} can't name an installation; up to {LongestName} letters of the English alphabet, digits, dashes, dots and underscores are expected, the first a letter or a digit";
    }

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
