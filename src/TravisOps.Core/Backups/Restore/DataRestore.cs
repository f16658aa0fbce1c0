using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Evidence;
using TravisOps.Files;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>
/// Puts a backup in the place of the platform's data. Blocks; belongs on a thread of its own.
/// </summary>
/// <remarks>
/// The archive is read here to its last byte first. Then it is unpacked on the platform beside what is in use, compared there with the manifest entry by entry, and the
/// dumps are restored into databases of other names, while the application goes on. Only then databases and folders change places by renaming, with the application
/// stopped. What was there before keeps its bytes under another name. Whatever fails, also the connection, the host itself takes it back.
/// </remarks>
public sealed class DataRestore
{
    private readonly List<string> _filled = [];
    private readonly string _id = DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>Full path of the archive.</summary>
    public required string Path { get; init; }

    /// <summary>The platform.</summary>
    public required TravisHost Host { get; init; }

    /// <summary>Credentials; <see cref="SshOptions.Timeout"/> is the limit for what is not a transfer.</summary>
    public required SshOptions Options { get; init; }

    /// <summary>Replace folders that are not empty.</summary>
    public bool Force { get; init; }

    /// <summary>Gets what the person has to know beside the result, such as what earlier restores left there.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Restores.</summary>
    /// <param name="progress">Gets what is being done, bytes done and bytes of all (0 where they are not counted).</param>
    /// <param name="cancellationToken">Ends it; what was begun is taken back.</param>
    /// <exception cref="BackupException">Nothing was restored; the message says how the platform was left.</exception>
    /// <exception cref="HostException">The host could not be reached or used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public DataRestoreResult Run(Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var manifest = BackupFinder.ReadManifest(Path);

        // The manifest is a file that anybody may have written, and what it names is renamed by root.
        if (manifest.Paths.FirstOrDefault(path => !BackupLayout.Folders.Contains(path)) is { } odd)
        {
            throw new BackupException(BackupProblem.ManifestInvalid, $"The backup's manifest names '{odd}', and only {string.Join(" and ", BackupLayout.Folders)} are restored. Nothing was changed.", "Find out who changed the manifest, and use another backup.");
        }

        if (manifest.Entries.FirstOrDefault(entry => entry.Type != BackupEntryType.Directory && manifest.Paths.Contains("/" + entry.Path)) is { } link)
        {
            throw new BackupException(BackupProblem.TargetUnsuitable, $"The backup has no folder /{link.Path}, but {(link.LinkTarget is { } to ? $"a link to {to}" : "something else of that name")}: the data was elsewhere and is not in it. Nothing was changed.", "Use another backup. For the next one, mount that folder (mount --bind) where the link is.");
        }

        var restorable = RestoreNames.Restorable(manifest);
        if (restorable.FirstOrDefault(database => !RestoreNames.IsPlain(database.Name)) is { } name)
        {
            throw new BackupException(BackupProblem.ManifestInvalid, $"The backup has a database '{name.Name}', a name that is not understood.", "Restore it by hand with pg_restore.");
        }

        BackupArchive.Verify(Path, manifest, new Reports(done => progress?.Invoke("Reading the backup", done, manifest.ArchiveSize)), cancellationToken);
        if (restorable.Count < manifest.Databases.Count)
        {
            Warning?.Invoke($"The backup has databases that earlier restores had kept or left, which are not restored: {string.Join(", ", manifest.Databases.Except(restorable).Select(database => database.Name))}.");
            manifest = manifest with { Databases = restorable };
        }

        progress?.Invoke("Looking at the platform", 0, 0);
        var target = RestoreTarget.Ask(Host, manifest, Options, cancellationToken);
        foreach (var leftover in target.Leftovers)
        {
            Warning?.Invoke(leftover);
        }

