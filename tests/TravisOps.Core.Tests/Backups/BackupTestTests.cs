using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Backups;
using TravisOps.Checks;
using TravisOps.Core.Tests.Ssh;
using TravisOps.Lab;
using Xunit;
using TemporaryFolder = TravisOps.Core.Tests.Installations.TemporaryFolder;

namespace TravisOps.Core.Tests.Backups;

/// <summary>Test-TravisBackup: reading all of a backup, and the drill with real PostgreSQL, here and on a host. Not beside another drill: each looks that nothing is left of any.</summary>
[Collection("Drills")]
public sealed class BackupTestTests(DataLab data) : IClassFixture<DataLab>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BackupCompression.None)]
    [InlineData(BackupCompression.Gzip)]
    [InlineData(BackupCompression.Zstd)]
    public async Task A_whole_backup_passes_and_its_database_opens_with_the_saved_key_only(BackupCompression compression)
    {
        LabInstallation lab = await data.GetAsync();
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, await data.DumpAsync(), compression: compression);

        List<CheckResult> results = Run(new() { Path = path, Drill = true, EncryptionKey = DataLab.Key(lab), MaximumAge = TimeSpan.FromDays(100_000) });
        Assert.All(results, one => Assert.True(one.Status == CheckStatus.Pass, $"{one.Id}: {one.Message}"));
        Assert.Equal(
            ["Backup.Archive", "Backup.Entries", "Backup.Database", "Backup.Consistency", "Backup.Age", "Backup.Key", "Backup.Restore", "Backup.Decryption"],
            results.Select(one => one.Id));
        Assert.Contains("users.github_oauth_token 4 of 4, ssl_keys.private_key 3 of 3, repositories.settings 3 of 3", results[^1].Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL 1", results[2].Message, StringComparison.Ordinal);
        await DrillFolders.AssertNoneIsLeftAsync();

        if (compression == BackupCompression.Zstd)
        {
            IReadOnlyList<CheckResult> wrong = Run(new() { Path = path, Drill = true, EncryptionKey = DataLab.Secret(new string('0', 64)) });
            Assert.Equal(("Backup.Decryption", CheckStatus.Fail), (wrong[^1].Id, wrong[^1].Status));
            Assert.Contains("none of 10 encrypted values", wrong[^1].Message, StringComparison.Ordinal);
            Assert.Equal(CheckStatus.Pass, wrong[^2].Status);
            await DrillFolders.AssertNoneIsLeftAsync();
        }
    }

    [Fact]
    public async Task A_drill_on_a_host_restores_there_and_leaves_nothing_there()
    {
        LabInstallation lab = await data.GetAsync();
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, await data.DumpAsync());
        TravisHost worker = DataLab.Hosts(lab)[1];

        IReadOnlyList<CheckResult> results = Run(new() { Path = path, Drill = true, EncryptionKey = DataLab.Key(lab), DrillHost = worker, Options = DataLab.Options });

        Assert.All(results.Where(one => one.Id is "Backup.Restore" or "Backup.Decryption"), one => Assert.True(one.Status == CheckStatus.Pass, $"{one.Id}: {one.Message}"));
        Assert.Contains(worker.ComputerName, results[^2].Message, StringComparison.Ordinal);
        Assert.Equal(string.Empty, (await lab.Workers[0].ExecAsync("pgrep -a postgres", Token)).Stdout);
        await DrillFolders.AssertNoneIsLeftAsync(lab.Workers[0]);
    }

    [Fact]
    public async Task Without_an_encrypted_row_or_without_a_key_nothing_is_proven()
    {
        LabInstallation lab = await data.GetAsync();
        LabExecResult made = await lab.Platform.ExecAsync("""
            main=$(docker ps -q --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83)
            docker exec "$main" psql -qX -U travis -h 127.0.0.1 postgres -c 'CREATE DATABASE plain'
            docker exec "$main" psql -qX -U travis -h 127.0.0.1 plain -c 'CREATE TABLE users (id serial, github_oauth_token text)' -c "INSERT INTO users (github_oauth_token) VALUES ('0123456789abcdef0123456789abcdef01234567')"
            """, Token);
        Assert.True(made.ExitCode == 0, made.Stderr);
        using TemporaryFolder folder = new();
        byte[] small = await DataLab.DumpAsync(lab, "plain");
        string plain = BackupFactory.Write(folder.Path, small);

        IReadOnlyList<CheckResult> results = Run(new() { Path = plain, Drill = true, EncryptionKey = DataLab.Key(lab) });
        Assert.Equal((CheckStatus.Pass, CheckStatus.Unknown), (results[^2].Status, results[^1].Status));
        Assert.Contains("no encrypted value", results[^1].Message, StringComparison.Ordinal);

        // Each of several is restored and named, and the proof is on the one with something to open.
        string both = BackupFactory.Write(folder.Path, await data.DumpAsync(), before: ("plain", small));
        List<CheckResult> drilled = Run(new() { Path = both, Drill = true, EncryptionKey = DataLab.Key(lab) }).FindAll(one => one.Id is "Backup.Restore" or "Backup.Decryption");
        Assert.Equal(["Backup.Restore", "Backup.Restore", "Backup.Decryption"], drilled.Select(one => one.Id));
        Assert.All(drilled, one => Assert.True(one.Status == CheckStatus.Pass, one.Message));
        Assert.StartsWith("The dump of travis_production: restored", drilled[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("The dump of plain: restored", drilled[1].Message, StringComparison.Ordinal);

        string path = BackupFactory.Write(folder.Path, await data.DumpAsync());
        CheckResult without = Run(new() { Path = path, Drill = true })[^1];
        Assert.Equal(CheckStatus.Unknown, without.Status);
        Assert.Contains("-EncryptionKey", without.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dump_that_is_cut_although_its_hash_is_right_fails_without_a_drill_and_in_it()
    {
        byte[] dump = await data.DumpAsync();
        Assert.Equal(DumpState.Whole, Walk(dump, dump.Length));

        // Each at a place of its own; the same ones in every run.
        Random random = new(3);
        Assert.All(Enumerable.Range(0, 500).Select(_ => random.Next(dump.Length)), length => Assert.True(Walk(dump, length) is DumpState.Broken or DumpState.NotADump, $"cut at {length} of {dump.Length}"));
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, dump[..(dump.Length * 2 / 3)]);

        IReadOnlyList<CheckResult> results = Run(new() { Path = path, Drill = true });

        Assert.Equal(("Backup.Restore", CheckStatus.Fail), (results[^2].Id, results[^2].Status));
        CheckResult judged = results.Single(one => one.Id == "Backup.Database");
        Assert.Equal(CheckStatus.Fail, judged.Status);
        Assert.Contains("is not whole: it ends", judged.Message, StringComparison.Ordinal);
        await DrillFolders.AssertNoneIsLeftAsync();

        static DumpState Walk(byte[] dump, int length)
        {
            DumpWalk walk = new();
            walk.Take(dump, 0, length);
            return walk.State;
        }
    }

    [Fact]
    public async Task Ctrl_C_in_a_drill_leaves_no_server_and_no_file()
    {
        byte[] dump = await data.DumpAsync();
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, dump);
        using CancellationTokenSource stop = new();
        BackupTest test = new() { Path = path, Drill = true };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => test.Run(
            _ => { },
            (what, _, _) =>
            {
                if (what.StartsWith("Restoring", StringComparison.Ordinal))
                {
                    stop.Cancel();
                }
            },
            stop.Token), TestContext.Current.CancellationToken));

        await DrillFolders.AssertNoneIsLeftAsync();
    }

    [Fact]
    public void A_byte_that_changed_or_an_end_that_is_missing_is_always_found()
    {
        using TemporaryFolder folder = new();
        byte[] dump = new byte[100_000];
        new Random(1).NextBytes(dump);
        string path = BackupFactory.Write(folder.Path, dump);
        BackupManifest manifest = BackupFinder.ReadManifest(path);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.True(BackupReading.Read(path, manifest, null, Token).IsWhole);

        // Each a place and a way of its own; the same ones in every run.
        Random random = new(2);
        string copy = folder.File("copy");
        for (int n = 0; n < 200; n++)
        {
            int at = random.Next(bytes.Length);
            byte[] spoiled = n % 2 == 0 ? bytes[..at] : (byte[])bytes.Clone();
            if (n % 2 != 0)
            {
                spoiled[at] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(copy, spoiled);
            BackupReading reading = BackupReading.Read(copy, manifest, null, Token);
            Assert.False(reading.IsWhole, $"{n}: at {at}");
            Assert.Equal(CheckStatus.Fail, BackupJudge.Judge(copy, reading, null, superseded: false, DateTime.UtcNow).First().Status);
        }
    }

    [Fact]
    public void What_differs_from_the_manifest_is_named()
    {
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, null, change: manifest => manifest with
        {
            Mode = BackupMode.AsManual,
            IsConsistent = false,
            Inconsistencies = ["a PostgreSQL server was using its files"],
            KeyFingerprint = null,
            Entries = [.. manifest.Entries.Select(entry => entry with { UserId = 42 }), manifest.Entries[0] with { Path = "etc/travis/ssl" }],
        });

        Dictionary<string, CheckResult> results = Run(new() { Path = path, MaximumAge = TimeSpan.FromTicks(1) }).ToDictionary(one => one.Id);

        Assert.Equal(CheckStatus.Pass, results["Backup.Archive"].Status);
        Assert.Equal(CheckStatus.Fail, results["Backup.Entries"].Status);
        Assert.Contains("var/travis/log/travis.log has another owner", results["Backup.Entries"].Message, StringComparison.Ordinal);
        Assert.Contains("etc/travis/ssl is missing", results["Backup.Entries"].Message, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Fail, results["Backup.Database"].Status);
        Assert.Equal(CheckStatus.Warn, results["Backup.Consistency"].Status);
        Assert.Equal(CheckStatus.Warn, results["Backup.Key"].Status);
        Assert.True(results["Backup.Age"].Status is CheckStatus.Fail or CheckStatus.Warn);
    }

    [Fact]
    public void A_folder_that_is_only_a_link_in_the_archive_is_no_backup_of_it()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("data/etc/travis"));
        Directory.CreateDirectory(folder.File("data/var"));
        File.CreateSymbolicLink(folder.File("data/var/travis"), "/mnt/travis");
        SshdFixture.Execute("tar", "--format=gnu", "-C", folder.File("data"), "-cf", folder.File("tar"), "var/travis", "etc/travis");
        string path = BackupFactory.Write(Directory.CreateDirectory(folder.File("backup")).FullName, null, File.ReadAllBytes(folder.File("tar")));

        CheckResult entries = Run(new() { Path = path }).Single(one => one.Id == "Backup.Entries");

        Assert.Equal(CheckStatus.Fail, entries.Status);
        Assert.Equal("It has no folder /var/travis, only a link of that name to /mnt/travis.", entries.Message);
    }

    /// <summary>Docker kills what does not stop in time, and then its server could not remove its mark.</summary>
    [Fact]
    public void The_files_of_a_server_that_was_stopped_are_judged_by_what_is_in_them()
    {
        using TemporaryFolder folder = new();
        string cluster = folder.File("data/var/travis/postgresql");
        Directory.CreateDirectory(cluster + "/base");
        Directory.CreateDirectory(cluster + "/global");
        Directory.CreateDirectory(cluster + "/pg_tblspc");
        Directory.CreateDirectory(folder.File("data/etc/travis"));
        File.WriteAllText(cluster + "/PG_VERSION", "15\n");
        File.WriteAllText(cluster + "/global/pg_control", "x");
        File.WriteAllText(cluster + "/postmaster.pid", "1\n");

        CheckResult killed = Judged(manifest => manifest);
        Assert.Equal(CheckStatus.Pass, killed.Status);
        Assert.Contains("had ended hard", killed.Message, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Warn, Judged(manifest => manifest with { Mode = BackupMode.AsManual, IsConsistent = false, Inconsistencies = ["it ran"] }).Status);

        File.CreateSymbolicLink(cluster + "/pg_wal", "/data/wal");
        CheckResult outside = Judged(manifest => manifest);
        Assert.Equal(CheckStatus.Fail, outside.Status);
        Assert.Contains("/var/travis/postgresql/pg_wal (a link to /data/wal)", outside.Message, StringComparison.Ordinal);
        CheckResult external = Judged(manifest => manifest with { ExternalDatabases = ["db.example.com"] });
        Assert.Equal(CheckStatus.Fail, external.Status);
        Assert.Contains("on db.example.com", external.Message, StringComparison.Ordinal);

        CheckResult Judged(Func<BackupManifest, BackupManifest> change)
        {
            SshdFixture.Execute("tar", "--format=gnu", "-C", folder.File("data"), "-cf", folder.File("tar"), "var/travis", "etc/travis");
            return Run(new() { Path = BackupFactory.Write(Directory.CreateDirectory(folder.File("backup")).FullName, null, File.ReadAllBytes(folder.File("tar")), change: change) }).First(one => one.Id == "Backup.Database");
        }
    }

    [Fact]
    public void A_file_that_was_never_finished_and_an_archive_without_its_manifest_are_no_backups()
    {
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, null);
        Assert.Equal([path], BackupFinder.Find(folder.Path));
        Assert.Equal([path], BackupFinder.Find(BackupLayout.ManifestOf(path)));
        File.Move(BackupLayout.ManifestOf(path), path + ".elsewhere");

        Assert.Equal(BackupProblem.ManifestInvalid, Assert.Throws<BackupException>(() => Run(new() { Path = path })).Problem);
        Assert.Equal(BackupProblem.NotFound, Assert.Throws<BackupException>(() => BackupFinder.Find(folder.Path)).Problem);
        Assert.Equal(BackupProblem.NotFound, Assert.Throws<BackupException>(() => BackupFinder.Find(folder.File("none.tar"))).Problem);
        Assert.Equal(BackupProblem.ArchiveDamaged, Assert.Throws<BackupException>(() => BackupFinder.Find(path + BackupLayout.PartialEnding)).Problem);
    }

    private static List<CheckResult> Run(BackupTest test)
    {
        List<CheckResult> results = [];
        test.Run(results.Add, null, Token);
        return results;
    }
}
