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
    private readonly HashSet<string> _mounts = new(StringComparer.Ordinal);

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
        var outcome = session.Run(new RemoteScript { Text = RestoreShell.Survey(manifest.Paths) }, cancellationToken);
        if ((outcome.RootFailure ?? outcome.Failure) is { } failure)
        {
            throw new HostException(failure.Kind, host.ComputerName, failure.Message, failure.Remedy);
        }

        foreach (var words in Encoding.UTF8.GetString(outcome.Output).Split('\n').Select(line => line.Split(' ')).Where(words => words.Length == 3))
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
                case "tool":
                    target.Tools.Add(words[1]);
                    break;
            }
        }

        return target;
    }

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

        if (!force && _entries.FirstOrDefault(entry => entry.Value > 0) is { Key: { } path })
        {
            throw new BackupException(BackupProblem.TargetNotEmpty, $"{name}: {path} is not empty. Nothing was changed.", "Look at what is there. To replace it, run this again with -Force: what is there is then renamed, not deleted.");
        }

        const double Slack = 1.05;
        var need = (long)(manifest.ContentSize * Slack) + (manifest.Entries.Count * 4096L);
        if (_free.TryGetValue("/var/travis", out var free) && free < need)
        {
            throw Unsuitable($"{name} has {free >> 20:#,0} MiB free where the data is, and the restored data needs {need >> 20:#,0} MiB beside the old.", "Make room there, for example by removing old safety copies: sudo du -sh /var/travis.before-restore-*");
        }

        if (manifest.Databases.Count > 0)
        {
            DemandServer(manifest, name);
        }
        else if (manifest.PostgresVersion is { } files && _survey.PostgresVersion is { } server && Major(files) != Major(server))
        {
            throw Unsuitable($"The backup has files of PostgreSQL {files}, and te-main on {name} has {server}, which can't open them.", "Restore on the release of Travis CI Enterprise that wrote them, or restore a backup of -Mode Hot.");
        }
    }

    private void DemandServer(BackupManifest manifest, string name)
    {
        if (_survey.Container.Length == 0)
        {
            throw Unsuitable($"{name}: te-main does not run, and the dumps are restored into its PostgreSQL.", "Start the application first: sudo replicatedctl app start --attach");
        }

        if (_survey.DatabaseError is { } error)
        {
            throw Unsuitable($"{name}: te-main's PostgreSQL does not answer: {error}.", "Look at it: sudo docker exec <te-main> psql -U travis -h 127.0.0.1 -d postgres -c 'select 1'");
        }

        if (manifest.PostgresVersion is { } from && _survey.PostgresVersion is { } to && Version(Major(from)) > Version(Major(to)))
        {
            throw Unsuitable($"The dumps are of PostgreSQL {from}, and te-main on {name} has {to}, which is older.", "Restore on a release of Travis CI Enterprise that is not older than the one of the backup.");
        }
    }

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
