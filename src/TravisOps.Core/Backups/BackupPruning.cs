using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>Removes older backups. Only after a newer one is there and verified; what has no manifest that fits is never counted and never touched.</summary>
internal static class BackupPruning
{
    /// <summary>
    /// Removes all but the newest of those that are not newer than the one just made, and never the newest whose files and databases fit together. After a backup that could not
    /// stand for the older ones it removes none.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="made">The backup that was just made: only older ones go, and only while it is there.</param>
    /// <param name="keep">How many to keep, at least 1, the new one among them.</param>
    /// <param name="warn">Gets what could not be removed.</param>
    /// <returns>The archives that were removed.</returns>
    public static IReadOnlyList<string> Run(string folder, BackupManifest made, int keep, Action<string> warn)
    {
        if (!HasDatabases(made))
        {
            warn("No older backup was removed, since this one has no databases that can be relied on.");
            return [];
        }

        // Backups that end close together remove each other's elders, never each other.
        var others = Directory.EnumerateFiles(folder, "travis-data-*")
            .Where(path => BackupLayout.IsArchiveOf(Path.GetFileName(path), made.ComputerName) && Path.GetFileName(path) != made.ArchiveName)
            .Select(path => (Path: path, Manifest: FittingManifest(path, made.ComputerName)))
            .Where(one => one.Manifest is not null)
            .OrderByDescending(one => one.Manifest!.CreatedAt)
            .ToList();
        var ahead = others.Where(one => one.Manifest!.CreatedAt > made.CreatedAt && BackupJudge.IsAhead(one.Manifest, DateTime.UtcNow)).Select(one => $"'{one.Path}'").ToList();
        if (ahead.Count > 0)
        {
            warn($"By their dates these backups were made in the future: a clock was wrong. They don't count for -Keep and are never removed. Look at the clock, and remove them when newer ones are there: {string.Join(", ", ahead)}");
        }

        var older = others.Where(one => one.Manifest!.CreatedAt < made.CreatedAt).ToList();
        var last = IsSound(made) ? null : older.FirstOrDefault(one => IsSound(one.Manifest!)).Path;
        var own = Path.Combine(folder, made.ArchiveName);
        var removed = new List<string>();
        foreach (var (path, _) in older.Skip(Math.Max(1, keep) - 1).Where(one => one.Path != last))
        {
            if (new FileInfo(own) is not { Exists: true } there || there.Length != made.ArchiveSize || !File.Exists(BackupLayout.ManifestOf(own)))
            {
                warn($"The backup that was just made, '{own}', is not there any more: no {(removed.Count > 0 ? "more " : string.Empty)}older one was removed. See who removes files there.");
                break;
            }

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

    /// <summary>Dumps fit together in themselves, whatever files beside them changed; files of a cluster only when nothing did. Nobody has seen that a dump of an unknown format is one.</summary>
    private static bool HasDatabases(BackupManifest manifest) => manifest.ExternalDatabases.Count == 0 && (manifest.Databases.Count > 0
        ? manifest.Databases.All(database => database.IsWhole != false)
        : manifest.IsConsistent && manifest.FindCluster() is { } cluster && manifest.FindOutside(cluster).Count == 0);

    private static bool IsSound(BackupManifest manifest) => manifest.IsConsistent && HasDatabases(manifest);

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
