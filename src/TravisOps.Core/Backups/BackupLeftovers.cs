using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>What backups leave that are ended in the middle: nobody takes it for a backup, and it takes as much room as one.</summary>
internal static class BackupLeftovers
{
    /// <summary>Says what is left in a folder and how it is removed; null when there is nothing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="computerName">The platform: what others left is theirs to tell.</param>
    /// <param name="before">When the run that asks was begun, UTC. What was written since then may be of another run that goes on.</param>
    /// <exception cref="IOException">The folder can't be looked at.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be looked at.</exception>
    public static string? Tell(string folder, string computerName, DateTime before)
    {
        List<FileInfo> left = [.. new DirectoryInfo(folder).EnumerateFiles("travis-data-*").Where(file => IsLeft(file, computerName, before)).OrderBy(file => file.Name, StringComparer.Ordinal)];
        return left.Count == 0
            ? null
            : $"Backups of {computerName} that were cut off have left {left.Count} file{(left.Count == 1 ? string.Empty : "s")} in '{folder}' that no backup needs, {BackupPlan.Gigabytes(left.Sum(file => file.Length))}. When no other backup is under way, remove that: Remove-Item -LiteralPath {string.Join(", ", left.Select(file => $"'{file.FullName.Replace("'", "''")}'"))}";
    }

    private static bool IsLeft(FileInfo file, string computerName, DateTime before)
    {
        // A manifest has its name a moment before its archive.
        var archive = Without(file.FullName, BackupLayout.PartialEnding) ?? (Without(file.FullName, BackupLayout.ManifestEnding) is { } beside && !File.Exists(beside) ? beside : null);
        return archive is not null && BackupLayout.IsArchiveOf(Path.GetFileName(archive), computerName) && file.LastWriteTimeUtc < before && !IsInUse(archive + BackupLayout.PartialEnding);
    }

    private static string? Without(string path, string ending) => path.EndsWith(ending, StringComparison.Ordinal) ? path.Substring(0, path.Length - ending.Length) : null;

    /// <summary>Who writes it shares it with nobody. Asked so that it does not hinder its renaming.</summary>
    private static bool IsInUse(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
