using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Hashing;
using System.Linq;
using System.Threading;
using TravisOps.Files;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>Backs up the data of one platform into one file here.</summary>
public static class DataBackup
{
    private const string ReadMeText = """
        This is a backup of the data of a Travis CI Enterprise platform, made by TravisOps (Backup-TravisData).
        The manifest beside the archive says of when it is, in which mode it was made and what is in it.

        By hand, as root on a platform whose application is stopped (replicatedctl app stop --attach):
            tar -xpf ARCHIVE -C / --numeric-owner --anchored --exclude=travisops
        Dumps of databases are cut into parts that follow each other; all of them together are one file for pg_restore:
            tar -xOf ARCHIVE --wildcards 'travisops/database/NAME.dump.*' | pg_restore --single-transaction --no-owner --no-tablespaces -U travis -h 127.0.0.1 -d NAME
        Roles that the dumps grant things to, and what is set for databases, are in the manifest; where a role is missing make it before: CREATE ROLE NAME NOLOGIN.
        Without the encryption key, which is not in here, the secrets in the database can't be read.

        """;

    /// <summary>
    /// Does it. Blocks; belongs on a thread of its own (see <see cref="HostFanOut"/>). The archive has its name only when it is whole, verified and on the disk; its
    /// manifest is there first.
    /// </summary>
    /// <param name="host">The platform.</param>
    /// <param name="request">What, how, where to.</param>
    /// <param name="options">Credentials; the time limit is for each log-in.</param>
    /// <param name="progress">May be null.</param>
    /// <param name="cancellationToken">Ends it; nothing is kept, and an application that was stopped is started by the platform itself.</param>
    /// <exception cref="BackupException">There is no backup.</exception>
    /// <exception cref="HostException">The platform could not be looked at.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DataBackupResult Run(TravisHost host, DataBackupRequest request, SshOptions options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var startedAt = DateTime.UtcNow;
        try
        {
            return Make(host, request, options, progress, cancellationToken);
        }
        catch (BackupException error) when (error.Problem == BackupProblem.DestinationFull && Left(host, request, startedAt) is { } left)
        {
            throw new BackupException(error.Problem, error.Message, error.Remedy + " " + left, error);
        }
    }

    private static DataBackupResult Make(TravisHost host, DataBackupRequest request, SshOptions options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var share = MountedShare.Of(request.Destination);
        var (folder, asked, free) = BackupTarget.Look(request.Destination, share, request.Patience);
        var watch = Stopwatch.StartNew();
        progress?.Report(new BackupProgress("Looking at the platform", 0, null, TimeSpan.Zero));
        var survey = BackupSurveyor.Ask(host, options, cancellationToken);
        var plan = BackupPlan.Make(request, asked, survey, host.ComputerName, free);
        var createdAt = DateTime.UtcNow;
        var path = BackupTarget.Ask(request.Destination, share, request.Patience, () => BackupTarget.PathFor(request, host, createdAt, plan.Compression));
        var warnings = new List<string>(plan.Warnings);
        var fingerprint = ReadFingerprint(host, request, options, warnings, cancellationToken);
        var run = new BackupRun(host, request, options, progress, plan, survey, cancellationToken);
        try
        {
            using var file = DurableFile.CreatePrivate(path, path + BackupLayout.PartialEnding, request.Patience);
            using var writer = new ArchiveWriter(file, plan.Compression, createdAt);
            writer.AddFile(BackupLayout.ReadMe, ReadMeText.Replace("\r", string.Empty));
            run.TakeDatabases(writer);
            run.TakeFiles(writer);
            var finishedAt = DateTime.UtcNow;
            var contentSize = writer.Entries.Sum(entry => entry.Size);
            progress?.Report(new BackupProgress("Reading the archive back from the disk", contentSize, null, run.Flowing.Elapsed));
            var sha256 = file.ReadBack(writer.Checksum(), cancellationToken);
            var manifest = new BackupManifest
            {
                ComputerName = host.ComputerName,
                CreatedAt = createdAt,
                FinishedAt = finishedAt,
                Mode = request.Mode,
                IsConsistent = run.Inconsistencies.Count == 0,
                Inconsistencies = run.Inconsistencies,
                Warnings = run.Complaints,
                ArchiveName = Path.GetFileName(path),
                ArchiveSize = writer.Size,
                ArchiveSha256 = Hex.Lower(sha256),
                Compression = plan.Compression,
                Paths = plan.Paths,
                Excluded = plan.Excluded,
                Databases = run.Databases,
                PostgresVersion = survey.PostgresVersion,
                ExternalDatabases = survey.DatabasesElsewhere,
                Mounts = survey.Mounts.Count > 0 ? survey.Mounts : null,
                Roles = run.Databases.Count > 0 ? survey.Roles : null,
                Cluster = survey.ServedCluster is { Length: > 0 } cluster ? cluster : null,
                TravisVersion = survey.Image,
                ReplicatedVersion = survey.ReplicatedVersion,
                KeyFingerprint = fingerprint,
                ToolVersion = request.ToolVersion,
                ContentSize = contentSize,
                Entries = writer.Entries,
            };
            Publish(file, path, manifest, request.Patience);
            warnings.AddRange(run.Inconsistencies);
            warnings.AddRange(run.Warnings);
            var pruned = LookAround(folder, manifest, request.Keep, request.Patience, warnings.Add);
            return new DataBackupResult
            {
                ComputerName = host.ComputerName,
                Path = path,
                ManifestPath = BackupLayout.ManifestOf(path),
                Mode = request.Mode,
                Compression = plan.Compression,
                IsConsistent = manifest.IsConsistent,
                Inconsistencies = manifest.Inconsistencies,
                Size = manifest.ArchiveSize,
                ContentSize = manifest.ContentSize,
                Entries = manifest.Entries.Count,
                Excluded = plan.Excluded,
                Databases = [.. run.Databases.Select(database => database.Name)],
                Sha256 = manifest.ArchiveSha256,
                KeyFingerprint = fingerprint,
                CreatedAt = createdAt,
                Duration = watch.Elapsed,
                BytesPerSecond = run.Flowing.Elapsed > TimeSpan.Zero ? manifest.ArchiveSize / run.Flowing.Elapsed.TotalSeconds : 0,
                Pruned = pruned,
                ApplicationProblem = run.Application is { } application ? application.Message + " The backup is whole." : null,
                ApplicationRemedy = run.Application?.Remedy,
                Warnings = warnings,
            };
        }
        catch (StreamBrokenException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw BackupFailures.Explain(host, request.Mode, error.Outcome, () => BackupSurveyor.AskState(host, options));
        }
        catch (Exception error) when (error is BackupException or IOException or UnauthorizedAccessException || DamagedArchive.Tells(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var failure = error as BackupException ?? (DamagedArchive.Tells(error)
                ? new BackupException(BackupProblem.StreamBroken, $"{host.ComputerName}: what tar sent is no whole archive: {error.Message}. Nothing was kept.", "Run it again; if it stays, look at tar on the platform: tar --version", error)
                : BackupTarget.Explain(path, error, share));
            throw BackupFailures.WithApplication(host, failure, run.IsStopped, run.HasStarted, run.Application, () => BackupSurveyor.AskState(host, options));
        }
    }

    /// <summary>What is done behind a backup that is there: whatever goes wrong with it is a warning.</summary>
    /// <returns>The older backups that were removed.</returns>
    internal static IReadOnlyList<string> LookAround(string folder, BackupManifest manifest, int? keep, DiskPatience? patience, Action<string> warn)
    {
        try
        {
            if (DiskThread.Once(folder, () => BackupTarget.KeyIn(folder), patience) is { } key)
            {
                warn($"'{key}' is a backup of the encryption key, or looks like one, and is in the same folder as the data: whoever gets this folder can read the secrets in the database. Keep them apart.");
            }

            if (DiskThread.Once(folder, () => BackupLeftovers.Tell(folder, manifest.ComputerName, manifest.CreatedAt), patience) is { } left)
            {
                warn(left);
            }

            IReadOnlyList<string> pruned = [];
            if (keep is { } count)
            {
                using DiskThread disk = new(folder, patience);
                disk.Flush(() => { pruned = BackupPruning.Run(folder, manifest, count, warn); });
            }

            return pruned;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn($"The folder '{folder}' could not be looked at behind the backup, which is whole{(keep is null ? string.Empty : "; no older one was removed")}: {error.Message}");
            return [];
        }
    }

    /// <summary>Room that can be had at once where there is none.</summary>
    private static string? Left(TravisHost host, DataBackupRequest request, DateTime startedAt)
    {
        try
        {
            return DiskThread.Once(request.Destination, () => BackupLeftovers.Tell(Directory.Exists(request.Destination) ? request.Destination : Path.GetDirectoryName(request.Destination)!, host.ComputerName, startedAt), request.Patience);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ReadFingerprint(TravisHost host, DataBackupRequest request, SshOptions options, List<string> warnings, CancellationToken cancellationToken)
    {
        try
        {
            return request.ReadKeyFingerprint?.Invoke(host, options, cancellationToken);
        }
#pragma warning disable CA1031 // The backup of the data is worth having without it.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            warnings.Add($"The encryption key could not be read, so that the manifest does not tell which key the data is of: {error.Message}");
            return null;
        }
    }

    private static void Publish(DurableFile file, string path, BackupManifest manifest, DiskPatience? patience)
    {
        // The archive's name is what makes it a backup, so it comes last.
        var manifestPath = BackupLayout.ManifestOf(path);
        using var sidecar = DurableFile.CreatePrivate(manifestPath, patience: patience);
        var bytes = BackupManifestFile.ToBytes(manifest);
        sidecar.Content.Write(bytes, 0, bytes.Length);
        sidecar.Publish(expected: XxHash128.Hash(bytes));
        try
        {
            file.Publish();
        }
        catch (Exception error) when (error is not DiskSilentException)
        {
            // Where the disk is silent, the archive may still get its name, which it was to have.
            File.Delete(manifestPath);
            throw;
        }
    }
}
