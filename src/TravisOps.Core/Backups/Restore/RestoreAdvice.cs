using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>Commands for a person who wants the old data back, or its room.</summary>
internal static class RestoreAdvice
{
    /// <summary>Commands that put the old data back.</summary>
    /// <param name="folders">Folders, and where their old content is.</param>
    /// <param name="databases">Databases.</param>
    /// <param name="clusters">Folders of PostgreSQL that stayed.</param>
    /// <param name="id">The restore's time.</param>
    public static string WayBack(IReadOnlyList<(string Path, string Before)> folders, IReadOnlyList<string> databases, IReadOnlyList<string> clusters, string id)
    {
        List<string> lines = [];
        foreach (var name in databases)
        {
            lines.Add(Sql($"ALTER DATABASE {Quote(name)} ALLOW_CONNECTIONS false"));
            lines.Add(Sql($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $${name}$$"));
            lines.Add(Sql($"ALTER DATABASE {Quote(name)} RENAME TO {Quote(name + "_rejected_" + id)}"));
            lines.Add(Sql($"ALTER DATABASE {Quote(name + "_before_" + id)} RENAME TO {Quote(name)}"));
        }

        lines.Add("sudo replicatedctl app stop --attach");
        foreach (var (path, before) in folders)
        {
            lines.Add(before.StartsWith(path + "/", StringComparison.Ordinal)
                ? $"# {path} is a mount of its own: move what is in {before} back into it"
                : $"sudo mv {path} {path}.rejected-{id} && sudo mv {before} {path}");
        }

        foreach (var cluster in clusters)
        {
            lines.Add($"sudo mv /var/travis.rejected-{id}{cluster.Substring("/var/travis".Length)} {cluster}");
        }

        lines.Add("sudo replicatedctl app start --attach");
        return string.Join("\n", lines);
    }

    /// <summary>Commands that remove the safety copies.</summary>
    public static string CleanUp(IReadOnlyList<(string Path, string Before)> folders, IEnumerable<string> databases) =>
        string.Join("\n", [.. folders.Select(folder => $"sudo rm -rf {folder.Before}"), .. databases.Select(name => Sql($"DROP DATABASE {Quote(name)}"))]);

    private static string Sql(string statement) => $"sudo docker exec $(sudo docker ps --format '{{{{.ID}}}} {{{{.Image}}}} {{{{.Names}}}}' | awk 'tolower($0) ~ /te-main/ {{ print $1; exit }}') psql -U travis -h 127.0.0.1 -d postgres -c '{statement}'";

    private static string Quote(string name) => "\"" + name + "\"";
}
