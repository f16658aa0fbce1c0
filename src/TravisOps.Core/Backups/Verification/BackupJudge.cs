using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks;

namespace TravisOps.Backups;

/// <summary>What a backup that was read means: one result a question.</summary>
internal static class BackupJudge
{
    private const string Reference = "Operations manual, Create a backup of the data directories";

    private const string KeyReference = "Operations manual, Back up your encryption key";

    private const string MakeAnother = "Make another backup with Backup-TravisData, and keep this one until that is verified.";

    /// <summary>The results of reading it.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="reading">It, read.</param>
    /// <param name="maximumAge">How old it may be; null for no limit.</param>
    /// <param name="superseded">There is a newer one, whose age counts.</param>
    /// <param name="now">The time, UTC.</param>
    public static IEnumerable<CheckResult> Judge(string path, BackupReading reading, TimeSpan? maximumAge, bool superseded, DateTime now)
    {
        var manifest = reading.Manifest;
        CheckResult Of(string id, Finding finding, string expected) => Result(manifest, path, id, finding, expected, now);

        yield return Of("Backup.Archive", Archive(reading), "the size and the SHA-256 that the manifest has");
        yield return Of("Backup.Entries", Entries(reading), "every entry with the hash, owner, mode and time that the manifest has");
        foreach (var database in Databases(reading))
        {
            yield return Of("Backup.Database", database, "a whole dump of each database, or a whole cluster of a server that was stopped");
        }

        yield return Of("Backup.Consistency", Consistency(manifest), "files that nothing changed while they were read, and the databases as dumps or at rest");
        yield return Of("Backup.Age", Age(manifest, maximumAge, superseded, now), maximumAge is { } age ? "at most " + Words(age) : "no limit was given");
        yield return Of("Backup.Key", Key(manifest), "the fingerprint of the encryption key, by which the saved one is known");
    }

    /// <summary>A result about a backup.</summary>
    public static CheckResult Result(BackupManifest manifest, string path, string id, Finding finding, string expected, DateTime now, TimeSpan duration = default) => new()
    {
        Id = id,
        Area = "Backup",
        ComputerName = manifest.ComputerName,
        Role = TravisRole.Platform,
        Status = finding.Status,
        Expected = finding.Expected ?? expected,
        Actual = Check.Printable(finding.Actual),
        Message = Check.Printable(finding.Message)!,
        Remedy = Check.Printable(finding.Remedy),
        Reference = id is "Backup.Key" or "Backup.Decryption" ? KeyReference : Reference,
        Evidence = Check.Printable(path),
        CollectedAt = now,
        Duration = duration,
    };

    /// <summary>It says that it was made later than now, by more than clocks differ.</summary>
    public static bool IsAhead(BackupManifest manifest, DateTime now) => manifest.CreatedAt - now > TimeSpan.FromMinutes(5);

    private static Finding Archive(BackupReading reading)
    {
        var manifest = reading.Manifest;
        if (reading.Damage is { } damage)
        {
            return new(CheckStatus.Fail, $"The archive can't be read to its end: {damage}.") { Actual = Bytes(reading.Size), Remedy = MakeAnother };
        }

        if (reading.Size != manifest.ArchiveSize)
        {
            return new(CheckStatus.Fail, $"The archive has {Bytes(reading.Size)}, and {Bytes(manifest.ArchiveSize)} when it was made.") { Actual = Bytes(reading.Size), Remedy = MakeAnother };
        }

        return reading.Sha256 == manifest.ArchiveSha256
            ? new(CheckStatus.Pass, $"All {Bytes(reading.Size)} are as they were written.") { Actual = "sha256:" + reading.Sha256 }
            : new(CheckStatus.Fail, "The archive has another SHA-256 than when it was made: something has changed it.") { Actual = "sha256:" + reading.Sha256, Remedy = MakeAnother };
    }

