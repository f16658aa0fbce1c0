using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>Commands for a person who wants the old data back, or its room.</summary>
internal static class RestoreAdvice
{
    /// <summary>What restores keep in a folder that is a mount, and what its file system has there, for find.</summary>
    private const string NotOurs = "! -name '.before-restore-*' ! -name '.rejected-restore-*' ! -name '.travisops-restore-*' ! -name lost+found";

    /// <summary>Commands that put the old data back, and keep the restored under other names.</summary>
    /// <param name="folders">The folders that were replaced.</param>
    /// <param name="databases">Databases that were replaced.</param>
    /// <param name="newDatabases">Databases that were not there before.</param>
    /// <param name="clusters">Folders of PostgreSQL that stayed.</param>
    /// <param name="id">The restore's time.</param>
    public static string WayBack(IReadOnlyList<ReplacedFolder> folders, IReadOnlyList<string> databases, IReadOnlyList<string> newDatabases, IReadOnlyList<string> clusters, string id)
    {
        List<string> lines = [.. databases.Concat(newDatabases).Select(name => Exchange(name, databases.Contains(name), id)), "sudo replicatedctl app stop --attach"];
        foreach (var folder in folders)
        {
            var rejected = Rejected(folder, id);
            lines.Add(folder switch
            {
                { Before: null } => $"sudo mv -T {folder.Path} {rejected}",
                { IsMount: false } => $"sudo mv -T {folder.Path} {rejected} && sudo mv -T {folder.Before} {folder.Path}",
                _ => $"sudo mkdir {rejected} && sudo find {folder.Path} -mindepth 1 -maxdepth 1 {NotOurs} -exec mv -t {rejected} -- {{}} + && sudo find {folder.Before} -mindepth 1 -maxdepth 1 -exec mv -t {folder.Path} -- {{}} +"
                    + $" && sudo chown --reference={folder.Before} {folder.Path} && sudo chmod --reference={folder.Before} {folder.Path} && sudo rmdir {folder.Before}",
            });
        }

        // They went with the restored folders, and belong to the old ones as well.
        if (folders.FirstOrDefault(folder => folder.Path == "/var/travis") is { Before: not null } data)
        {
            lines.AddRange(clusters.Select(cluster => $"sudo mv -T {Rejected(data, id)}{cluster.Substring(data.Path.Length)} {cluster}"));
        }

        lines.Add("sudo replicatedctl app start --attach");
        return string.Join("\n", lines);
    }

    /// <summary>Commands that remove the safety copies.</summary>
    public static string CleanUp(IEnumerable<ReplacedFolder> folders, IEnumerable<string> databases) =>
        string.Join("\n", [.. folders.Where(folder => folder.Before is not null).Select(folder => $"sudo rm -rf {folder.Before}"), .. databases.Select(name => Sql($"DROP DATABASE {Quote(name)}"))]);

    /// <summary>A command that removes a database which an earlier restore left.</summary>
    public static string Drop(string database) => Sql($"DROP DATABASE {Quote(database)}");

    private static string Rejected(ReplacedFolder folder, string id) => folder.IsMount ? $"{folder.Path}/.rejected-restore-{id}" : $"{folder.Path}.rejected-restore-{id}";

    /// <summary>One transaction, so that nobody sees it half done; see databases.sh.</summary>
    private static string Exchange(string name, bool old, string id)
    {
        var text = $"{Leave(name)}; ALTER DATABASE {Quote(name)} RENAME TO {Quote(name + "_rejected_" + id)}";
        if (old)
        {
            var before = name + "_before_" + id;
            text += $"; {Leave(before)}; ALTER DATABASE {Quote(before)} RENAME TO {Quote(name)}";
        }

        return Sql(text);
    }

    private static string Leave(string name) => $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $${name}$$ AND pid <> pg_backend_pid()";

    private static string Sql(string statement) => $"sudo docker exec $(sudo docker ps --format '{{{{.ID}}}} {{{{.Image}}}} {{{{.Names}}}}' | awk 'tolower($0) ~ /te-main/ {{ print $1; exit }}') psql -U travis -h 127.0.0.1 -d postgres -c '{statement}'";

    private static string Quote(string name) => "\"" + name + "\"";
}
