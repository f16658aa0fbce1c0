using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>The parts of a PostgreSQL cluster that may be links to folders elsewhere: its log, and tablespaces.</summary>
internal static class ClusterParts
{
    /// <summary>Those of which the folder is not among the entries of an archive, each with where it is.</summary>
    /// <param name="cluster">The cluster's path in the archive.</param>
    /// <param name="entries">Everything in it.</param>
    /// <param name="mounts">Folders of the container that its server works in, and what the host calls them; may be null.</param>
    public static IReadOnlyList<string> Outside(string cluster, IReadOnlyList<BackupEntry> entries, IReadOnlyDictionary<string, string>? mounts)
    {
        var links = entries.Where(entry => entry.Type == BackupEntryType.SymbolicLink && IsPart(entry.Path, cluster)).ToList();
        if (links.Count == 0)
        {
            return [];
        }

        HashSet<string> folders = new(entries.Where(entry => entry.Type == BackupEntryType.Directory).Select(entry => entry.Path), StringComparer.Ordinal);
        return [.. links.Where(link => !Places(link, mounts).Any(folders.Contains)).Select(link => $"/{link.Path} (a link to {link.LinkTarget})")];
    }

    private static bool IsPart(string path, string cluster) =>
        path.StartsWith(cluster + "/", StringComparison.Ordinal) && path.Substring(cluster.Length + 1) is var part
        && (part is "pg_wal" or "pg_xlog" || (part.StartsWith("pg_tblspc/", StringComparison.Ordinal) && part.IndexOf('/', "pg_tblspc/".Length) < 0));

    /// <summary>Where it may lie in the archive. The link is the server's, which may have other names for folders.</summary>
    private static IEnumerable<string> Places(BackupEntry link, IReadOnlyDictionary<string, string>? mounts)
    {
        var target = link.LinkTarget ?? string.Empty;
        if (!target.StartsWith("/", StringComparison.Ordinal))
        {
            yield return Plain(link.Path.Substring(0, link.Path.LastIndexOf('/') + 1) + target);
            yield break;
        }

        target = "/" + Plain(target);
        var mount = (mounts ?? new Dictionary<string, string>()).Where(one => target == one.Key || target.StartsWith(one.Key.TrimEnd('/') + "/", StringComparison.Ordinal)).OrderByDescending(one => one.Key.Length).FirstOrDefault();
        yield return Plain(mount.Key is null ? target : mount.Value + target.Substring(mount.Key.TrimEnd('/').Length));
    }

    private static string Plain(string path)
    {
        List<string> names = [];
        foreach (var name in path.Split('/').Where(name => name is not ("" or ".")))
        {
            if (name != "..")
            {
                names.Add(name);
            }
            else if (names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
        }

        return string.Join("/", names);
    }
}
