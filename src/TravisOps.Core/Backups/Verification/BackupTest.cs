using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security;
using System.Threading;
using TravisOps.Checks;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>Tests a backup: reads all of it, and where asked restores its database into a throwaway server. Blocks; belongs on a thread of its own.</summary>
public sealed class BackupTest
{
    private const string MainDatabase = "travis_production";

    private const string RestoredExpected = "each database restores without an error";

    private const string OpenedExpected = "the key opens every encrypted value";

    /// <summary>Full path of the archive.</summary>
    public required string Path { get; init; }

    /// <summary>How old it may be; null for no limit.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>There is a newer backup of the platform, whose age counts.</summary>
    public bool IsSuperseded { get; init; }

    /// <summary>Restore the database too.</summary>
    public bool Drill { get; init; }

    /// <summary>The encryption key that is to open the data; null when the drill is only to restore.</summary>
    public SecureString? EncryptionKey { get; init; }

    /// <summary>The host of the drill; null for this machine.</summary>
    public TravisHost? DrillHost { get; init; }

    /// <summary>Credentials for it.</summary>
    public SshOptions? Options { get; init; }

    /// <summary>Runs it.</summary>
    /// <param name="result">Gets each result as it is there.</param>
    /// <param name="progress">Gets what is done, bytes done and bytes of all.</param>
    /// <param name="cancellationToken">Ends it; nothing stays behind.</param>
    /// <exception cref="BackupException">There is no backup.</exception>
    /// <exception cref="HostException">The host of the drill can't be used.</exception>
    /// <exception cref="IOException">The archive can't be read.</exception>
    public void Run(Action<CheckResult> result, Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        var manifest = BackupFinder.ReadManifest(Path);
        var reading = BackupReading.Read(Path, manifest, new Reports(done => progress?.Invoke("Reading", done, manifest.ArchiveSize)), cancellationToken);
        foreach (var one in BackupJudge.Judge(Path, reading, MaximumAge, IsSuperseded, DateTime.UtcNow))
        {
            result(one);
        }

        if (Drill)
        {
            RunDrill(reading, result, progress, cancellationToken);
        }
    }

    private void RunDrill(BackupReading reading, Action<CheckResult> result, Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        var manifest = reading.Manifest;
        void Tell(string id, Finding finding, string expected, TimeSpan duration = default) => result(BackupJudge.Result(manifest, Path, id, finding, expected, DateTime.UtcNow, duration));

        if (!reading.IsWhole)
        {
            Neither(new(CheckStatus.Skip, "The backup is not whole; what is in it is not restored."));
            return;
        }

        var cluster = manifest.FindCluster() is { } path && reading.Clusters.TryGetValue(path, out var version) ? ClusterFacts.Of(manifest, path, version) : null;
        if (manifest.Databases.Count == 0 && cluster is null)
        {
            Neither(new(CheckStatus.Unknown, "There is neither a dump nor a PostgreSQL cluster in this backup that a drill could restore.") { Remedy = "Make a backup with Backup-TravisData, and drill that." });
            return;
        }

        if (DrillHost is null && LocalDrill.WhyNot is { } reason)
        {
            Neither(new(CheckStatus.Unknown, "No drill was made: " + reason + "."));
            return;
        }

        // The encrypted columns are in one of them, by its name the first.
        (DrillAnswer Answer, Finding Restored)? proof = null;
        var databases = manifest.Databases.OrderByDescending(one => one.Name == MainDatabase).ToList();
        foreach (var database in databases.DefaultIfEmpty<BackupDatabase?>(null))
        {
            var watch = Stopwatch.StartNew();
            var walk = database is null ? null : reading.Dumps[database.Name].Walk;

            // What is not known here a PostgreSQL may know.
            if (walk is { Facts: null, State: not DumpState.Unknown })
            {
                Tell("Backup.Restore", new(CheckStatus.Fail, $"The dump of {database!.Name} can't be restored: {walk.Flaw}.") { Actual = database.Name }, RestoredExpected);
                continue;
            }

            var answer = database is null ? DrillFiles(manifest, cluster!, progress, cancellationToken) : DrillDump(manifest, database, walk!.Facts?.Major ?? 0, progress, cancellationToken);
            var what = database is null ? $"The files of PostgreSQL {cluster!.Version} in /{cluster.Path}" : $"The dump of {database.Name}";
            var restored = Restored(answer, what, ofFiles: database is null, mayNotFit: database is null && !manifest.IsConsistent, mayBeEmpty: database is not null && database != databases[0]);
            Tell("Backup.Restore", restored, RestoredExpected, watch.Elapsed);
            if (proof is null || (proof.Value.Answer.Encrypted.Count == 0 && answer.Encrypted.Count > 0))
            {
                proof = (answer, restored);
            }
        }

        Tell("Backup.Decryption", proof is { } found ? Opened(found.Answer, found.Restored) : new(CheckStatus.Skip, "No database was restored, so that nothing could be opened."), OpenedExpected);

        void Neither(Finding finding)
        {
            Tell("Backup.Restore", finding, RestoredExpected);
            Tell("Backup.Decryption", new(finding.Status, finding.Message) { Remedy = finding.Remedy }, OpenedExpected);
        }
    }