    private static Finding Entries(BackupReading reading) => reading switch
    {
        { Damage: not null } => new(CheckStatus.Fail, $"Only {reading.EntryCount} of {reading.Manifest.Entries.Count} entries could be read.") { Actual = Count(reading), Remedy = MakeAnother },
        { DifferenceCount: > 0 } => new(CheckStatus.Fail, $"{reading.DifferenceCount} entries are not as the manifest says: {string.Join("; ", reading.Differences)}.") { Actual = Count(reading), Remedy = MakeAnother },
        { EntryCount: 0 } => new(CheckStatus.Fail, "There is nothing in it.") { Actual = Count(reading), Remedy = MakeAnother },
        _ when reading.Manifest.Paths.FirstOrDefault(path => !reading.Manifest.Entries.Any(entry => entry.IsFolder(path))) is { } missing =>
            new(CheckStatus.Fail, $"It has no folder {missing}{(reading.Manifest.Entries.FirstOrDefault(entry => "/" + entry.Path == missing)?.LinkTarget is { } target ? $", only a link of that name to {target}" : string.Empty)}.") { Actual = Count(reading), Remedy = MakeAnother },
        _ => new(CheckStatus.Pass, $"All {reading.EntryCount} entries with {Bytes(reading.Manifest.ContentSize)} are as the manifest says.") { Actual = Count(reading) },
    };

    private static IEnumerable<Finding> Databases(BackupReading reading)
    {
        var manifest = reading.Manifest;
        foreach (var database in manifest.Databases)
        {
            var (walk, asWritten) = reading.Dumps[database.Name];
            yield return (walk.State, asWritten) switch
            {
                (_, false) => new(CheckStatus.Fail, $"The dump of {database.Name} is not the one that was written.") { Actual = database.Name, Remedy = MakeAnother },
                (DumpState.Unknown, _) => new(CheckStatus.Unknown, $"The dump of {database.Name} is as it was written, and {walk.Flaw}: whether it is whole tells only -Drill.") { Actual = database.Name, Remedy = "Use the TravisOps that wrote it, or a newer one; or Test-TravisBackup -Drill" },
                (not DumpState.Whole, _) => new(CheckStatus.Fail, $"The dump of {database.Name} is not whole: {walk.Flaw}.") { Actual = database.Name, Remedy = MakeAnother },
                _ => new(CheckStatus.Pass, $"The dump of {database.Name} is whole: {Bytes(database.Size)}, of PostgreSQL {walk.Facts!.ServerVersion}. Whether it restores tells -Drill.") { Actual = $"{database.Name}, PostgreSQL {walk.Facts.ServerVersion}" },
            };
        }

        if (manifest.ExternalDatabases.Count > 0)
        {
            yield return new(CheckStatus.Fail, $"Travis' configuration had its databases on {string.Join(" and ", manifest.ExternalDatabases)}, and they are not in it. What is in it of the platform's own server may be long out of use.")
            {
                Actual = string.Join(", ", manifest.ExternalDatabases),
                Remedy = "Back up the external databases where they run (pg_dump). If the server on the platform is out of use, move its files away there, so that nobody takes them for the data.",
            };
        }

        if (manifest.Databases.Count > 0)
        {
            yield break;
        }

        var cluster = manifest.FindCluster();
        if (cluster is null || !reading.Clusters.ContainsKey(cluster))
        {
            yield return new(CheckStatus.Fail, "There is no database in it, neither a dump nor a cluster (PG_VERSION, global/pg_control, base).")
            {
                Remedy = "With an external database back that up where it runs. Otherwise make another backup with Backup-TravisData.",
            };
        }
        else if (manifest.FindOutside(cluster) is { Count: > 0 } outside)
        {
            yield return new(CheckStatus.Fail, $"The files of PostgreSQL {manifest.PostgresVersion} in /{cluster} are not whole: parts of them are elsewhere and not in it: {string.Join(", ", outside)}.")
            {
                Actual = "/" + cluster,
                Remedy = "Make another backup with Backup-TravisData -Mode Hot, which has the databases as dumps.",
            };
        }
        else if (manifest.Entries.Any(entry => entry.Path == cluster + "/postmaster.pid") && manifest is { Mode: BackupMode.Cold, IsConsistent: true })
        {
            // That nobody used them was made sure of; what stopped had not the time to remove it.
            yield return new(CheckStatus.Pass, $"The files of PostgreSQL {manifest.PostgresVersion} in /{cluster} are whole and were not in use. Their server had ended hard (postmaster.pid is there): one that starts on them recovers from their log.") { Actual = "/" + cluster };
        }
        else if (manifest.Entries.Any(entry => entry.Path == cluster + "/postmaster.pid"))
        {
            yield return new(CheckStatus.Warn, $"The files of PostgreSQL {manifest.PostgresVersion} in /{cluster} were taken while a server was using them (postmaster.pid is there).")
            {
                Actual = "/" + cluster,
                Remedy = "Make another backup with Backup-TravisData -Mode Hot, or with -Mode Cold, which stops the application for it.",
            };
        }
        else
        {
            yield return new(CheckStatus.Pass, $"The files of PostgreSQL {manifest.PostgresVersion} in /{cluster} are whole and were not in use.") { Actual = "/" + cluster };
        }
    }

