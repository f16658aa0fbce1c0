using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace TravisOps.Backups;

/// <summary>Names that restores give to databases beside those in use.</summary>
public static class RestoreNames
{
    private static readonly Regex s_left = new("_(before|restored|rejected)_[0-9]{14}$", RegexOptions.CultureInvariant);

    /// <summary>The longest name of a database that can be restored: the other names that it gets meanwhile are within PostgreSQL's 63 bytes.</summary>
    public const int LongestName = 63 - 10 - 14;

    /// <summary>Whether a database of that name can be restored: no letter has to be quoted, and it is not too long.</summary>
    public static bool IsPlain(string database) =>
        database.Length is > 0 and <= LongestName && database.All(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.' or '/') && !database.Contains("..");

    /// <summary>Whether a database is a restore's: its safety copy, or what it has left. None is part of the platform's data.</summary>
    public static bool IsLeft(string database) => s_left.IsMatch(database);

    /// <summary>The databases of a backup that a restore brings back: all but such copies, which older backups have.</summary>
    public static IReadOnlyList<BackupDatabase> Restorable(BackupManifest manifest) => [.. manifest.Databases.Where(database => !IsLeft(database.Name))];
}
