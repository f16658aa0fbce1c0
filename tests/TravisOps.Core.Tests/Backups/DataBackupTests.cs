using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Backups;
using TravisOps.Checks;
using TravisOps.Core.Tests.Installations;
using TravisOps.Core.Tests.Ssh;
using TravisOps.Files;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Backups;

/// <summary>Backups of a lab's platform with a real PostgreSQL, over real SSH.</summary>
public sealed class DataBackupTests(DataBackupTests.Platform platform) : IClassFixture<DataBackupTests.Platform>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>As Debian has it: four folders down.</summary>
    private const string Served = "/var/travis/postgresql/15/main";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(BackupCompression.Auto, "tar.zst")]
    [InlineData(BackupCompression.Gzip, "tar.gz")]
    [InlineData(BackupCompression.None, "tar")]
    public async Task A_hot_backup_holds_every_file_as_it_is_and_the_database_as_a_dump(BackupCompression compression, string ending)
    {
        var lab = await platform.GetAsync();
        var result = await RunAsync(lab, BackupMode.Hot, compression);
        Assert.EndsWith("." + ending, result.Path, StringComparison.Ordinal);
        Assert.Empty(result.Inconsistencies);
        Assert.True(result.IsConsistent);
        Assert.Equal([result.Path, result.ManifestPath], Directory.GetFiles(_folder.Path).Order());
        Assert.Empty(result.Warnings);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(result.Path));
        var manifest = BackupManifestFile.Read(result.ManifestPath);
        BackupArchive.Verify(result.Path, manifest, null, Token);
        Assert.Equal(("platform.lab.test", "2.34.1"), (manifest.ComputerName, manifest.ReplicatedVersion));
        Assert.Equal((Served, "var/travis/postgresql/15/main/*"), (manifest.Cluster, Assert.Single(manifest.Excluded)));

        // The server's files are a dump; those of one that no server serves are files like all others.
        Assert.DoesNotContain(manifest.Entries, entry => entry.Path.StartsWith(Served[1..] + "/", StringComparison.Ordinal));
        Assert.Contains(manifest.Entries, entry => entry.Path == "var/travis/postgresql/9.1/main/global/pg_control");
        Assert.StartsWith("15.", manifest.PostgresVersion, StringComparison.Ordinal);
        Assert.Contains("te-main", manifest.TravisVersion, StringComparison.Ordinal);

        // By hand, as the page says, and compared with the platform file by file: content, owner, mode, time, links.
        var root = Path.Combine(_folder.Path, "restored");
        Directory.CreateDirectory(root);
        SshdFixture.Execute("tar", "-xpf", result.Path, "-C", root, "--numeric-owner", "--anchored", "--exclude=travisops");
        const string List = "find var/travis etc/travis -path var/travis/postgresql -prune -o -type d -printf '%p d %m %U %G %Ts\\n' -o -printf '%p %y %m %U %G %s %Ts %l\\n' | sort; "
            + "find var/travis etc/travis -path var/travis/postgresql -prune -o -type f -print0 | sort -z | xargs -0 sha256sum";
        Assert.Equal((await lab.Platform.ExecAsync("cd /; " + List, Token)).Stdout.Split('\n'), SshdFixture.Execute("sh", "-euc", "cd \"$1\"; " + List, "sh", root).Split('\n'));
        Assert.True(SparseBlocks(Path.Combine(root, "var/travis/sparse")) < 100);

        Assert.InRange(Assert.Single(manifest.Databases).ServerSize ?? 0, manifest.Databases[0].Size, 1L << 30);
        var dump = Path.Combine(_folder.Path, "dump");
        using (var file = File.Create(dump))
        using (var content = new DumpStream(result.Path, manifest, Assert.Single(manifest.Databases)))
        {
            content.CopyTo(file);
        }

        Assert.Contains("TABLE DATA public users travis", SshdFixture.Execute("pg_restore", "-l", dump), StringComparison.Ordinal);
    }

    /// <summary>A role, what it may, and what is set for databases and roles: a drill makes the role, as a restore does.</summary>
    [Fact]
    public async Task What_dumps_do_not_have_is_in_the_manifest_and_a_drill_grants_what_a_restore_will()
    {
        var lab = await platform.GetAsync();
        const string Postgres = PlatformData.Psql + " -U postgres travis_production";
        await RunOnAsync(lab, $"""
            {Postgres} -c 'CREATE ROLE "read ""only"" ü" IN ROLE travis, pg_monitor' -c 'GRANT SELECT ON users TO "read ""only"" ü"' \
                -c "ALTER DATABASE travis_production SET search_path TO 'my, own', public" -c 'ALTER ROLE "read ""only"" ü" SET default_transaction_read_only TO on' -c "ALTER ROLE travis IN DATABASE travis_production SET work_mem TO '5MB'"
            """);
        try
        {
            var result = await RunAsync(lab, BackupMode.Hot, BackupCompression.Auto);
            Assert.Empty(result.Warnings);
            var manifest = BackupManifestFile.Read(result.ManifestPath);
            Assert.Equal(["postgres", "read \"only\" ü", "travis"], manifest.Roles!.Select(role => role.Name));
            Assert.Equal(["pg_monitor", "travis"], manifest.Roles![1].MemberOf);
            Assert.Equal([new() { Name = "default_transaction_read_only", Value = "on" }], manifest.Roles[1].Settings);
            Assert.Equal([new() { Name = "search_path", Value = "\"my, own\", public" }, new() { Role = "travis", Name = "work_mem", Value = "5MB" }], Assert.Single(manifest.Databases).Settings);
            Assert.Empty(manifest.ExternalDatabases);

            var drill = await DrillAsync(lab, result.Path, null);
            Assert.Equal((CheckStatus.Pass, CheckStatus.Pass), (drill[^2].Status, drill[^1].Status));

            // Without it the grant fails, as it would in a restore.
            File.WriteAllBytes(result.ManifestPath, BackupManifestFile.ToBytes(manifest with { Roles = [manifest.Roles[0], manifest.Roles[2]] }));
            drill = await DrillAsync(lab, result.Path, null);
            Assert.Equal(CheckStatus.Fail, drill[^2].Status);
            Assert.Contains("does not exist", drill[^2].Message, StringComparison.Ordinal);
        }
        finally
        {
            await RunOnAsync(lab, $"{Postgres} -c 'DROP OWNED BY \"read \"\"only\"\" ü\"' -c 'DROP ROLE \"read \"\"only\"\" ü\"' -c 'ALTER DATABASE travis_production RESET search_path' -c 'ALTER ROLE travis IN DATABASE travis_production RESET ALL'");
        }
    }

    [Fact]
    public async Task A_cold_backup_has_a_database_at_rest_and_the_application_runs_again()
    {
        var lab = await platform.GetAsync();
        var result = await RunAsync(lab, BackupMode.Cold, BackupCompression.Auto);
        Assert.True(result.IsConsistent);
        Assert.Null(result.ApplicationProblem);
        var manifest = BackupManifestFile.Read(result.ManifestPath);
        BackupArchive.Verify(result.Path, manifest, null, Token);
        Assert.Contains(manifest.Entries, entry => entry.Path == Served[1..] + "/global/pg_control");
        Assert.DoesNotContain(manifest.Entries, entry => entry.Path == Served[1..] + "/postmaster.pid");
        await StartedAsync(lab);

        // A drill starts a server on these files, here.
        var drill = await DrillAsync(lab, result.Path, null);
        Assert.Equal((CheckStatus.Pass, CheckStatus.Pass), (drill[^2].Status, drill[^1].Status));
        Assert.Contains("The files of PostgreSQL 15 in /var/travis/postgresql/15/main: restored into PostgreSQL 15.", drill[^2].Message, StringComparison.Ordinal);
        Assert.Contains("opens every encrypted value", drill[^1].Message, StringComparison.Ordinal);
        await DrillFolders.AssertNoneIsLeftAsync();
    }

    [Fact]
    public async Task The_manuals_way_is_marked_and_a_file_that_changes_is_told()
    {
        var lab = await platform.GetAsync();
        await lab.Platform.ExecAsync("head -c 30000000 /dev/urandom >/var/travis/log/busy; (while [ -e /var/travis/log/busy ]; do echo x >>/var/travis/log/busy; done) >/dev/null 2>&1 &", Token);
        try
        {
            var result = await RunAsync(lab, BackupMode.AsManual, BackupCompression.None);
            Assert.False(result.IsConsistent);
            Assert.Contains("PostgreSQL was writing to " + Served + " while", result.Inconsistencies[0], StringComparison.Ordinal);
            Assert.Contains(result.Warnings, line => line.Contains("below /var/travis/log/ changed or went away while being read, which logs may: /var/travis/log/busy", StringComparison.Ordinal));
            var manifest = BackupManifestFile.Read(result.ManifestPath);
            Assert.Contains(manifest.Warnings, line => line.Contains("busy: file changed as we read it", StringComparison.Ordinal));
            BackupArchive.Verify(result.Path, manifest, null, Token);

            // On a host, with crash recovery; that a server starts proves no more than that.
            var drill = await DrillAsync(lab, result.Path, PlatformOf(lab));
            Assert.Equal((CheckStatus.Warn, CheckStatus.Pass), (drill[^2].Status, drill[^1].Status));
            Assert.Contains("does not prove that all of it fits together", drill[^2].Message, StringComparison.Ordinal);
            await DrillFolders.AssertNoneIsLeftAsync(lab.Platform);
        }
        finally
        {
            await lab.Platform.ExecAsync("rm /var/travis/log/busy", CancellationToken.None);
        }
    }

    /// <summary>As on a platform whose /var/travis is a mount of its own. Neither counts their size nor their cluster, and names alone that are like theirs are data.</summary>
    [Fact]
    public async Task What_restores_keep_is_left_out_and_told()
    {
        var lab = await platform.GetAsync();
        const string Copy = "/var/travis/.before-restore-20261126090000", Stage = "/var/travis/.travisops-restore-20261126100000.partial";
        await RunOnAsync(lab, $"""
            mkdir -p {Copy}/postgresql/99/main/global {Stage} /var/travis/log/.before-restore-20261126090000 /var/travis/.before-restore-of-mine && cd {Copy}/postgresql/99/main
            touch global/pg_control; echo 99 >PG_VERSION; head -c 40000000 /dev/urandom >large
            """);
        try
        {
            var survey = BackupSurveyor.Ask(PlatformOf(lab), OptionsOf(lab), Token);
            var all = 1024 * long.Parse(await RunOnAsync(lab, "du -sk /var/travis | cut -f 1 | tr -d '\n'"), CultureInfo.InvariantCulture);
            Assert.InRange(survey.DataBytes ?? 0, 1, all - 40_000_000);
            Assert.DoesNotContain(survey.Clusters, cluster => cluster.Contains("/99/", StringComparison.Ordinal));

            var result = await RunAsync(lab, BackupMode.AsManual, BackupCompression.None);
            var manifest = BackupManifestFile.Read(result.ManifestPath);
            Assert.Equal([Copy[1..], Stage[1..]], manifest.Excluded.Order(StringComparer.Ordinal));
            Assert.Equal(manifest.Excluded, result.Excluded);
            Assert.Equal(
                ["var/travis/.before-restore-of-mine", "var/travis/log/.before-restore-20261126090000"],
                manifest.Entries.Select(entry => entry.Path).Where(path => path.Contains("-restore-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
        finally
        {
            await RunOnAsync(lab, $"rm -r {Copy} {Stage} /var/travis/log/.before-restore-20261126090000 /var/travis/.before-restore-of-mine");
        }
    }

    /// <summary>The disk was full once, and the data moved to another.</summary>
    [Fact]
    public async Task A_folder_that_is_a_link_is_backed_up_as_the_folder_that_it_stands_for()
    {
        var lab = await platform.GetAsync();
        await RunOnAsync(lab, Moved("mkdir -p /srv/large && mv /var/travis /srv/large/ && ln -s /srv/large/travis /var/travis"));
        try
        {
            var result = await Task.Run(() => Run(lab, new DataBackupRequest { Destination = _folder.Path, Exclude = ["var/travis/with space/*"] }, null, Token), Token);
            var manifest = BackupManifestFile.Read(result.ManifestPath);
            Assert.Equal(["/var/travis", "/etc/travis"], manifest.Paths);
            Assert.Equal(Served, manifest.Cluster);
            var there = await RunOnAsync(lab, $"cd / && find var/travis/ etc/travis/ ! -path '{Served[1..]}/*' ! -path 'var/travis/with space/*' -printf '%p\\n'");
            Assert.Equal(
                there.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => path.TrimEnd('/')).Order(StringComparer.Ordinal),
                manifest.Entries.Select(entry => entry.Path).Where(path => !path.StartsWith(BackupLayout.OwnFolder, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            var results = new List<CheckResult>();
            new BackupTest { Path = result.Path }.Run(results.Add, null, Token);
            Assert.DoesNotContain(results, one => one.Status == CheckStatus.Fail);
        }
        finally
        {
            await RunOnAsync(lab, Moved("rm /var/travis && mv /srv/large/travis /var/"));
        }

        static string Moved(string script) => $"/usr/local/bin/replicatedctl app stop --attach >/dev/null && {script} && /usr/local/bin/replicatedctl app start --attach >/dev/null";
    }

    [Fact]
    public async Task A_full_disk_leaves_nothing()
    {
        var lab = await platform.GetAsync();
        SshdFixture.Execute("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", _folder.Path);
        var left = Path.Combine(_folder.Path, "travis-data-platform.lab.test-20200101T000000Z.tar.gz.partial");
        File.WriteAllText(left, "cut off");
        File.SetLastWriteTimeUtc(left, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        try
        {
            var error = await Assert.ThrowsAsync<BackupException>(() => RunAsync(lab, BackupMode.AsManual, BackupCompression.Gzip));
            Assert.Equal(BackupProblem.DestinationFull, error.Problem);
            Assert.EndsWith($"Remove-Item -LiteralPath '{left}'", error.Remedy, StringComparison.Ordinal);
            Assert.Equal([left], Directory.GetFileSystemEntries(_folder.Path));
        }
        finally
        {
            SshdFixture.Execute("umount", _folder.Path);
        }
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_the_application_is_stopped_leaves_nothing_and_tells_of_the_application()
    {
        var lab = await platform.GetAsync();
        SshdFixture.Execute("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", _folder.Path);
        var filler = Path.Combine(_folder.Path, "filler");
        try
        {
            var error = await Assert.ThrowsAsync<BackupException>(() => Task.Run(() => Run(lab, BackupMode.Cold, BackupCompression.None, new Reporter(progress =>
            {
                if (progress.Bytes > 1_000_000 && !File.Exists(filler))
                {
                    SshdFixture.Execute("sh", "-c", "head -c 500000000 /dev/zero >\"$1\"; true", "sh", filler);
                }
            }), Token), Token));

            Assert.Equal(BackupProblem.DestinationFull, error.Problem);
            Assert.Contains("nothing was kept. The platform starts the application by itself. Replicated says of it now: ", error.Message, StringComparison.Ordinal);
            Assert.Equal([filler], Directory.GetFileSystemEntries(_folder.Path));
            await StartedAsync(lab);
        }
        finally
        {
            SshdFixture.Execute("umount", _folder.Path);
        }
    }

    /// <summary>A disk that loses data: what arrived was good, and is not what the disk gives back.</summary>
    [Fact]
    public async Task What_the_disk_gives_back_is_compared_before_the_archive_gets_its_name()
    {
        var lab = await platform.GetAsync();
        var change = new Reporter(progress =>
        {
            if (progress.Step.StartsWith("Reading the archive back", StringComparison.Ordinal))
            {
                SshdFixture.Execute("sh", "-euc", "sync -f \"$1\"; printf x | dd of=\"$(echo \"$1\"/*.partial)\" bs=1 seek=700 conv=notrunc", "sh", _folder.Path);
            }
        });
        var error = await Assert.ThrowsAsync<BackupException>(() => Task.Run(() => Run(lab, BackupMode.Hot, BackupCompression.None, change, Token), Token));
        Assert.Contains("read back from the disk is not what was written", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_share_over_ssh_is_as_good_as_a_disk()
    {
        var lab = await platform.GetAsync();
        using var share = SshfsShare.Mount();

        var result = await Task.Run(() => Run(lab, new DataBackupRequest { Destination = share.Path, Mode = BackupMode.AsManual }, null, Token), Token);

        Assert.Equal([Path.GetFileName(result.Path), Path.GetFileName(result.ManifestPath)], Directory.GetFiles(share.Served).Select(Path.GetFileName).Order());
        BackupArchive.Verify(result.Path, BackupManifestFile.Read(result.ManifestPath), null, Token);
    }

    /// <summary>With reconnect, as it is usual, writing fails; without it the mount goes away altogether.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_share_that_drops_in_the_middle_is_one_error_that_names_it_and_nothing_there_is_a_backup(bool killed, bool reconnect)
    {
        var lab = await platform.GetAsync();
        using var share = SshfsShare.Mount(reconnect);
        await lab.Platform.ExecAsync("head -c 60000000 /dev/urandom >/var/travis/log/large", Token);
        using var once = new ManualResetEventSlim();
        try
        {
            var error = await Assert.ThrowsAsync<BackupException>(() => Task.Run(() => Run(lab, new DataBackupRequest { Destination = share.Path, Mode = BackupMode.Cold, Compression = BackupCompression.None }, new Reporter(progress =>
            {
                if (progress.Bytes > 1_000_000 && !once.IsSet)
                {
                    once.Set();
                    (killed ? (Action)share.KillServer : share.SilenceServer)();
                }
            }), Token), Token));

            Assert.Equal(BackupProblem.DestinationUnusable, error.Problem);
            Assert.Contains($"{share.Source} on {share.Path} (fuse.sshfs), has failed or is gone", error.Message, StringComparison.Ordinal);
            Assert.Contains($"findmnt -T '{share.Path}'", error.Remedy, StringComparison.Ordinal);
            Assert.DoesNotContain(Directory.GetFiles(share.Served), path => !path.EndsWith(BackupLayout.PartialEnding, StringComparison.Ordinal));
            await StartedAsync(lab);
        }
        finally
        {
            await lab.Platform.ExecAsync("rm -f /var/travis/log/large", CancellationToken.None);
        }
    }

    /// <summary>A share that holds whoever asks it, for ever: in the middle of the stream, and before anything was asked of the platform.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_share_that_hangs_is_given_up_and_the_application_runs(bool midway)
    {
        var lab = await platform.GetAsync();
        using var share = SshfsShare.Mount(notices: false);
        await lab.Platform.ExecAsync("head -c 60000000 /dev/urandom >/var/travis/log/large", Token);
        using var once = new ManualResetEventSlim();
        if (!midway)
        {
            share.SilenceServer();
        }

        try
        {
            DataBackupRequest request = new() { Destination = share.Path, Mode = BackupMode.Cold, Compression = BackupCompression.None, Patience = new DiskPatience(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)) };
            var error = await Assert.ThrowsAsync<BackupException>(() => Task.Run(() => Run(lab, request, new Reporter(progress =>
            {
                if (midway && progress.Bytes > 1_000_000 && !once.IsSet)
                {
                    once.Set();
                    share.SilenceServer();
                }
            }), Token), Token));

            Assert.Equal(BackupProblem.DestinationUnusable, error.Problem);
            Assert.Contains($"{share.Source} on {share.Path} (fuse.sshfs), hangs: '{share.Path}", error.Message, StringComparison.Ordinal);
            Assert.Contains("' has not answered for 3 s. There is no backup.", error.Message, StringComparison.Ordinal);
            Assert.Contains($"findmnt -T '{share.Path}'", error.Remedy, StringComparison.Ordinal);
            Assert.DoesNotContain(Directory.GetFiles(share.Served), path => !path.EndsWith(BackupLayout.PartialEnding, StringComparison.Ordinal));
            share.Dispose();
            await StartedAsync(lab);
        }
        finally
        {
            share.Dispose();
            await lab.Platform.ExecAsync("rm -f /var/travis/log/large", CancellationToken.None);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_a_cold_backup_is_cut_or_cancelled_the_platform_starts_the_application_by_itself(bool cut)
    {
        var lab = await platform.GetAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var stopped = new ManualResetEventSlim();
        await lab.Platform.ExecAsync("head -c 60000000 /dev/urandom >/var/travis/log/large", Token);
        var running = Task.Run(() => Run(lab, BackupMode.Cold, BackupCompression.None, new Reporter(progress =>
        {
            // In the middle of the files, with the application down.
            if (progress.Bytes > 1_000_000 && !stopped.IsSet)
            {
                stopped.Set();
                (cut ? lab.Platform.RejectAllAsync(Token) : cancel.CancelAsync()).GetAwaiter().GetResult();
            }
        }), cancel.Token), Token);
        try
        {
            if (cut)
            {
                Assert.Equal(BackupProblem.StreamBroken, (await Assert.ThrowsAsync<BackupException>(() => running)).Problem);
            }
            else
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            }

            Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
            await lab.Platform.OpenAllAsync(Token);
            await StartedAsync(lab);
        }
        finally
        {
            await lab.Platform.ExecAsync("nft delete table inet travisops_lab 2>/dev/null; rm -f /var/travis/log/large", CancellationToken.None);
        }
    }

    [Fact]
    public async Task Pruning_keeps_the_newest_and_what_is_no_backup()
    {
        var lab = await platform.GetAsync();
        var stranger = Path.Combine(_folder.Path, "travis-data-platform.lab.test-20200101T000000Z.tar");
        File.WriteAllText(stranger, "no manifest");
        var paths = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var name = Path.Combine(_folder.Path, $"travis-data-platform.lab.test-2024010{i + 1}T000000Z.tar");
            paths.Add(Run(lab, new DataBackupRequest { Destination = name, Keep = 2 }, null, Token).Path);
        }

        Assert.Equal([stranger, paths[1], paths[2]], Directory.GetFiles(_folder.Path, "*.tar").Order());
    }

    /// <summary>Whatever moment it is, what has the name of a backup and a manifest is one, and the application runs on.</summary>
    [Fact]
    public async Task Killed_a_hundred_times_it_never_leaves_a_backup_that_is_none()
    {
        // Fewer for a look on a machine that is busy.
        var wanted = int.Parse(Environment.GetEnvironmentVariable("TRAVISOPS_BACKUP_KILLS") ?? "100", CultureInfo.InvariantCulture);
        const int Together = 4;
        var lab = await platform.GetAsync();
        await lab.Platform.ExecAsync("head -c 4000000 /dev/urandom >/var/travis/log/large", Token);

        // Whole ones tell how many steps there are; the moments are spread over them. Every third is at one of the few steps in which the names are given.
        var (whole, errors) = BackupChild.Run(lab, _folder.Path, Together, BackupMode.AsManual, (_, _, _) => false);
        Assert.True(Directory.GetFiles(_folder.Path, "*.tar", SearchOption.AllDirectories).Length == Together, errors);
        var random = new Random(5);
        var killed = 0;
        var states = new Dictionary<string, int>(StringComparer.Ordinal);
        var runs = 0;
        for (; killed < wanted && runs < wanted; runs++)
        {
            // The others are somewhat before or behind it.
            var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "run-" + runs)).FullName;
            var victim = random.Next(Together);
            var (step, naming) = runs % 3 == 0 ? (0, random.Next(1, 5)) : (random.Next(1, whole[victim].Steps + 1), 0);
            var (backups, _) = BackupChild.Run(lab, folder, Together, BackupMode.AsManual, (backup, steps, what) => backup == victim && (naming == 0 ? steps == step : IsNaming(what) && --naming == 0));
            foreach (var left in Enumerable.Range(0, Together).Where(i => backups[i].Killed).Select(i => Path.Combine(folder, BackupChild.Name(i))))
            {
                // Where nothing was begun, nothing could go wrong.
                killed += Directory.GetFiles(left).Length > 0 ? 1 : 0;

                // An archive comes last: where there is one, its manifest is there.
                foreach (var archive in Directory.GetFiles(left, "*.tar"))
                {
                    BackupArchive.Verify(archive, BackupManifestFile.Read(BackupLayout.ManifestOf(archive)), null, Token);
                }

                var state = string.Join(" + ", Directory.GetFiles(left).Select(file => Path.GetFileName(file).StartsWith('.') ? "manifest in the making" : Path.GetExtension(file)).Order());
                states[state] = states.GetValueOrDefault(state) + 1;
            }

            Directory.Delete(folder, recursive: true);
        }

        await lab.Platform.ExecAsync("rm /var/travis/log/large", Token);
        TestContext.Current.SendDiagnosticMessage($"{killed} were killed in {runs} runs; left behind: {string.Join("; ", states.Select(pair => $"{pair.Value} x [{pair.Key}]"))}");
        Assert.True(killed >= wanted, $"only {killed} were killed");
        Assert.True(states.Count > 2, string.Join("; ", states.Keys));
        await StartedAsync(lab);

        static bool IsNaming(string what) => what.StartsWith("created .travisops", StringComparison.Ordinal) || what.StartsWith("renamed", StringComparison.Ordinal) || what.Contains("Reading the archive back", StringComparison.Ordinal);
    }

    /// <summary>Nothing here is left to start the application again: the platform does that by itself.</summary>
    [Theory]
    [InlineData("Stopping the application")]
    [InlineData("Copying files")]
    public async Task Killed_during_a_cold_backup_it_leaves_the_application_running(string moment)
    {
        var lab = await platform.GetAsync();
        await lab.Platform.ExecAsync("head -c 60000000 /dev/urandom >/var/travis/log/large", Token);
        try
        {
            var (backups, _) = BackupChild.Run(lab, _folder.Path, 1, BackupMode.Cold, (_, _, what) => what == "said " + moment);

            Assert.True(Assert.Single(backups).Killed);
            Assert.Empty(Directory.GetFiles(_folder.Path, "*.tar", SearchOption.AllDirectories));
            await StartedAsync(lab);
        }
        finally
        {
            await lab.Platform.ExecAsync("rm -f /var/travis/log/large", CancellationToken.None);
        }
    }

    /// <summary>All that the platform runs for a backup is killed at once, as by the out-of-memory killer: tar ends, and so does what would tell of it.</summary>
    [Theory]
    [InlineData(BackupMode.AsManual)]
    [InlineData(BackupMode.Cold)]
    public async Task When_the_platforms_programs_are_killed_in_mid_stream_it_is_no_backup(BackupMode mode)
    {
        var lab = await platform.GetAsync();
        await lab.Platform.ExecAsync("head -c 60000000 /dev/urandom >/var/travis/log/large", Token);
        using var once = new ManualResetEventSlim();
        try
        {
            var error = await Assert.ThrowsAsync<BackupException>(() => Task.Run(() => Run(lab, mode, BackupCompression.None, new Reporter(progress =>
            {
                if (progress.Bytes > 1_000_000 && !once.IsSet)
                {
                    once.Set();

                    // The session's leader of tar's process group and everything in it, and the connection's own sshd; not the guardian, which is in another session.
                    lab.Platform.ExecAsync("""
                        tar=$(pgrep -xn tar); session=$(ps -o sess= -p "$tar" | tr -d ' ')
                        daemon=$(ps -o ppid= -p "$session" | tr -d ' ')
                        kill -KILL $(pgrep -s "$session") "$daemon"
                        """, Token).GetAwaiter().GetResult();
                }
            }), Token), Token));

            Assert.Equal(BackupProblem.StreamBroken, error.Problem);
            Assert.Contains("platform.lab.test", error.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
            await StartedAsync(lab);
        }
        finally
        {
            await lab.Platform.ExecAsync("rm -f /var/travis/log/large", CancellationToken.None);
        }
    }

    private static long SparseBlocks(string path) => long.Parse(SshdFixture.Execute("stat", "-c", "%b", path), CultureInfo.InvariantCulture);

    private static async Task StartedAsync(LabInstallation lab)
    {
        var state = await lab.Platform.ExecAsync("until /usr/local/bin/replicatedctl app status | tr -d ' \\n' | grep -q '\"State\":\"started\",\"DesiredState\":\"started\".*\"IsTransitioning\":false'; do sleep 0.2; done; docker ps | grep -c te-main", Token);
        Assert.Equal("1\n", state.Stdout);
    }

    private static async Task<string> RunOnAsync(LabInstallation lab, string script)
    {
        var result = await lab.Platform.ExecAsync(script, CancellationToken.None);
        Assert.True(result.ExitCode == 0, result.Stderr);
        return result.Stdout;
    }

    private Task<DataBackupResult> RunAsync(LabInstallation lab, BackupMode mode, BackupCompression compression) =>
        Task.Run(() => Run(lab, mode, compression, null, Token), Token);

    private DataBackupResult Run(LabInstallation lab, BackupMode mode, BackupCompression compression, IProgress<BackupProgress>? progress, CancellationToken token) =>
        Run(lab, new DataBackupRequest { Destination = _folder.Path, Mode = mode, Compression = compression }, progress, token);

    private static DataBackupResult Run(LabInstallation lab, DataBackupRequest request, IProgress<BackupProgress>? progress, CancellationToken token) =>
        DataBackup.Run(PlatformOf(lab), request, OptionsOf(lab), progress, token);

    private static Task<List<CheckResult>> DrillAsync(LabInstallation lab, string path, TravisHost? host) => Task.Run(
        () =>
        {
            var results = new List<CheckResult>();
            new BackupTest { Path = path, Drill = true, EncryptionKey = DataLab.Key(lab), DrillHost = host, Options = OptionsOf(lab) }.Run(results.Add, null, Token);
            return results;
        },
        Token);

    private static TravisHost PlatformOf(LabInstallation lab) => InventoryReader.Read(lab.InventoryPath).Select(null).Hosts.Single(one => one.Role == TravisRole.Platform);

    private static SshOptions OptionsOf(LabInstallation lab) => new() { KeyFilePath = lab.KeyFilePath, KnownHostsPath = lab.KnownHostsPath };

    private sealed class Reporter(Action<BackupProgress> report) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) => report(value);
    }

    /// <summary>One platform for all of them, with some files that are hard to copy.</summary>
    public sealed class Platform : IAsyncDisposable
    {
        private readonly Lazy<Task<LabInstallation>> _lab = new(StartAsync);

        public Task<LabInstallation> GetAsync()
        {
            HealthyLab.SkipWithoutLab();
            return _lab.Value;
        }

        public async ValueTask DisposeAsync()
        {
            if (_lab.IsValueCreated)
            {
                await (await _lab.Value).DisposeAsync();
            }
        }

        private static async Task<LabInstallation> StartAsync()
        {
            var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 0, Database = true });

            // The cluster where Debian has it, and beside it an old one that an upgrade has left.
            await RunOnAsync(lab, """
                /usr/local/bin/replicatedctl app stop --attach >/dev/null
                mkdir -p /var/travis/moved/15 /var/travis/moved/9.1/main/global /var/travis/moved/9.1/main/base
                mv /var/travis/postgresql /var/travis/moved/15/main && mv /var/travis/moved /var/travis/postgresql
                echo 9.1 >/var/travis/postgresql/9.1/main/PG_VERSION; cp /var/travis/postgresql/15/main/global/pg_control /var/travis/postgresql/9.1/main/global/
                /usr/local/bin/replicatedctl app start --attach >/dev/null
                """);
            await lab.Platform.ExecAsync("""
                cd /var/travis; truncate -s 20M sparse; echo end >>sparse; mkdir 'with space'; echo 1 >'with space/back\slash'
                echo 2 >'with space/ümlaut'; ln 'with space/ümlaut' hard; ln -s /nowhere soft; mkfifo pipe; chmod 4711 hard; chown 1234:5678 hard; touch -d '2001-02-03 04:05:06' hard
                """);
            return lab;
        }
    }
}
