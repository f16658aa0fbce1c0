using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace TravisOps.Backups;

/// <summary>
/// Names of the files and of what is in them. An archive is an ordinary tar, compressed or not, that any tar unpacks: first what this module adds, below
/// <see cref="OwnFolder"/>, then the platform's files as GNU tar wrote them there, with paths relative to <c>/</c>. The manifest is beside it.
/// </summary>
/// <remarks>
/// A dump's size is not known before it is whole, and nothing is written on the platform; so it is cut into parts of <see cref="DumpPartSize"/>.
/// <c>tar -xO</c> of all of them in their order is the dump.
/// </remarks>
public static class BackupLayout
{
    /// <summary>The platform's folders that are backed up and restored, and no others (manual, "Create a backup of the data directories"; facts 9).</summary>
    public static IReadOnlyList<string> Folders { get; } = ["/var/travis", "/etc/travis"];

    /// <summary>The folder of what this module adds to an archive.</summary>
    public const string OwnFolder = "travisops";

    /// <summary>What an archive's manifest is called: the archive's name with this behind it.</summary>
    public const string ManifestEnding = ".manifest.json";

    /// <summary>What stands behind the name of an archive that is being written. No such file is a backup.</summary>
    public const string PartialEnding = ".partial";

    /// <summary>Bytes of all parts of a dump but the last.</summary>
    public const int DumpPartSize = 8 * 1024 * 1024;

    /// <summary>Note for whoever unpacks an archive without this module.</summary>
    public const string ReadMe = OwnFolder + "/README.txt";

    private static readonly Regex Part = new("^" + OwnFolder + @"/database/(?<name>[^/]+)\.dump\.(?<part>\d{6})$", RegexOptions.CultureInvariant);

    private static readonly Regex Archive = new(@"^travis-data-(?<host>.+)-(?<time>\d{8}T\d{6}Z)\.tar(\.gz|\.zst)?$", RegexOptions.CultureInvariant);

    private static readonly Regex AnyOf = new(@"^travis-data-.+-\d{8}T\d{6}Z\.tar|\.tar(\.gz|\.zst)?\.manifest\.json$", RegexOptions.CultureInvariant);

    /// <summary>File name of an archive.</summary>
    /// <param name="computerName">The platform.</param>
    /// <param name="createdAt">When it was begun, UTC.</param>
    /// <param name="compression">How it is compressed; not <see cref="BackupCompression.Auto"/>.</param>
    public static string ArchiveName(string computerName, DateTime createdAt, BackupCompression compression) =>
        "travis-data-" + SafeName(computerName) + "-" + createdAt.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + Ending(compression);

    /// <summary>Whether a file name is that of an archive of this platform, whatever its time and compression.</summary>
    public static bool IsArchiveOf(string fileName, string computerName) =>
        Archive.Match(fileName) is { Success: true } match && match.Groups["host"].Value == SafeName(computerName);

    /// <summary>Whether a file name is that of an archive of any platform, finished or not, or of a manifest, renamed or not.</summary>
    public static bool IsOfBackup(string fileName) => AnyOf.IsMatch(fileName);

    /// <summary>Ending of a file name.</summary>
    public static string Ending(BackupCompression compression) => compression switch
    {
        BackupCompression.Gzip => ".tar.gz",
        BackupCompression.Zstd => ".tar.zst",
        _ => ".tar",
    };

    /// <summary>A pattern of what is left out in the form that tar compares names with: no slash at its beginning or end, which would make it fit nothing. Null when nothing is left of it.</summary>
    public static string? Pattern(string pattern)
    {
        var plain = pattern.Trim('/');
        while (plain.StartsWith("./", StringComparison.Ordinal))
        {
            plain = plain.Substring(2).TrimStart('/');
        }

        return plain is "." || string.IsNullOrWhiteSpace(plain) ? null : plain;
    }

    /// <summary>Path of the manifest of an archive.</summary>
    public static string ManifestOf(string archivePath) => archivePath + ManifestEnding;

    /// <summary>Path in the archive of a part of a dump.</summary>
    /// <param name="database">The database.</param>
    /// <param name="part">1 for the first.</param>
    public static string DumpPart(string database, int part) =>
        OwnFolder + "/database/" + SafeDatabaseName(database) + ".dump." + part.ToString("000000", CultureInfo.InvariantCulture);

    /// <summary>A database's name as it is part of a path.</summary>
    public static string SafeDatabaseName(string database) => SafeName(database);

    /// <summary>The database and the number of a part of a dump; false when the path is of something else.</summary>
    public static bool TryReadDumpPart(string path, out string database, out int part)
    {
        // This is asked for every piece of every file.
        var match = path.StartsWith(OwnFolder, StringComparison.Ordinal) ? Part.Match(path) : System.Text.RegularExpressions.Match.Empty;
        database = match.Groups["name"].Value;
        part = match.Success ? int.Parse(match.Groups["part"].Value, CultureInfo.InvariantCulture) : 0;
        return match.Success;
    }

    private static string SafeName(string name) => new([.. name.Select(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_' ? c : '_')]);
}