    private static Finding Consistency(BackupManifest manifest) => manifest.IsConsistent
        ? new(CheckStatus.Pass, $"What is in it fits together: {Why(manifest)}.") { Actual = manifest.Mode.ToString() }
        : new(CheckStatus.Warn, $"What is in it may not fit together: {string.Join("; ", manifest.Inconsistencies)}.")
        {
            Actual = manifest.Mode.ToString(),
            Remedy = "Make another backup with Backup-TravisData -Mode Hot, or with -Mode Cold, which stops the application for it.",
        };

    private static string Why(BackupManifest manifest) => manifest switch
    {
        { Mode: BackupMode.Cold } => "the application was stopped",
        { Databases.Count: > 0 } => "the databases are dumps, and no file but logs changed while it was read",
        _ => "no file but logs changed while it was read; databases are not in it",
    };

    private static Finding Age(BackupManifest manifest, TimeSpan? maximum, bool superseded, DateTime now)
    {
        var age = now - manifest.CreatedAt;
        if (IsAhead(manifest, now))
        {
            return new(CheckStatus.Warn, $"It says that it was made {Words(-age)} from now: a clock is wrong.") { Actual = Words(age), Remedy = "Look at the clocks of both machines: timedatectl" };
        }

        return maximum is not { } limit
            ? new(CheckStatus.Skip, $"It is {Words(age)} old, and no limit was given (-MaxAge).") { Actual = Words(age) }
            : superseded ? new(CheckStatus.Skip, $"It is {Words(age)} old, and there is a newer one, whose age counts.") { Actual = Words(age) }
            : age <= limit
                ? new(CheckStatus.Pass, $"It is {Words(age)} old.") { Actual = Words(age) }
                : new(CheckStatus.Fail, $"It is {Words(age)} old, more than {Words(limit)}.") { Actual = Words(age), Remedy = "Make another backup with Backup-TravisData, and find out why none was made." };
    }

    private static Finding Key(BackupManifest manifest) => manifest.KeyFingerprint is { } fingerprint
        ? new(CheckStatus.Pass, $"It was encrypted with the key {fingerprint}. Whether a saved key is that one tells Test-TravisEncryptionKey, and whether it opens the data -Drill.") { Actual = fingerprint }
        : new(CheckStatus.Warn, "The manifest has no fingerprint of the encryption key: it could not be read when the backup was made.")
        {
            Remedy = "Prove the saved key against this backup: Test-TravisBackup -Drill -EncryptionKey (Get-TravisEncryptionKey <its file>)",
        };

    private static string Count(BackupReading reading) => string.Format(CultureInfo.InvariantCulture, "{0} of {1} entries", reading.EntryCount, reading.Manifest.Entries.Count);

    private static string Bytes(long count) => count.ToString("#,0", CultureInfo.InvariantCulture) + " bytes";

    private static string Words(TimeSpan time) => time.Duration() switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 2 } => string.Format(CultureInfo.InvariantCulture, "{0:0} minutes", time.TotalMinutes),
        { TotalDays: < 2 } => string.Format(CultureInfo.InvariantCulture, "{0:0} hours", time.TotalHours),
        _ => string.Format(CultureInfo.InvariantCulture, "{0:0} days", time.TotalDays),
    };
}
