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

    /// <summary>The folders that are taken.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>The folder of the server whose databases are dumped, of which the files are left out; null when that is not so.</summary>
    public string? DumpedCluster { get; init; }

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

        // Safety copies of restores are of another time, as large as the data, and no restore would bring them back.
        List<string> excluded = [.. request.Exclude.Select(pattern => BackupLayout.Pattern(pattern) ?? throw new ArgumentException($"'{pattern}' is no pattern of anything below {string.Join(" or ", BackupLayout.Folders)}.", nameof(request))), .. survey.RestoreCopies.Select(copy => Literal(copy.TrimStart('/')))];
        var inconsistencies = new List<string>();
        IReadOnlyList<string> databases = [];
        string? dumped = null;
        var bytes = survey.DataBytes;
        var files = survey.DataBytes;
        switch (request.Mode)
        {
            case BackupMode.Hot:
                databases = DatabasesOf(survey, computerName, warnings);
                var others = survey.LiveClusters.ToList();
                if (databases.Count > 0 && survey.ServedCluster is { Length: > 0 } served)
                {
                    // Files that are left out for a dump must be those of the very server that is dumped.
                    if (survey.IsServedKnown)
                    {
                        dumped = served;
                        excluded.Add(Literal(served.TrimStart('/')) + "/*");
                        files = bytes - survey.DatabaseBytes;
                        bytes = files + (databases.Sum(database => survey.DatabaseSizes[database]) / 3);
                        others.Remove(served);
                    }
                    else
                    {
                        warnings.Add($"{computerName}: te-main's PostgreSQL answers, and which folder it works in was not found: the files of all clusters are in this backup too, beside the dumps.");
                    }
                }

                if (others.Count > 0)
                {
                    inconsistencies.Add(WasWriting(others));
                }

                break;
            case BackupMode.AsManual:
                inconsistencies.Add(survey.LiveClusters.Count > 0 ? WasWriting(survey.LiveClusters) : "The files were read while the application may have been writing them.");
                break;
        }

        if (survey.DatabasesElsewhere is { Count: > 0 } elsewhere)
        {
            var hosts = string.Join(" and ", elsewhere);
            warnings.Add($"{computerName}: {(survey.IsDatabaseElsewhere ? "the databases are" : "the database of logs is")} on {hosts} (high availability) and not in this backup. Back {(survey.IsDatabaseElsewhere ? "them" : "it")} up there.");
            if (databases.Count > 0 || survey.ServedCluster is { Length: > 0 })
            {
                inconsistencies.Add($"Travis' configuration has databases on {hosts}, and what this backup has is of the platform's own server: it may be long out of use.");
            }
        }

        if (request.Mode != BackupMode.Hot && survey.ServedCluster is null or { Length: 0 })
        {
            warnings.Add($"{computerName}: PostgreSQL's files are not below {string.Join(" or ", BackupLayout.Folders)}: the databases are not in this backup.");
        }

        if (free is { } room && bytes is { } need)
        {
            // Only what can't fit is refused. How small dumps get is not known, nor how much of the rest -Exclude means; du counts whole blocks, of which small files need a part;
            // and a twentieth is more than compression ever leaves of databases and logs.
            var least = request.Exclude.Count > 0 ? 0 : files / (compression == BackupCompression.None ? 2 : 20);
            if (room < least)
            {
                throw new BackupException(BackupProblem.DestinationFull, $"The destination has {Gigabytes(room)} free, and the data of {computerName} has {Gigabytes(need)}.", "Make room, or give another -Destination.");
            }

            if (room < need)
            {
                warnings.Add($"The destination has {Gigabytes(room)} free, and the data has {Gigabytes(need)} before compression{(request.Exclude.Count > 0 ? ", with what -Exclude leaves out" : string.Empty)}: it may not fit. Nothing is kept of what does not.");
            }
        }

        if (survey.FreeBytes is < 100L * 1024 * 1024)
        {
            warnings.Add($"{computerName}: the disk of /var/travis has {Gigabytes(survey.FreeBytes.Value)} left. The backup writes nothing there, but the application will stop soon.");
        }

        return new BackupPlan { Compression = compression, Compressor = program, Paths = [.. survey.Paths.Where(path => !excluded.Contains(path.TrimStart('/')))], Databases = databases, DumpedCluster = dumped, Excluded = excluded, Inconsistencies = inconsistencies, Warnings = warnings, Bytes = bytes };
    }

    private static IReadOnlyList<string> DatabasesOf(BackupSurvey survey, string computerName, List<string> warnings)
    {
        if (survey.Databases.Count > 0)
        {
            if (survey.Roles is null)
            {
                warnings.Add($"{computerName}: the server's roles could not be read, so that the backup does not have them, nor what is set for databases (ALTER DATABASE … SET): before a restore on another platform the roles that the dumps grant things to have to be made there.");
            }

            if (survey.Databases.FirstOrDefault(name => !RestoreNames.IsLeft(name) && !RestoreNames.IsPlain(name)) is { } odd)
            {
                warnings.Add($"{computerName}: the database {odd} is in this backup, and Restore-TravisData will not restore it with that name: it gives names of up to {RestoreNames.LongestName} letters, digits and _ . - to databases beside those in use. It can be restored by hand, with pg_restore.");
            }

            var left = survey.Databases.Where(RestoreNames.IsLeft).ToList();
            if (left.Count > 0)
            {
                warnings.Add($"{computerName}: these databases are what restores keep or have left, and not in this backup: {string.Join(", ", left)}. When they are not needed any more, remove them: {RestoreAdvice.Drop(left[0])}");
            }

            return [.. survey.Databases.Except(left)];
        }

        // That they are elsewhere is believed only when Travis' own configuration says where.
        if (survey.IsDatabaseElsewhere)
        {
            return [];
        }

        const string AsItLies = "take the files as they lie, with -Mode Cold or -Mode AsManual.";
        throw (survey.DockerError, survey.Container) switch
        {
            ({ } words, _) => new BackupException(BackupProblem.DatabaseUnavailable, $"{computerName}: the databases can't be dumped, since Docker can't be asked: {words}", "Correct that (sudo docker ps), or " + AsItLies),
            (_, "") => new BackupException(BackupProblem.DatabaseUnavailable, $"{computerName}: the databases can't be dumped: te-main does not run.", "Start the application (replicatedctl app start --attach), or " + AsItLies),
            _ => new BackupException(
                BackupProblem.DatabaseUnavailable,
                $"{computerName}: the databases can't be dumped: te-main's PostgreSQL {(survey.DatabaseError is { } error ? "does not answer: " + error : "has none")}",
                "Look at it (sudo docker exec <te-main> psql -U travis -h 127.0.0.1 -d postgres -c 'select 1'), or " + AsItLies),
        };
    }

    private static string WasWriting(IEnumerable<string> clusters) =>
        $"PostgreSQL was writing to {string.Join(", ", clusters)} while its files were read: a restored database may not start, or start with damaged tables.";

    /// <summary>A path as a pattern of tar that means only it.</summary>
    private static string Literal(string path) => string.Concat(path.Select(letter => letter is '*' or '?' or '[' or ']' or '\\' ? "\\" + letter : letter.ToString()));

    private static (BackupCompression, string?) Negotiate(BackupCompression asked, BackupSurvey survey, string computerName)
    {
        var gzip = survey.Compressors.Contains("pigz") ? "pigz" : survey.Compressors.Contains("gzip") ? "gzip" : null;
        return asked switch
        {
            BackupCompression.None => (BackupCompression.None, null),
            BackupCompression.Zstd when survey.Compressors.Contains("zstd") => (BackupCompression.Zstd, "zstd"),
            BackupCompression.Zstd => throw new BackupException(BackupProblem.CompressorMissing, $"{computerName} has no zstd.", "Leave -Compression out, or install it there: apt-get install zstd"),
            BackupCompression.Gzip when gzip is not null => (BackupCompression.Gzip, gzip),
            BackupCompression.Gzip => throw new BackupException(BackupProblem.CompressorMissing, $"{computerName} has no gzip.", "Use -Compression None."),
            _ when survey.Compressors.Contains("zstd") => (BackupCompression.Zstd, "zstd"),
            _ => (gzip is null ? BackupCompression.None : BackupCompression.Gzip, gzip),
        };
    }

    internal static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0##", CultureInfo.InvariantCulture) + " GB";
}
