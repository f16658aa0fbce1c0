using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TravisOps.Backups;
using TravisOps.Checks;
using TravisOps.Core.Tests.Ssh;
using TravisOps.Tests;
using Xunit;
using TemporaryFolder = TravisOps.Core.Tests.Installations.TemporaryFolder;

namespace TravisOps.Core.Tests.Backups;

/// <summary>Drills of backups whose databases are damaged, or in a format that is not known here, with a real PostgreSQL.</summary>
[Collection("Drills")]
public sealed class ClusterDrillTests : IDisposable
{
    private const string Cluster = "var/travis/postgresql/15/main";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A page of a table's rows, one of what is stored beside them, and one in a database that is not the application's: a server starts on all of them.</summary>
    [Fact]
    public void A_cold_backup_of_a_damaged_cluster_fails_wherever_the_damage_is()
    {
        string[] files = MakeCluster();
        CheckResult whole = Drill();
        Assert.True(whole.Status == CheckStatus.Pass, whole.Message);
        Assert.Contains("200 rows in 2 tables", whole.Message, StringComparison.Ordinal);
        foreach ((string file, string database) in files.Zip(["travis_production", "travis_production", "travis_logs"]))
        {
            string path = _folder.File("root/" + Cluster + "/" + file);
            byte[] bytes = File.ReadAllBytes(path);
            byte[] damaged = (byte[])bytes.Clone();
            damaged.AsSpan(0, 64).Fill(0xff);
            File.WriteAllBytes(path, damaged);

            CheckResult result = Drill();

            Assert.True(result.Status == CheckStatus.Fail, result.Message);
            Assert.Contains("1 of its databases can't be read to the end in PostgreSQL", result.Message, StringComparison.Ordinal);
            Assert.Contains($"of the first: {database}: ", result.Message, StringComparison.Ordinal);
            Assert.Contains("invalid page in block 0", result.Message, StringComparison.Ordinal);
            File.WriteAllBytes(path, bytes);
        }
    }

    [Fact]
    public void A_dump_of_an_unknown_format_is_given_to_PostgreSQL()
    {
        MakeCluster();
        byte[] dump = File.ReadAllBytes(_folder.File("dump"));
        dump[6] = 99;
        string path = BackupFactory.Write(_folder.Path, dump);

        List<CheckResult> results = Run(path);

        Assert.Contains("tells only -Drill", results.Single(one => one.Id == "Backup.Database").Message, StringComparison.Ordinal);
        CheckResult restored = results.Single(one => one.Id == "Backup.Restore");
        Assert.Equal(CheckStatus.Unknown, restored.Status);
        Assert.Contains("unsupported version (1.99)", restored.Message, StringComparison.Ordinal);
    }

    /// <summary>Gives the files of a table, of what is stored beside its rows, and of a table in another database.</summary>
    private string[] MakeCluster()
    {
        // PostgreSQL is one of the lab's packages.
        HealthyLab.SkipWithoutLab();
        return SshdFixture.Execute("sh", "-euc", """
            cd "$1"; chmod 711 .
            b=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1) d=$1/root/$2
            mkdir -p "${d%/*}" root/etc/travis; chmod 711 root root/var; install -d -o postgres "$d" socket
            as() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
            sql() { "$b/psql" -XqAt -v ON_ERROR_STOP=1 -h "$1/socket" -U postgres -d "$2"; }
            as "$b/initdb" -D "$d" -U postgres -A trust -E UTF8 --locale=C -N >&2
            as "$b/pg_ctl" -D "$d" -s -w -l "$1/socket/log" -o "-k $1/socket -c listen_addresses= -c fsync=off" start >&2
            for n in travis_production travis_logs; do echo "CREATE DATABASE $n" | sql "$1" postgres; done
            rows="CREATE TABLE log_parts (id serial, content text); ALTER TABLE log_parts ALTER content SET STORAGE EXTERNAL; INSERT INTO log_parts (content) SELECT repeat('x', 5000) FROM generate_series(1, 100)"
            echo "$rows; CREATE TABLE users AS SELECT id FROM log_parts; SELECT pg_relation_filepath('log_parts'), pg_relation_filepath(reltoastrelid) FROM pg_class WHERE relname = 'log_parts'" | sql "$1" travis_production | tr '|' '\n'
            echo "$rows; SELECT pg_relation_filepath('log_parts')" | sql "$1" travis_logs
            "$b/pg_dump" -Fc -h "$1/socket" -U postgres -f dump travis_production
            as "$b/pg_ctl" -D "$d" -s -m fast stop >&2
            """, "sh", _folder.Path, Cluster).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private CheckResult Drill()
    {
        SshdFixture.Execute("tar", "--format=gnu", "-C", _folder.File("root"), "-cf", _folder.File("tar"), "var/travis", "etc/travis");
        string path = BackupFactory.Write(Directory.CreateDirectory(_folder.File("backup")).FullName, null, File.ReadAllBytes(_folder.File("tar")));
        return Run(path).Single(one => one.Id == "Backup.Restore");
    }

    private static List<CheckResult> Run(string path)
    {
        List<CheckResult> results = [];
        new BackupTest { Path = path, Drill = true }.Run(results.Add, null, TestContext.Current.CancellationToken);
        return results;
    }
}