        target.Demand(manifest, Force);
        var stage = target.StageFor(_id);
        var databases = manifest.Databases.Select(database => database.Name).ToList();
        try
        {
            Upload(manifest, target, stage, progress, cancellationToken);
            Compare(manifest, stage, progress, cancellationToken);
            foreach (var database in manifest.Databases)
            {
                UploadDump(manifest, database, progress, cancellationToken);
            }
        }
        catch
        {
            GiveUp(stage);
            throw;
        }

        progress?.Invoke("Taking the place of the old data", 0, 0);
        var (lines, downtime) = Swap(manifest, stage, databases, progress, cancellationToken);
        return Result(manifest, databases, lines, downtime, watch.Elapsed);
    }

    private void Upload(BackupManifest manifest, RestoreTarget target, string stage, Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        var program = manifest.Compression switch
        {
            BackupCompression.Zstd when target.Tools.Contains("zstd") => "exec zstd -dcq",
            BackupCompression.Gzip when target.Tools.Contains("gzip") => "exec gzip -dc",
            _ => null,
        };
        StreamStage unpack = new("tar", RestoreShell.Unpack(stage));
        StreamScript script = new()
        {
            Stages = program is null ? [unpack] : [new StreamStage("decompress", program), unpack],
            AfterVerified = RestoreShell.Unpacked(stage),
            Finally = $"rm -rf {stage}.partial",
        };

        // Where the host can't decompress it is done here.
        using Stream source = program is null ? DamagedArchive.Explain(BackupArchive.OpenTar(Path, manifest.Compression), Path) : PatientStream.OpenRead(Path);
        var all = program is null ? manifest.ContentSize : manifest.ArchiveSize;
        Demand(StreamUpload.Run(Host, script, source, Options, null, new Reports(done => progress?.Invoke("Unpacking beside the old data", done, all)), null, cancellationToken), "The backup could not be unpacked there");
    }

    private void Compare(BackupManifest manifest, string stage, Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        progress?.Invoke("Comparing with the manifest", 0, 0);
        StreamScript script = new() { Stages = [new StreamStage("list", RestoreShell.List(stage))] };

        // Lines of hashes come in blocks of 64 KiB, and each is of as many large files as lines fit in: hours of reading.
        using var download = StreamDownload.Open(Host, script, Options, StreamLimits.Patient, cancellationToken);
        List<string> differences;
        try
        {
            differences = RestoreComparison.Differences(manifest, download.Data);
        }
        catch (StreamBrokenException broken)
        {
            Demand(broken.Outcome, "What was unpacked could not be compared");
            throw;
        }

        if (differences.Count > 0)
        {
            throw new BackupException(
                BackupProblem.RestoreNotVerified,
                $"{Host.ComputerName}: {differences.Count} entries are not there as the backup has them: {PlainText.OneLine(string.Join("; ", differences.Take(5)), 500)}. {Untouched}",
                "Look at that file system (dmesg | tail -50), and whether it keeps owners, modes and links.");
        }
    }

    private void UploadDump(BackupManifest manifest, BackupDatabase database, Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        StreamScript script = new() { Stages = [new StreamStage("restore", RestoreShell.RestoreDump(database, manifest.Roles ?? [], _id))] };
        _filled.Add(database.Name);
        using var dump = DamagedArchive.Explain(new DumpStream(Path, manifest, database), Path);
        var outcome = StreamUpload.Run(Host, script, dump, Options, StreamLimits.PatientAtEnd, new Reports(done => progress?.Invoke($"Restoring {database.Name} beside the old database", done, database.Size)), null, cancellationToken);
        TellRoles(outcome.ErrorLines, database);
        if (outcome.End != StreamEnd.Complete && outcome.ErrorLines.FirstOrDefault(line => line.Contains("role \"") && line.Contains("does not exist")) is { } noRole)
        {
            throw new BackupException(
                BackupProblem.RestoreFailed,
                $"{Host.ComputerName}: The dump of {database.Name} could not be restored: {PlainText.OneLine(noRole, 300).TrimEnd('.')}. {Untouched}",
                "Make that role in te-main's PostgreSQL, as one that may (CREATE ROLE … NOLOGIN), and run this again: the dump grants things to it.");
        }

        Demand(outcome, $"The dump of {database.Name} could not be restored");
        if (outcome.ErrorLines.FirstOrDefault(line => line.StartsWith("restore locale ", StringComparison.Ordinal)) is { } told)
        {
            Warning?.Invoke($"{Host.ComputerName}: the database {database.Name} gets the encoding and the locale that new databases have there, since {(told.EndsWith(" unknown", StringComparison.Ordinal) ? "the backup does not say which it had" : $"the server has not those that it had ({string.Join(", ", told.Split(' ').Skip(3))})")}: texts may be sorted otherwise.");
        }
    }

    /// <summary>Tells which roles and settings the server got, and which it did not.</summary>
    private void TellRoles(IReadOnlyList<string> lines, BackupDatabase database)
    {
        List<string> Told(string word) => [.. lines.Where(line => line.StartsWith($"restore {word} ", StringComparison.Ordinal))
            .Select(line => string.Join(" ", line.Split([' '], StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(DatabaseRoles.Text).Where(text => text is { Length: > 0 }).Select(text => PlainText.OneLine(text!, 70)))).Distinct()];

        if (Told("role") is { Count: > 0 } made)
        {
            Warning?.Invoke($"{Host.ComputerName}: te-main's PostgreSQL had not these roles of the backup, and they were made there: {string.Join(", ", made)}. They have no password and can't log in, and stay whatever becomes of the restore. Whom one is for who logs in by it: ALTER ROLE … LOGIN, and its password with \\password.");
        }

        if (Told("norole") is { Count: > 0 } missing)
        {
            Warning?.Invoke($"{Host.ComputerName}: te-main's PostgreSQL has not these roles of the backup, and travis may not make them there: {string.Join(", ", missing)}.");
        }

        if (Told("nogrant") is { Count: > 0 } grants)
        {
            Warning?.Invoke($"{Host.ComputerName}: roles that were made there could not become members of others as in the backup (member, role): {string.Join("; ", grants)}.");
        }

        if (Told("nosetting") is { Count: > 0 } settings)
        {
            Warning?.Invoke($"{Host.ComputerName}: settings that the backup has for the database {database.Name} were not taken by the server there (role if any, name, value): {string.Join("; ", settings)}. Look whether they are still needed: ALTER DATABASE … SET, ALTER ROLE … SET.");
        }
    }

    private (IReadOnlyList<string> Lines, TimeSpan Downtime) Swap(BackupManifest manifest, string stage, IReadOnlyList<string> databases, Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        StreamScript script = new()
        {
            Stages = [new StreamStage("swap", RestoreShell.Swap(stage, manifest.Paths, databases, _id))],
            Finally = RestoreShell.WayBack(stage, manifest.Paths, databases, _id),
        };
        List<string> lines = [];
        var stopped = TimeSpan.Zero;
        var watch = Stopwatch.StartNew();

        void Take(string line)
        {
            lines.Add(line);
            switch (line)
            {
                case "restore stop":
                    stopped = watch.Elapsed;
                    progress?.Invoke("Stopping the application", 0, 0);
                    break;
                case "restore start":
                    progress?.Invoke("Starting the application", 0, 0);
                    break;
                case "restore health":
                    progress?.Invoke("Waiting until the application serves", 0, 0);
                    break;
            }
        }

        StreamOutcome outcome;
        try
        {
            // Line by line as they are written there: the steps are told while they are taken, and the time without the application is measured by them.
            outcome = LineFollower.Run(Host, script, Options, StreamLimits.Patient, Take, null, cancellationToken);
        }
        catch (Exception error) when (error is HostException or OperationCanceledException)
        {
            // What has begun is the host's to take back, and is left alone by this.
            GiveUp(stage);
            throw;
        }

        if (outcome.End != StreamEnd.Complete)
        {
            if (!lines.Contains("restore done"))
            {
                throw RestoreFailures.Explain(outcome, lines, databases, _id, () => GiveUp(stage));
            }

            Warning?.Invoke($"{outcome.Failure!.Message} The restore had come to its end before that. Look whether its staging folder is gone: sudo ls -d {stage}");
        }

        return (lines, watch.Elapsed - stopped);
    }

    /// <summary>Removes what was made beside the data in use, unless that has begun to take its place.</summary>
    /// <returns>What the host says; null when it could not do it, which is told.</returns>
    private string? GiveUp(string stage)
    {
        // After a cancellation too, and on a connection of its own: the one before may be dead.
        string why;
        try
        {
            using var session = HostSession.Open(Host, Options, CancellationToken.None);
            var outcome = session.Run(new RemoteScript { Text = RestoreShell.GiveUp(stage, _filled, _id) }, CancellationToken.None);
            if (Encoding.UTF8.GetString(outcome.Output).Trim() is (RestoreShell.GivenUp or RestoreShell.Begun) and var said)
            {
                return said;
            }

            why = (outcome.RootFailure ?? outcome.Failure)?.Message ?? PlainText.OneLine(outcome.ErrorText, 300);
        }
        catch (HostException error)
        {
            why = error.Message;
        }

        var commands = _filled.Select(name => RestoreAdvice.Drop($"{name}_restored_{_id}")).Prepend($"sudo rm -rf {stage} {stage}.partial");
        Warning?.Invoke($"{Host.ComputerName}: what the restore made beside the data in use could not be removed: {why.TrimEnd('.')}. It takes room there. When no restore is under way: {string.Join("; ", commands)}");
        return null;
    }

    private DataRestoreResult Result(BackupManifest manifest, IReadOnlyList<string> databases, IReadOnlyList<string> lines, TimeSpan downtime, TimeSpan duration)
    {
        var folders = lines.Select(ReplacedFolder.Read).OfType<ReplacedFolder>().ToList();
        var replaced = databases.Where(name => lines.Contains("restore replaces " + name)).ToList();
        var copies = replaced.Select(name => $"{name}_before_{_id}").ToList();
        return new()
        {
            ComputerName = Host.ComputerName,
            Path = Path,
            BackupCreatedAt = manifest.CreatedAt,
            RestoredPaths = [.. folders.Select(folder => folder.Path)],
            RestoredDatabases = databases,
            EntryCount = manifest.Entries.Count,
            SafetyCopies = [.. folders.Select(folder => folder.Before).OfType<string>(), .. copies.Select(name => "database " + name)],
            WayBack = RestoreAdvice.WayBack(folders, replaced, [.. databases.Except(replaced)], [.. lines.Where(line => line.StartsWith("restore cluster ", StringComparison.Ordinal)).Select(line => line.Substring("restore cluster ".Length))], _id),
            CleanUp = RestoreAdvice.CleanUp(folders, copies),
            Downtime = downtime,
            Duration = duration,
            Healthy = lines.Contains("restore done"),
        };
    }

    private void Demand(StreamOutcome outcome, string what)
    {
        if (outcome.End == StreamEnd.Complete)
        {
            return;
        }

        var failure = outcome.Failure ?? new HostFailure(HostFailureKind.Other, $"{Host.ComputerName}: it ended early.", "Run it again.");
        throw outcome.End is StreamEnd.NotStarted or StreamEnd.ConnectionLost
            ? new HostException(failure.Kind, Host.ComputerName, $"{what}: {failure.Message} {Untouched}", failure.Remedy)
            : new BackupException(BackupProblem.RestoreFailed, $"{what}: {failure.Message} {Untouched}", failure.Remedy);
    }

    internal const string Untouched = "The platform's data and its application were not touched.";

    /// <summary>Tells at once, on the thread that works.</summary>
    private sealed class Reports(Action<long> action) : IProgress<long>
    {
        public void Report(long value) => action(value);
    }
}
