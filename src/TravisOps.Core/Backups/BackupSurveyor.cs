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
                    survey = survey with { DatabaseHost = value };
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
            DatabaseSizes = sizes,
            PostgresVersion = server ?? (cluster is not null && versions.TryGetValue(cluster, out var files) ? files : null),
        };
    }

    private static double Number(string version) => double.TryParse(version, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long? Kilobytes(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number * 1024 : null;
}
