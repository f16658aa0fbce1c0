using System.Collections.Generic;
using System.Globalization;
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

    internal static BackupSurvey Read(string text)
    {
        List<string> paths = [], clusters = [], live = [], compressors = [], databases = [];
        Dictionary<string, long> sizes = [];
        var survey = new BackupSurvey();
        long clusterBytes = 0, dumpBytes = 0;
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
                case "data" when Kilobytes(value) is { } bytes:
                    survey = survey with { DataBytes = bytes };
                    break;
                case "free" when Kilobytes(value) is { } bytes:
                    survey = survey with { FreeBytes = bytes };
                    break;
                case "cluster":
                    clusters.Add(value);
                    break;
                case "clustersize" when Kilobytes(value) is { } bytes:
                    clusterBytes += bytes;
                    break;
                case "live":
                    live.Add(value);
                    break;
                case "pgversion":
                    survey = survey with { PostgresVersion = survey.PostgresVersion ?? value };
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
                    survey = survey with { PostgresVersion = value };
                    break;
                case "database" when value.LastIndexOf(' ') is > 0 and var last && long.TryParse(value.Substring(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size):
                    databases.Add(value.Substring(0, last));
                    sizes[value.Substring(0, last)] = size;
                    dumpBytes += size;
                    break;
                case "dberror":
                    survey = survey with { DatabaseError = PlainText.OneLine(value, 300) };
                    break;
            }
        }

        return survey with { Paths = paths, Clusters = clusters, LiveClusters = live, Compressors = compressors, Databases = databases, DatabaseBytes = clusterBytes, DumpedBytes = dumpBytes, DatabaseSizes = sizes };
    }

    private static long? Kilobytes(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number * 1024 : null;
}
