using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>What will be done, decided from what the platform looks like. Pure; what can't work is refused here, before anything is stopped.</summary>
internal sealed record BackupPlan
{
    public required BackupCompression Compression { get; init; }

    /// <summary>Program on the platform; null for none.</summary>
    public string? Compressor { get; init; }

    public IReadOnlyList<string> Databases { get; init; } = [];

    public IReadOnlyList<string> Excluded { get; init; } = [];

    public IReadOnlyList<string> Inconsistencies { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Bytes before compression; null when they are not known.</summary>
    public long? Bytes { get; init; }

    /// <exception cref="BackupException">It can't work.</exception>
    public static BackupPlan Make(DataBackupRequest request, BackupCompression? asked, BackupSurvey survey, string computerName, long? free)
    {
        if (!survey.Paths.Contains("/var/travis"))
        {
            throw new BackupException(BackupProblem.NothingToBackUp, $"{computerName}: there is no /var/travis.", "Is this the platform? The manual's data folders are there once the application has been started.");
        }

        var warnings = new List<string>();
        var (compression, program) = Negotiate(asked ?? request.Compression, survey, computerName);
        var excluded = request.Exclude.Select(pattern => pattern.TrimStart('/')).ToList();
        var inconsistencies = new List<string>();
        IReadOnlyList<string> databases = [];
        var bytes = survey.DataBytes;
        switch (request.Mode)
        {
            case BackupMode.Hot:
                databases = DatabasesOf(survey, computerName, warnings);
                excluded.AddRange(survey.Clusters.Select(cluster => cluster.TrimStart('/') + "/*"));
                bytes = bytes - survey.DatabaseBytes + (survey.DumpedBytes / 3);
                break;
            case BackupMode.AsManual:
                inconsistencies.Add(survey.LiveClusters.Count > 0
                    ? $"PostgreSQL was writing to {string.Join(", ", survey.LiveClusters)} while its files were read: a restored database may not start, or start with damaged tables."
                    : "The files were read while the application may have been writing them.");
                break;
        }

        if (free is { } room && bytes is { } need)
        {
            // What compression will save is not known; a tenth is more than it ever does with databases and logs.
            var least = compression == BackupCompression.None ? need : need / 10;
            if (room < least)
            {
                throw new BackupException(BackupProblem.DestinationFull, $"The destination has {Gigabytes(room)} free, and the data of {computerName} has {Gigabytes(need)}.", "Make room, or give another -Destination.");
            }

            if (room < need)
            {
                warnings.Add($"The destination has {Gigabytes(room)} free, and the data has {Gigabytes(need)} before compression: it may not fit. Nothing is kept of what does not.");
            }
        }

        if (survey.FreeBytes is < 100L * 1024 * 1024)
        {
            warnings.Add($"{computerName}: the disk of /var/travis has {Gigabytes(survey.FreeBytes.Value)} left. The backup writes nothing there, but the application will stop soon.");
        }

        return new BackupPlan { Compression = compression, Compressor = program, Databases = databases, Excluded = excluded, Inconsistencies = inconsistencies, Warnings = warnings, Bytes = bytes };
    }

    private static IReadOnlyList<string> DatabasesOf(BackupSurvey survey, string computerName, List<string> warnings)
    {
        if (survey.Databases.Count > 0)
        {
            return survey.Databases;
        }

        if (survey.Clusters.Count == 0 && survey.Container.Length > 0)
        {
            warnings.Add($"{computerName}: no PostgreSQL keeps its files below /var/travis and none answers in te-main: the databases are elsewhere (high availability?) and not in this backup.");
            return [];
        }

        var why = survey.Container.Length == 0 ? "te-main does not run" : survey.DatabaseError ?? "it has none";
        throw new BackupException(BackupProblem.DatabaseUnavailable, $"{computerName}: the databases can't be dumped: {why}.", "Start the application (replicatedctl app start --attach), or take it as it lies with -Mode Cold.");
    }

    private static (BackupCompression, string?) Negotiate(BackupCompression asked, BackupSurvey survey, string computerName)
    {
        var gzip = survey.Compressors.Contains("pigz") ? "pigz" : survey.Compressors.Contains("gzip") ? "gzip" : null;
        return asked switch
        {
            BackupCompression.None => (BackupCompression.None, null),
            BackupCompression.Zstd when survey.Compressors.Contains("zstd") => (BackupCompression.Zstd, "zstd"),
            BackupCompression.Zstd => throw new BackupException(BackupProblem.StreamBroken, $"{computerName} has no zstd.", "Leave -Compression out, or install it there: apt-get install zstd"),
            BackupCompression.Gzip when gzip is not null => (BackupCompression.Gzip, gzip),
            BackupCompression.Gzip => throw new BackupException(BackupProblem.StreamBroken, $"{computerName} has no gzip.", "Use -Compression None."),
            _ when survey.Compressors.Contains("zstd") => (BackupCompression.Zstd, "zstd"),
            _ => (gzip is null ? BackupCompression.None : BackupCompression.Gzip, gzip),
        };
    }

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0##", CultureInfo.InvariantCulture) + " GB";
}
