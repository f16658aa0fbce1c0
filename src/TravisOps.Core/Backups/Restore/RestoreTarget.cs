using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>What a backup is to be restored to, as it was found.</summary>
internal sealed class RestoreTarget
{
    private readonly TravisHost _host;
    private readonly BackupSurvey _survey;
    private readonly Dictionary<string, long> _free = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _disks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mounts = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Mount)> _below = [];
    private readonly List<(string Path, string Target)> _links = [];
    private readonly List<(string Part, string Folder)> _parts = [];
    private readonly List<string> _leftovers = [];
    private (string Disk, long Free)? _server;

    private RestoreTarget(TravisHost host, BackupSurvey survey)
    {
        _host = host;
        _survey = survey;
    }

    /// <summary>Programs that are there.</summary>
    public HashSet<string> Tools { get; } = new(StringComparer.Ordinal);

    /// <summary>Looks at the host.</summary>
    /// <exception cref="HostException">It could not be looked at, or not as root.</exception>
    public static RestoreTarget Ask(TravisHost host, BackupManifest manifest, SshOptions options, CancellationToken cancellationToken)
    {
        RestoreTarget target = new(host, BackupSurveyor.Ask(host, options, cancellationToken));
        using var session = HostSession.Open(host, options, cancellationToken);
        var outcome = session.Run(new RemoteScript { Text = RestoreShell.Survey(manifest.Paths, manifest.Databases.Select(database => database.Name)) }, cancellationToken);
        if ((outcome.RootFailure ?? outcome.Failure) is { } failure)
        {
            throw new HostException(failure.Kind, host.ComputerName, failure.Message, failure.Remedy);
        }

        foreach (var words in Encoding.UTF8.GetString(outcome.Output).Split('\n').Select(line => line.Split([' '], 3)).Where(words => words.Length == 3))
        {
            switch (words[0])
            {
                case "free":
                    target._free[words[1]] = Number(words[2]) * 1024;
                    break;
                case "entries":
                    target._entries[words[1]] = Number(words[2]);
                    break;
                case "mount":
                    target._mounts.Add(words[1]);
                    break;
                case "disk":
                    target._disks[words[1]] = words[2];
                    break;
                case "below":
                    target._below.Add((words[1], words[2]));
                    break;
                case "link":
                    target._links.Add((words[1], words[2]));
                    break;
                case "part":
                    target._parts.Add((words[1], words[2]));
                    break;
                case "server":
                    target._server = (words[1], Number(words[2]) * 1024);
                    break;
                case "leftfolder":
                    target._leftovers.Add(LeftFolder(host.ComputerName, words[1], words[2]));
                    break;
                case "leftdatabase":
                    target._leftovers.Add($"{host.ComputerName}: the database {words[1]} is left over from an earlier restore that ended before it could clean up. When no other restore runs now, remove it: {RestoreAdvice.Drop(words[1])}");
                    break;
                case "tool":
                    target.Tools.Add(words[1]);
                    break;
            }
        }

        return target;
    }

    /// <summary>What earlier restores left there, and how it is removed.</summary>
    public IReadOnlyList<string> Leftovers => _leftovers;

    /// <summary>The folder to unpack in: on the file system of the data, where a rename moves all of it at once.</summary>
    public string StageFor(string id) => _mounts.Contains("/var/travis") ? $"/var/travis/.travisops-restore-{id}" : $"/var/.travisops-restore-{id}";

    /// <summary>Refuses what can't go well, before anything is sent.</summary>
    /// <exception cref="BackupException">It can't.</exception>
    public void Demand(BackupManifest manifest, bool force)
    {
        var name = _host.ComputerName;
        if (!Tools.Contains("tar"))
        {
            throw Unsuitable($"{name} has no GNU tar.", "sudo apt-get install tar");
        }

        DemandPlainFolders(name);
        if (!force && _entries.FirstOrDefault(entry => entry.Value > 0) is { Key: { } path })
        {
            throw new BackupException(BackupProblem.TargetNotEmpty, $"{name}: {path} is not empty. Nothing was changed.", "Look at what is there. To replace it, run this again with -Force: what is there is then renamed, not deleted.");
        }

        if (manifest.Databases.Count > 0)
        {
            DemandServer(manifest, name);
        }
        else if (manifest.PostgresVersion is { } files && _survey.PostgresVersion is { } server && Major(files) != Major(server))
        {
            throw Unsuitable($"The backup has files of PostgreSQL {files}, and te-main on {name} has {server}, which can't open them.", "Restore on the release of Travis CI Enterprise that wrote them, or restore a backup of -Mode Hot.");
        }

        DemandRoom(manifest, name);
    }

    /// <summary>Only what lies on one file system can change places by renaming.</summary>
    private void DemandPlainFolders(string name)
    {
        if (_links.Count > 0)
        {
            var (path, target) = _links[0];
            throw Unsuitable(
                $"{name}: {path} is reached through a link and is really {target}: old and new could not change places there.",
                $"Mount that folder instead, with the application stopped: sudo rm {path} && sudo mkdir {path} && sudo mount --bind {target} {path}, and the same in /etc/fstab.");
        }

        if (_below.Count > 0)
        {
            throw Unsuitable(
                $"{name}: there are file systems mounted below {_below[0].Path}: {string.Join(", ", _below.Select(below => below.Mount))}. They would go along with the old data, and at the next start of the host lie over the restored.",
                $"With the application stopped move what is on them into one file system: copy it beside (cp -a), unmount, remove the line from /etc/fstab, move it into its place; or mount one that is large enough at {_below[0].Path} itself.");
        }
    }

    private void DemandRoom(BackupManifest manifest, string name)
    {
        // What a database takes that was filled at once is never more than it took, and its server writes a log of it. A dump is compressed; drills reckon with the same.
        const double Slack = 1.05, ServerSlack = 1.2;
        const int DumpFactor = 10;
        var files = (long)(manifest.ContentSize * Slack) + (manifest.Entries.Count * 4096L);
        var databases = (long)(manifest.Databases.Sum(database => database.ServerSize ?? (database.Size * DumpFactor)) * ServerSlack);
        _disks.TryGetValue("/var/travis", out var disk);
        var together = manifest.Databases.Count > 0 && _server is { } one && one.Disk == disk;
        var need = together ? files + databases : files;
        if (_free.TryGetValue("/var/travis", out var free) && free < need)
        {
            throw Unsuitable(
                $"{name} has {Mebibytes(free)} free where the data is, and the restored data needs {Mebibytes(need)} beside the old{(together ? $", {Mebibytes(databases)} of it for the databases" : string.Empty)}.",
                "Make room there, for example by removing old safety copies: sudo du -sh /var/travis.before-restore-* /var/travis/.before-restore-*");
        }

        if (manifest.Databases.Count > 0 && !together && _server is { } server && server.Free < databases)
        {
            throw Unsuitable($"{name} has {Mebibytes(server.Free)} free where te-main's PostgreSQL has its files, and the restored databases need {Mebibytes(databases)} beside the old.", "Make room there, for example by removing databases that earlier restores kept (…_before_…).");
        }
    }

    private void DemandServer(BackupManifest manifest, string name)
    {
        if (_survey.Container.Length == 0)
        {
            throw Unsuitable($"{name}: te-main does not run, and the dumps are restored into its PostgreSQL.", "Start the application first: sudo replicatedctl app start --attach");
        }

        // Its own server may be one that nobody uses any more.
        var isOfLogs = !_survey.IsDatabaseElsewhere;
        if (_survey.IsDatabaseElsewhere || (_survey.IsLogsDatabaseElsewhere && manifest.Databases.Any(database => database.Name.Contains("logs"))))
        {
            var host = isOfLogs ? _survey.LogsDatabaseHost : _survey.DatabaseHost;
            throw Unsuitable(
                $"{name}: Travis' configuration has {(isOfLogs ? "its database of logs" : "its databases")} on {host}, and the dumps would be restored into te-main's own PostgreSQL, where nothing looks for them.",
                $"Restore them on {host} by hand: the archive's travisops/README.txt says how. Or, if they are to be on the platform again, correct that in Replicated's settings first.");
        }

        if (_survey.DatabaseError is { } error)
        {
            throw Unsuitable($"{name}: te-main's PostgreSQL does not answer: {error}.", "Look at it: sudo docker exec <te-main> psql -U travis -h 127.0.0.1 -d postgres -c 'select 1'");
        }

        if (manifest.PostgresVersion is { } from && _survey.PostgresVersion is { } to && Version(Major(from)) > Version(Major(to)))
        {
            throw Unsuitable($"The dumps are of PostgreSQL {from}, and te-main on {name} has {to}, which is older.", "Restore on a release of Travis CI Enterprise that is not older than the one of the backup.");
        }

        if (_server is null)
        {
            throw Unsuitable(
                $"{name}: a PostgreSQL answers in te-main, but no process of one was found there, so that it is not known which of the folders it works in, and which must stay.",
                "Look where it runs: sudo docker top <te-main>. If the databases are elsewhere (high availability), restore them there with pg_restore.");
        }

        // The folder of a cluster stays where its server has it when the others change places; what it has beside that would go with the old data.
        if (_parts.Count > 0)
        {
            throw Unsuitable(
                $"{name}: te-main's PostgreSQL has parts of its files outside its folder and within what is replaced: {string.Join(", ", _parts.Select(Tablespace))}. They would be torn from it.",
                _parts.Any(part => part.Part.StartsWith("pg_tblspc/", StringComparison.Ordinal))
                    ? "Move what is in the tablespace into PostgreSQL's own (ALTER DATABASE … SET TABLESPACE pg_default, ALTER TABLE ALL IN TABLESPACE … SET TABLESPACE pg_default, ALTER INDEX ALL the same), then DROP TABLESPACE, and run this again."
                    : "With the application stopped move that folder into PostgreSQL's, in place of the link, and run this again.");
        }
    }

    private static string Tablespace((string Part, string Folder) part) => part.Part.StartsWith("pg_tblspc/", StringComparison.Ordinal) ? $"the tablespace in {part.Folder}" : $"its log ({part.Part}) in {part.Folder}";

    private static string Mebibytes(long bytes) => (bytes >> 20).ToString("#,0", CultureInfo.InvariantCulture) + " MiB";

    private static string LeftFolder(string name, string path, string state) => state switch
    {
        "beside" => $"{name}: {path} is left over from an earlier restore that ended before it could clean up. When no other restore runs now, remove it: sudo rm -rf {path}",
        "done" => $"{name}: {path} is left over from a restore that came to its end. Remove it: sudo rm -rf {path}",
        _ => $"{name}: {path} is of a restore that was cut off while old and new changed places (at: {state}), and the host could not take it back, perhaps because it went down. Where there is a safety copy of that time (before-restore in its name), the data of before is in it. Look at that before you go on.",
    };

    /// <summary>The part of a version that files depend on: two numbers up to 9.6, one from 10 on.</summary>
    private static string Major(string version)
    {
        var parts = version.Split('.');
        return parts.Length > 1 && int.TryParse(parts[0], out var first) && first < 10 ? parts[0] + "." + parts[1] : parts[0];
    }

    private static double Version(string major) => double.TryParse(major, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static BackupException Unsuitable(string message, string remedy) => new(BackupProblem.TargetUnsuitable, message + " Nothing was changed.", remedy);
}
