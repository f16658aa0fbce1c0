using System;
using System.IO;

namespace TravisOps.Installations;

/// <summary>A path in an inventory: <c>~</c> is the user's home folder, and a relative path starts at the inventory's folder.</summary>
internal static class SettingPath
{
    /// <summary>The full path; null and a problem (the end of a sentence) when there is none.</summary>
    public static string? Resolve(string given, string baseDirectory, out string? problem)
    {
        problem = Problem(given);
        if (problem is not null)
        {
            return null;
        }

        try
        {
            return Path.GetFullPath(Path.Combine(baseDirectory, ExpandHome(given)));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or IOException)
        {
            problem = $"{ValueText.Show(given)} is not a path on this system";
            return null;
        }
    }

    /// <summary>True when the meaning depends on the folder of the file that it stands in.</summary>
    public static bool IsRelative(string given) => !IsInHome(given) && !Path.IsPathRooted(given);

    private static string? Problem(string given)
    {
        if (given.IndexOf("PRIVATE KEY", StringComparison.Ordinal) >= 0)
        {
            return "the path of a key file is expected, not the key itself; secrets do not belong in an inventory";
        }

        if (given.Trim().Length == 0 || ValueText.IsUnwritable(given))
        {
            return "a path on one line is expected";
        }

        return given[0] == '~' && !IsInHome(given)
            ? $"{ValueText.Show(given)}: only ~ itself stands for a home folder, yours; write the path of another one out"
            : null;
    }

    private static bool IsInHome(string given) =>
        given == "~" || (given.Length > 1 && given[0] == '~' && (given[1] == '/' || given[1] == Path.DirectorySeparatorChar));

    private static string ExpandHome(string given) => IsInHome(given)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), given.Substring(Math.Min(2, given.Length)))
        : given;
}
