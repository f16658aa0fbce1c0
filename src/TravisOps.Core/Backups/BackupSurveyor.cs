using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>Asks the platform what there is to back up.</summary>
internal static class BackupSurveyor
{
    /// <summary>One round trip.</summary>
    /// <exception cref="HostException">The host could not be looked at, or not as root.</exception>
    public static BackupSurvey Ask(TravisHost host, SshOptions options, CancellationToken cancellationToken)
    {
        using var session = HostSession.Open(host, options, cancellationToken);
        var outcome = session.Run(new RemoteScript { Text = BackupShell.Survey }, cancellationToken);
        return (outcome.RootFailure ?? outcome.Failure) is { } failure
            ? throw new HostException(failure.Kind, host.ComputerName, failure.Message, failure.Remedy)
            : Read(Encoding.UTF8.GetString(outcome.Output));
    }

    /// <summary>What Replicated says of the application, such as <c>stopped false</c>: its state and whether that is changing. Null when it can't be asked.</summary>
    public static string? AskState(TravisHost host, SshOptions options)
    {
        try
        {
            using var session = HostSession.Open(host, options, CancellationToken.None);
            var outcome = session.Run(new RemoteScript { Text = BackupShell.State }, CancellationToken.None);
            return PlainText.OneLine(Encoding.UTF8.GetString(outcome.Output).Trim(), 100) is { Length: > 0 } state ? state : null;
        }
        catch (HostException)
        {
            return null;
        }
    }

