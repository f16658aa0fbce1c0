using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Backups;
using TravisOps.Lab;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;
using TemporaryFolder = TravisOps.Core.Tests.Installations.TemporaryFolder;

namespace TravisOps.Core.Tests.Backups;

/// <summary>Restore-TravisData against a platform with real PostgreSQL, tar, Docker and sshd.</summary>
public sealed class DataRestoreTests(DataLab data) : IClassFixture<DataLab>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>psql as the server's own user.</summary>
    private static string Postgres => PlatformData.Psql + " -U postgres travis_production";

    [Theory]
    [InlineData("/etc")]
    [InlineData("/")]
    [InlineData("/var/travis/../../etc")]
    [InlineData("/var/travis; reboot")]
    public void A_manifest_that_names_other_folders_is_refused_before_a_host_is_asked(string folder)
    {
        using TemporaryFolder here = new();
        string path = BackupFactory.Write(here.Path, [1, 2, 3], change: manifest => manifest with { Paths = ["/var/travis", folder] });
        TravisHost host = new() { ComputerName = "platform.invalid", Role = TravisRole.Platform };

        BackupException error = Assert.Throws<BackupException>(() => new DataRestore { Path = path, Host = host, Options = new(), Force = true }.Run(null, Token));

        Assert.Equal(BackupProblem.ManifestInvalid, error.Problem);
        Assert.Contains($"'{folder}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_of_the_running_application_comes_back_file_by_file_and_row_by_row()
    {
        LabInstallation lab = await data.GetAsync();
        await RunAsync(lab, PlatformData.OddFiles);
        using TemporaryFolder folder = new();
        // A dump grants things to a role, and has a table in a tablespace, of which a new platform has neither.
        await RunAsync(lab, $"""
            docker exec "$(docker ps -q --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83)" sh -c 'mkdir /run/space && chown --reference=/var/travis/postgresql /run/space'
            {Postgres} -c 'CREATE ROLE readonly' -c "CREATE TABLESPACE space LOCATION '/run/space'" -c 'CREATE TABLE elsewhere (id int) TABLESPACE space' -c 'ALTER TABLE elsewhere OWNER TO travis' -c 'GRANT SELECT ON users, elsewhere TO readonly'
            """);
        string path = BackupFactory.Write(folder.Path, await DataLab.DumpAsync(lab, "travis_production"), await TarAsync(lab, "--exclude='var/travis/postgresql/*'"), change: manifest => manifest with
        {
            Roles = [new() { Name = "travis", Settings = [new() { Name = "statement_timeout", Value = "1h" }] }, new() { Name = "readonly" }],
            Databases = [manifest.Databases[0] with { Settings = [new() { Name = "search_path", Value = "\"$user\", public" }] }],
        });
        await RunAsync(lab, $"{Postgres} -c 'DROP OWNED BY readonly' -c 'DROP TABLE elsewhere' -c 'DROP ROLE readonly' && {Postgres} -c 'DROP TABLESPACE space'");
        string before = await RunAsync(lab, PlatformData.Look);
        string rows = await RunAsync(lab, PlatformData.Rows);

        // What happens behind the backup must be gone afterwards, and be there in the safety copy.
        await RunAsync(lab, """
            rm -rf /var/travis/odd/deep /var/travis/redis; echo later >/var/travis/later; chmod 777 /var/travis/odd
            docker exec "$(docker ps -q --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83)" psql -qX -U travis -h 127.0.0.1 travis_production -c "DELETE FROM log_parts" -c "INSERT INTO users (login, created_at, updated_at) VALUES ('later', now(), now())"
            """);
        BackupException refused = Assert.Throws<BackupException>(() => Restore(lab, path, force: false));
        Assert.Equal(BackupProblem.TargetNotEmpty, refused.Problem);

        List<string> warnings = [];
        DataRestoreResult result = Restore(lab, path, force: true, warning: warnings.Add);

        Assert.True(result.Healthy);
        Assert.Contains("these roles of the backup, and they were made there: readonly. They have no password", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(
            "f|t|t\n|search_path=\"$user\", public\ntravis|statement_timeout=1h\n",
            await RunAsync(lab, $"{PlatformData.Psql} travis_production -c \"SELECT rolcanlogin, has_table_privilege('readonly', 'users', 'select'), has_table_privilege('readonly', 'elsewhere', 'select') FROM pg_roles WHERE rolname = 'readonly'\""
                + " -c \"SELECT r.rolname, unnest(setconfig) FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase LEFT JOIN pg_roles r ON r.oid = setrole WHERE datname = 'travis_production' ORDER BY 2\""));
        Assert.Equal(before, await RunAsync(lab, PlatformData.Look));
        Assert.Equal(rows, await RunAsync(lab, PlatformData.Rows));
        Assert.Equal("later\n", await RunAsync(lab, $"cat {result.SafetyCopies[0]}/later"));
        Assert.Contains("later", await RunAsync(lab, $"{PlatformData.Psql} {result.SafetyCopies[^1].Split(' ')[1]} -c 'SELECT login FROM users'"), StringComparison.Ordinal);
        Assert.Equal("OK", (await RunAsync(lab, "curl -s http://127.0.0.1/api/uptime")).Trim());
        Assert.Equal(string.Empty, await RunAsync(lab, "ls -d /var/.travisops-restore-* 2>/dev/null || true"));

        // The result's own commands for the way back are true.
        await RunAsync(lab, result.WayBack);
        Assert.Equal("later\n", await RunAsync(lab, "cat /var/travis/later"));
        Assert.Contains("later", await RunAsync(lab, $"{PlatformData.Psql} travis_production -c 'SELECT login FROM users'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_that_does_not_come_up_gets_its_old_data_back()
    {
        LabInstallation lab = await data.GetAsync();
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, await DataLab.DumpAsync(lab, "travis_production"), await TarAsync(lab, "--exclude='var/travis/postgresql/*'"));
        // As often as a start is tried before it is given up: three times, attached and not.
        await RunAsync(lab, "echo now >/var/travis/now; docker exec replicated sh -c 'echo fail 6 >/etc/replicated-stand-in/fault-start'");
        string rows = await RunAsync(lab, PlatformData.Rows);
        BackupException failed = Assert.Throws<BackupException>(() => Restore(lab, path, force: true));

        Assert.Equal(BackupProblem.RestoreTakenBack, failed.Problem);
        Assert.Contains("put back in its place", failed.Message, StringComparison.Ordinal);
        Assert.Equal("now\n", await RunAsync(lab, "cat /var/travis/now"));
        Assert.Equal(rows, await RunAsync(lab, PlatformData.Rows));
        Assert.Equal("OK", (await RunAsync(lab, "curl -s http://127.0.0.1/api/uptime")).Trim());
        Assert.Equal(string.Empty, await RunAsync(lab, "ls -d /var/.travisops-restore-* /var/travis.before-* 2>/dev/null || true"));
    }

    /// <summary>Nobody is there any more to take it back: the host does, to the old state or to the new one, and the application runs.</summary>
    [Fact]
    public async Task Cut_off_while_old_and_new_change_places_it_ends_as_one_of_them()
    {
        LabInstallation lab = await data.GetAsync();
        await RunAsync(lab, PlatformData.OddFiles);
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, await DataLab.DumpAsync(lab, "travis_production"), await TarAsync(lab, "--exclude='var/travis/postgresql/*'"));
        (string, string) backedUp = (await RunAsync(lab, PlatformData.Look), await RunAsync(lab, PlatformData.Rows));
        await RunAsync(lab, $"echo later >/var/travis/odd/later; {PlatformData.Psql} travis_production -c \"UPDATE users SET login = login || '-later'\"");
        (string, string) old = (await RunAsync(lab, PlatformData.Look), await RunAsync(lab, PlatformData.Rows));
        Assert.NotEqual(old, backedUp);
        try
        {
            Exception error = Assert.ThrowsAny<Exception>(() => Restore(lab, path, force: true, (what, _) =>
            {
                if (what == "Starting the application")
                {
                    lab.Platform.RejectAllAsync(Token).GetAwaiter().GetResult();
                }
            }));

            Assert.True(error is BackupException or HostException, error.ToString());
            Assert.Contains(lab.Platform.Name, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await lab.Platform.OpenAllAsync(CancellationToken.None);
        }

        await RunAsync(lab, PlatformData.Settled);
        (string, string) now = (await RunAsync(lab, PlatformData.Look), await RunAsync(lab, PlatformData.Rows));
        Assert.Contains(now, new[] { old, backedUp });
    }

    [Fact]
    public async Task A_damaged_archive_or_an_upload_that_breaks_off_touches_nothing()
    {
        LabInstallation lab = await data.GetAsync();
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, await data.DumpAsync(), await TarAsync(lab, "--exclude='var/travis/postgresql/*'"));
        string mark = await RunAsync(lab, "stat -c '%i %Z' /var/travis; docker ps -q --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83");

        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => Restore(lab, path, force: true, (what, done) =>
        {
            if (what.StartsWith("Unpacking", StringComparison.Ordinal) && done > 0)
            {
                stop.Cancel();
            }
        }, stop.Token));

        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(BackupProblem.ArchiveDamaged, Assert.Throws<BackupException>(() => Restore(lab, path, force: true)).Problem);

        Assert.Equal(mark, await RunAsync(lab, "stat -c '%i %Z' /var/travis; docker ps -q --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83"));
        await RunAsync(lab, "until ! ls -d /var/.travisops-restore-* 2>/dev/null; do sleep 0.2; done");
    }

    /// <summary>With what earlier restores left there, which is told each time.</summary>
    [Fact]
    public async Task What_can_not_go_well_is_refused_before_anything_is_sent()
    {
        LabInstallation lab = await data.GetAsync();
        using TemporaryFolder folder = new();
        string path = BackupFactory.Write(folder.Path, await data.DumpAsync());
        const string Left = "20200101000000";
        await RunAsync(lab, $"""
            mkdir /var/.travisops-restore-{Left} /var/.travisops-restore-{Left}1 && echo 'put /var/travis' >/var/.travisops-restore-{Left}1/.travisops-step
            {PlatformData.Psql} postgres -c 'CREATE DATABASE travis_production_restored_{Left}'
            mount -t tmpfs travisops-test /var/travis/log
            """);
        List<string> warnings = [];
        List<string> sent = [];

        BackupException error = Assert.Throws<BackupException>(() => Restore(lab, path, force: true, (what, _) => sent.Add(what), warning: warnings.Add));

        Assert.Equal(BackupProblem.TargetUnsuitable, error.Problem);
        Assert.Contains(": /var/travis/log.", error.Message, StringComparison.Ordinal);
        Assert.Equal("Looking at the platform", sent[^1]);
        Assert.Equal(3, warnings.Count);
        Assert.EndsWith($"sudo rm -rf /var/.travisops-restore-{Left}", warnings[0], StringComparison.Ordinal);
        Assert.Contains("cut off while old and new changed places (at: put /var/travis)", warnings[1], StringComparison.Ordinal);

        // Each printed command removes what it is of.
        foreach (string warning in new[] { warnings[0], warnings[2] })
        {
            await RunAsync(lab, warning[warning.IndexOf("sudo ", StringComparison.Ordinal)..]);
        }

        await RunAsync(lab, $"umount /var/travis/log; rm -r /var/.travisops-restore-{Left}1; mv /etc/travis /etc/travis.real && ln -s travis.real /etc/travis");
        warnings.Clear();
        error = Assert.Throws<BackupException>(() => Restore(lab, path, force: true, warning: warnings.Add));
        Assert.Contains("/etc/travis is reached through a link and is really /etc/travis.real", error.Message, StringComparison.Ordinal);
        Assert.Empty(warnings);
        await RunAsync(lab, "rm /etc/travis && mv /etc/travis.real /etc/travis");

        // What the server has beside its folder would go with the old data.
        await RunAsync(lab, $"mkdir /var/travis/space && chown --reference=/var/travis/postgresql /var/travis/space && {Postgres} -c \"CREATE TABLESPACE space LOCATION '/var/travis/space'\"");
        error = Assert.Throws<BackupException>(() => Restore(lab, path, force: true));
        Assert.Equal(BackupProblem.TargetUnsuitable, error.Problem);
        Assert.Contains("within what is replaced: the tablespace in /var/travis/space.", error.Message, StringComparison.Ordinal);
        await RunAsync(lab, $"{Postgres} -c 'DROP TABLESPACE space' && rm -r /var/travis/space");

        // A server that Travis' configuration has left.
        string edit = "docker exec \"$(docker ps -q --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83)\" sed -i '/^  database:/,/^  amqp/s/    host: .*/    host: {0}/' /usr/local/travis/etc/travis/config/travis.yml";
        await RunAsync(lab, edit.Replace("{0}", "10.9.9.9", StringComparison.Ordinal));
        error = Assert.Throws<BackupException>(() => Restore(lab, path, force: true));
        Assert.Contains("has its databases on 10.9.9.9", error.Message, StringComparison.Ordinal);

        // te-main's own name is none.
        await RunAsync(lab, edit.Replace("{0}", "te-main", StringComparison.Ordinal));
        path = BackupFactory.Write(folder.Path, await data.DumpAsync(), change: manifest => manifest with { Databases = [manifest.Databases[0] with { ServerSize = 1L << 50 }] });
        error = Assert.Throws<BackupException>(() => Restore(lab, path, force: true));
        Assert.Contains("1,288,490,188 MiB of it for the databases", error.Message, StringComparison.Ordinal);
        await RunAsync(lab, edit.Replace("{0}", "127.0.0.1", StringComparison.Ordinal));
        // One that a backup has of an earlier restore is left out, and the others are not refused for it.
        warnings.Clear();
        path = BackupFactory.Write(folder.Path, await data.DumpAsync(), before: ($"travis_production_before_{Left}", await data.DumpAsync()), change: manifest => manifest with { Databases = [manifest.Databases[0], manifest.Databases[1] with { ServerSize = 1L << 50 }] });
        error = Assert.Throws<BackupException>(() => Restore(lab, path, force: true, warning: warnings.Add));
        Assert.Contains("of it for the databases", error.Message, StringComparison.Ordinal);
        Assert.Contains($"are not restored: travis_production_before_{Left}", Assert.Single(warnings), StringComparison.Ordinal);
        path = BackupFactory.Write(folder.Path, await data.DumpAsync(), change: manifest => manifest with { Databases = [manifest.Databases[0] with { Name = new string('d', 40) }] });
        error = Assert.Throws<BackupException>(() => Restore(lab, path, force: true));
        Assert.Contains("a name that is not understood", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backup_in_which_a_folder_is_a_link_is_refused()
    {
        using TemporaryFolder here = new();
        string path = BackupFactory.Write(here.Path, null, change: manifest => manifest with
        {
            Entries = [.. manifest.Entries, new() { Path = "etc/travis", Type = BackupEntryType.SymbolicLink, LinkTarget = "/data/travis" }],
        });
        TravisHost host = new() { ComputerName = "platform.invalid", Role = TravisRole.Platform };

        BackupException error = Assert.Throws<BackupException>(() => new DataRestore { Path = path, Host = host, Options = new(), Force = true }.Run(null, Token));

        Assert.Contains("no folder /etc/travis, but a link to /data/travis", error.Message, StringComparison.Ordinal);
    }

    private static DataRestoreResult Restore(LabInstallation lab, string path, bool force, Action<string, long>? progress = null, CancellationToken? token = null, Action<string>? warning = null)
    {
        DataRestore restore = new() { Path = path, Host = DataLab.Hosts(lab)[0], Options = DataLab.Options, Force = force, Warning = warning };
        return restore.Run((what, done, _) => progress?.Invoke(what, done), token ?? Token);
    }

    private static async Task<byte[]> TarAsync(LabInstallation lab, string more)
    {
        string text = await RunAsync(lab, $"cd / && tar --format=gnu --numeric-owner -S {more} -cf - var/travis etc/travis | base64");
        return Convert.FromBase64String(text.Replace("\n", string.Empty, StringComparison.Ordinal));
    }

    private static async Task<string> RunAsync(LabInstallation lab, string script)
    {
        LabExecResult result = await lab.Platform.ExecAsync(script, Token);
        Assert.True(result.ExitCode == 0, result.Stderr);
        return result.Stdout;
    }
}