    private DrillAnswer DrillDump(BackupManifest manifest, BackupDatabase database, int major, Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        using DumpStream dump = new(Path, manifest, database);
        return RunDrill(DrillScript.ForDump(major, database.Size, manifest.Roles), dump, $"Restoring {database.Name} into a throwaway PostgreSQL", database.Size, progress, cancellationToken);
    }

    private DrillAnswer DrillFiles(BackupManifest manifest, ClusterFacts cluster, Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        using var tar = BackupArchive.OpenTar(Path, manifest.Compression);
        return RunDrill(DrillScript.ForFiles(cluster), tar, "Starting a throwaway PostgreSQL on the files", manifest.ContentSize, progress, cancellationToken);
    }

    private DrillAnswer RunDrill(DrillScript drill, Stream source, string step, long size, Action<string, long, long>? progress, CancellationToken cancellationToken)
    {
        using CountedStream data = new(DamagedArchive.Explain(source, Path), new Reports(done => progress?.Invoke(step, done, size)), cancellationToken);
        return DrillHost is { } host ? RemoteDrill.Run(host, drill, data, Options!, null, cancellationToken) : LocalDrill.Run(drill, data, cancellationToken);
    }

    private Finding Opened(DrillAnswer answer, Finding restored) => EncryptionKey switch
    {
        _ when answer.Failure is not null || !answer.Done => new(restored.Status == CheckStatus.Unknown ? CheckStatus.Unknown : CheckStatus.Skip, "The database was not restored, so that nothing could be opened."),
        null => new(CheckStatus.Unknown, "No key was given, so that nothing proves that there is one that opens the data.")
        {
            Remedy = "Give the saved key: -EncryptionKey (Get-TravisEncryptionKey <its file>)",
        },
        { Length: < Protection.TravisCipher.KeySize } key => new(CheckStatus.Fail, $"The key that was given has {key.Length} characters; a key of Travis has {Protection.TravisCipher.KeySize} or more.") { Remedy = "Give the whole key: -EncryptionKey (Get-TravisEncryptionKey <its file>)" },
        { } key => DrillProof.Judge(answer.Encrypted, key),
    };

    private Finding Restored(DrillAnswer answer, string what, bool ofFiles, bool mayNotFit, bool mayBeEmpty)
    {
        var where = DrillHost?.ComputerName ?? "this machine";
        var rows = answer.Rows.Values.Sum();
        if (answer.Errors.Count > 0)
        {
            var failed = ofFiles ? $"{answer.Errors.Count} of its databases can't be read to the end in PostgreSQL {answer.Server}; of the first" : $"{answer.Errors.Count} statements failed in PostgreSQL {answer.Server}; the first";
            return new(CheckStatus.Fail, $"{what}: {failed}: {answer.Errors.First}")
            {
                Actual = $"{answer.Errors.Count} errors, {rows} rows in {answer.Rows.Count} tables",
                Remedy = "If it is about an extension, install that (sudo apt-get install postgresql-contrib) and run it again. Otherwise make another backup" + (ofFiles ? ", of -Mode Hot too: pg_dump reads all of it, and tells whether the platform's own files are damaged." : "."),
            };
        }

        if (answer.Failure is { } failure)
        {
            var wasLooked = failure.Word is "crash" or "restore" or "unpack";
            return new(wasLooked ? CheckStatus.Fail : CheckStatus.Unknown, $"{what}: the drill on {where} stopped: {failure.Text}.")
            {
                Actual = answer.Server is null ? null : "PostgreSQL " + answer.Server,
                Remedy = failure.Word switch
                {
                    "programs" => "Install them: sudo apt-get install postgresql; or give a host that has them with -DrillComputerName.",
                    "version" => "Install one that does there (PostgreSQL keeps packages of all versions at apt.postgresql.org), or give a host that has it with -DrillComputerName.",
                    "space" => "Make room there, or give another host with -DrillComputerName.",
                    _ => "Correct that, and run it again.",
                },
            };
        }

        if (!answer.Done)
        {
            return new(CheckStatus.Unknown, $"{what}: the drill on {where} ended before it was done.") { Remedy = "Run it again; look for the out-of-memory killer there: dmesg | tail -50" };
        }

        var counted = $"{rows} rows in {answer.Rows.Count} tables";
        if (rows == 0 && !mayBeEmpty)
        {
            return new(CheckStatus.Fail, $"{what}: a database without a row.") { Actual = $"{answer.Rows.Count} tables", Remedy = "Is the platform's database empty? Look before the older backups are gone." };
        }

        return mayNotFit
            ? new(CheckStatus.Warn, $"{what}: PostgreSQL {answer.Server} on {where} started on them and read all of it, {counted}. They were taken while a server may have been writing them, and that one starts does not prove that all of it fits together. All of it is removed again.")
            {
                Actual = counted,
                Remedy = "Make another backup with Backup-TravisData -Mode Hot, or with -Mode Cold, which stops the application for it.",
            }
            : new(CheckStatus.Pass, $"{what}: restored into PostgreSQL {answer.Server} on {where} without an error, {counted}. All of it is removed again.") { Actual = counted };
    }

    /// <summary>Tells at once, on the thread that reads; Progress of the base library takes others.</summary>
    private sealed class Reports(Action<long> action) : IProgress<long>
    {
        public void Report(long value) => action(value);
    }
}