    internal static BackupSurvey Read(string text)
    {
        List<string> paths = [], links = [], copies = [], clusters = [], live = [], compressors = [], databases = [];
        Dictionary<string, long> sizes = new(StringComparer.Ordinal);
        Dictionary<string, long> clusterSizes = new(StringComparer.Ordinal);
        Dictionary<string, string> versions = new(StringComparer.Ordinal);
        var survey = new BackupSurvey();
        Dictionary<string, (string, string, string)> locales = new(StringComparer.Ordinal);
        string? server = null;
        HashSet<string> here = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> mounts = new(StringComparer.Ordinal);
        Dictionary<string, List<string>> roles = new(StringComparer.Ordinal);
        List<(string? Database, BackupSetting Setting)> settings = [];
        var areRolesKnown = false;
        foreach (var line in text.Split('\n'))
        {
            var space = line.IndexOf(' ');
            var value = space < 0 ? string.Empty : line.Substring(space + 1).Trim();
            if (value.Length == 0)
            {
                continue;
            }

            switch (line.Substring(0, space))
            {
                case "path":
                    paths.Add(value);
                    break;
                case "link":
                    links.Add(value);
                    break;
                case "copy":
                    copies.Add(value);
                    break;
                case "data" when Kilobytes(value) is { } bytes:
                    survey = survey with { DataBytes = bytes };
                    break;
                case "free" when Kilobytes(value) is { } bytes:
                    survey = survey with { FreeBytes = bytes };
                    break;
                case "cluster":
                    clusters.Add(value);
                    break;
                case "clustersize" when value.IndexOf(' ') is > 0 and var end && Kilobytes(value.Substring(0, end)) is { } bytes:
                    clusterSizes[value.Substring(end + 1)] = bytes;
                    break;
                case "served":
                    survey = survey with { ServedCluster = value == "-" ? string.Empty : value };
                    break;
                case "live":
                    live.Add(value);
                    break;
                case "pgversion" when value.IndexOf(' ') is > 0 and var end:
                    versions[value.Substring(end + 1)] = value.Substring(0, end);
                    break;
                case "compressor":
                    compressors.Add(value);
                    break;
                case "replicated":
                    survey = survey with { ReplicatedVersion = value };
                    break;
                case "app":
                    survey = survey with { AppState = value };
                    break;
                case "container":
                    survey = survey with { Container = value };
                    break;
                case "image":
                    survey = survey with { Image = value };
                    break;
                case "server":
                    server = value;
                    break;
                case "database" when value.LastIndexOf(' ') is > 0 and var last && long.TryParse(value.Substring(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size):
                    databases.Add(value.Substring(0, last));
                    sizes[value.Substring(0, last)] = size;
                    break;
                case "locale" when value.Split([' '], 4) is [var encoding, var collate, var type, var name]:
                    locales[name] = (encoding, collate, type);
                    break;
                case "dberror":
                    survey = survey with { DatabaseError = PlainText.OneLine(value, 300) };
                    break;
                case "dbhost":
                    survey = survey with { DatabaseHost = value.Trim('[', ']') };
                    break;
                case "logsdbhost":
                    survey = survey with { LogsDatabaseHost = value.Trim('[', ']') };
                    break;
                case "here":
                    here.Add(value.Split('%')[0]);
                    break;
                case "mount" when value.Split(' ') is [var inside, var outside] && inside != outside:
                    mounts[inside] = outside;
                    break;
                case "role" when Texts(value) is { Length: > 0 } words && words[0] is { } role:
                    roles[role] = [.. words.Skip(1).OfType<string>()];
                    break;
                case "setting" when Texts(value) is [var of, var whom, { } assigned] && assigned.IndexOf('=') is > 0 and var equal:
                    settings.Add((of, new() { Role = whom, Name = assigned.Substring(0, equal), Value = assigned.Substring(equal + 1) }));
                    break;
                case "roles":
                    areRolesKnown = value == "read";
                    break;
                case "dockererror":
                    survey = survey with { DockerError = PlainText.OneLine(value, 300) };
                    break;
            }
        }

        // Of several clusters with nobody to say which one counts, the one in use does, or the newest version.
        var cluster = survey.ServedCluster ?? live.Concat(clusters.OrderByDescending(one => Number(versions.TryGetValue(one, out var version) ? version : "0"))).FirstOrDefault();
        return survey with
        {
            Paths = paths,
            Links = links,
            RestoreCopies = copies,
            Clusters = clusters,
            LiveClusters = live,
            ServedCluster = cluster,
            Compressors = compressors,
            Databases = databases,
            DatabaseBytes = cluster is not null && clusterSizes.TryGetValue(cluster, out var taken) ? taken : 0,
            IsServedKnown = survey.ServedCluster is not null,
            Locales = locales,
            Here = here,
            Mounts = mounts,
            Roles = areRolesKnown ? [.. roles.Select(role => new BackupRole { Name = role.Key, MemberOf = role.Value, Settings = [.. settings.Where(one => one.Database is null && one.Setting.Role == role.Key).Select(one => one.Setting with { Role = null })] })] : null,
            Settings = databases.ToDictionary(name => name, name => SettingsOf(name, settings), StringComparer.Ordinal),
            DatabaseSizes = sizes,
            PostgresVersion = server ?? (cluster is not null && versions.TryGetValue(cluster, out var files) ? files : null),
        };
    }

    /// <summary>What is set for a database, and what is for all roles in all of them where it has nothing of its own (ALTER ROLE ALL SET).</summary>
    private static IReadOnlyList<BackupSetting> SettingsOf(string database, List<(string? Database, BackupSetting Setting)> all)
    {
        List<BackupSetting> own = [.. all.Where(one => one.Database == database).Select(one => one.Setting)];
        return [.. own, .. all.Where(one => one.Database is null && one.Setting.Role is null && !own.Any(other => other.Role is null && other.Name == one.Setting.Name)).Select(one => one.Setting)];
    }

    /// <summary>Words as <see cref="DatabaseRoles"/> has them; one without digits is nothing.</summary>
    private static string?[] Texts(string words) => [.. words.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(word => word == "x" ? null : DatabaseRoles.Text(word))];

    private static double Number(string version) => double.TryParse(version, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long? Kilobytes(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number * 1024 : null;
}
