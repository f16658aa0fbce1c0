using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>Removes older backups. Only after a newer one is there and verified; what has no manifest that fits is never counted and never touched.</summary>
internal static class BackupPruning
{
    /// <summary>Removes all but the newest.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="computerName">The platform whose backups are meant.</param>
    /// <param name="keep">How many to keep, at least 1, the new one among them.</param>
    /// <param name="newest">The archive that was just made: it stays whatever the clocks say.</param>
    /// <param name="warn">Gets what could not be removed.</param>
    /// <returns>The archives that were removed.</returns>
    public static IReadOnlyList<string> Run(string folder, string computerName, int keep, string newest, Action<string> warn)
    {
        var older = Directory.EnumerateFiles(folder, "travis-data-*")
            .Where(path => BackupLayout.IsArchiveOf(Path.GetFileName(path), computerName) && !string.Equals(path, newest, StringComparison.Ordinal))
            .Select(path => (Path: path, Manifest: FittingManifest(path, computerName)))
            .Where(one => one.Manifest is not null)
            .OrderByDescending(one => one.Manifest!.CreatedAt)
            .Skip(Math.Max(1, keep) - 1);
        var removed = new List<string>();
        foreach (var (path, _) in older.ToList())
        {
            try
            {
                // The archive first: a manifest alone can be taken for nothing.
                File.Delete(path);
                File.Delete(BackupLayout.ManifestOf(path));
                removed.Add(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                warn($"The older backup '{path}' could not be removed: {error.Message}");
            }
        }

        return removed;
    }

    private static BackupManifest? FittingManifest(string path, string computerName)
    {
        try
        {
            var manifest = BackupManifestFile.Read(BackupLayout.ManifestOf(path));
            return manifest.ComputerName == computerName && manifest.ArchiveName == Path.GetFileName(path) && manifest.ArchiveSize == new FileInfo(path).Length ? manifest : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BackupException)
        {
            return null;
        }
    }
}
