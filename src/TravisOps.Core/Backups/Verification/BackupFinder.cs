using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TravisOps.Files;

namespace TravisOps.Backups;

/// <summary>Finds the archives that a path means.</summary>
public static class BackupFinder
{
    /// <summary>Full paths of archives: the one that the path or its manifest's path is of, or all with a manifest in a folder, the oldest first.</summary>
    /// <exception cref="BackupException">There is none.</exception>
    public static IReadOnlyList<string> Find(string path) => Ask(path, () => FindThere(path));

    /// <summary>The manifest of an archive, which may have been renamed together with it.</summary>
    /// <exception cref="BackupException">There is none, or it is none.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static BackupManifest ReadManifest(string archivePath) => Ask(archivePath, () => ReadManifestThere(archivePath));

    /// <summary>Those of several archives of which a newer one of the same platform is among them. One that a wrong clock dated in the future is newer than none: else no age would ever fail.</summary>
    public static IReadOnlyCollection<string> Superseded(IEnumerable<string> archives)
    {
        List<(string Path, BackupManifest Manifest)> known = [];
        foreach (var path in archives)
        {
            try
            {
                known.Add((path, ReadManifest(path)));
            }
            catch (Exception error) when (error is BackupException or IOException or UnauthorizedAccessException)
            {
                // Testing it says so.
            }
        }

        var now = DateTime.UtcNow;
        return [.. known.Where(one => !BackupJudge.IsAhead(one.Manifest, now)).GroupBy(one => one.Manifest.ComputerName, StringComparer.OrdinalIgnoreCase)
            .SelectMany(platform => platform.OrderByDescending(one => one.Manifest.CreatedAt).Skip(1))
            .Select(one => one.Path)];
    }

    private static T Ask<T>(string path, Func<T> question)
    {
        try
        {
            return DiskThread.Once(path, question);
        }
        catch (DiskSilentException error)
        {
            throw new BackupException(BackupProblem.NotFound, $"'{path}' can't be looked at, since its disk or share hangs: {error.Message}", "See whether the share's server answers, connect it again, and run this again.", error);
        }
    }

    private static List<string> FindThere(string path)
    {
        if (Directory.Exists(path))
        {
            var found = Directory.EnumerateFiles(path, "*" + BackupLayout.ManifestEnding).Select(ArchiveOf).OrderBy(one => one, StringComparer.Ordinal).ToList();
            return found.Count > 0 ? found : throw new BackupException(BackupProblem.NotFound, $"There is no backup in '{path}'.", "Give the folder that Backup-TravisData wrote to.");
        }

        if (path.EndsWith(BackupLayout.PartialEnding, StringComparison.Ordinal))
        {
            throw new BackupException(BackupProblem.ArchiveDamaged, $"'{path}' is of a backup that was never finished.", "Delete it, and make another backup with Backup-TravisData.");
        }

        if (!path.EndsWith(BackupLayout.ManifestEnding, StringComparison.Ordinal))
        {
            return File.Exists(path) ? [path] : throw new BackupException(BackupProblem.NotFound, $"There is no file '{path}'.", "Give the archive that Backup-TravisData wrote, or its folder.");
        }

        return [ArchiveOf(path)];
    }

    private static BackupManifest ReadManifestThere(string archivePath)
    {
        if (!File.Exists(archivePath))
        {
            throw new BackupException(BackupProblem.NotFound, $"The archive '{archivePath}' is not there.", "Put the archive beside its manifest again, or use another backup.");
        }

        var path = BackupLayout.ManifestOf(archivePath);
        return File.Exists(path)
            ? BackupManifestFile.Read(path)
            : throw new BackupException(BackupProblem.ManifestInvalid, $"'{archivePath}' has no manifest beside it.", $"Put '{Path.GetFileName(path)}' beside it: without it nothing can be checked.");
    }

    private static string ArchiveOf(string manifest) => manifest.Substring(0, manifest.Length - BackupLayout.ManifestEnding.Length);
}
