using System;
using TravisOps.Backups;
using Xunit;

namespace TravisOps.Core.Tests.Backups;

/// <summary>What will be done, from what a platform said.</summary>
public sealed class BackupPlanTests
{
    private const string Platform = "path /var/travis\npath /etc/travis\ndata 1000000\nfree 100000000\ncompressor gzip\nreplicated 2.34.1\napp started\n";

    private const string Clusters = "cluster /var/travis/postgresql/9.1/main\nclustersize 1000 /var/travis/postgresql/9.1/main\npgversion 9.1 /var/travis/postgresql/9.1/main\n"
        + "cluster /var/travis/postgresql/9.3/main\nclustersize 600000 /var/travis/postgresql/9.3/main\npgversion 9.3 /var/travis/postgresql/9.3/main\nlive /var/travis/postgresql/9.3/main\n";

    private const string Databases = "container abc\nserver 9.3.24\ndatabase travis_production 300000\nserved /var/travis/postgresql/9.3/main\nroles read\n";

    [Fact]
    public void Only_the_cluster_that_is_dumped_is_left_out_of_the_files()
    {
        BackupPlan plan = Make(Platform + Clusters + Databases);
        Assert.Equal(["travis_production"], plan.Databases);
        Assert.Equal(["var/travis/postgresql/9.3/main/*"], plan.Excluded);
        Assert.Empty(plan.Inconsistencies);
        Assert.Equal((400_000 * 1024) + 100_000, plan.Bytes);
        Assert.Equal("9.3.24", BackupSurveyor.Read(Platform + Clusters + Databases).PostgresVersion);
    }

    [Fact]
    public void Another_cluster_that_a_server_writes_to_is_kept_and_told()
    {
        BackupPlan plan = Make(Platform + Clusters + "live /var/travis/postgresql/9.1/main\n" + Databases);
        Assert.Equal(["var/travis/postgresql/9.3/main/*"], plan.Excluded);
        Assert.Contains("was writing to /var/travis/postgresql/9.1/main while", Assert.Single(plan.Inconsistencies), StringComparison.Ordinal);
    }

    [Fact]
    public void What_restores_keep_on_a_mount_is_left_out_by_its_name()
    {
        BackupPlan plan = Make(Platform + "copy /var/travis/.before-restore-20261126090000\ncopy /etc/travis/.rejected-restore-20261126090000\n" + Databases);
        Assert.Equal(["var/travis/.before-restore-20261126090000", "etc/travis/.rejected-restore-20261126090000", "var/travis/postgresql/9.3/main/*"], plan.Excluded);
    }

    [Fact]
    public void What_restores_keep_in_the_server_is_no_data_of_the_platform()
    {
        BackupPlan plan = Make(Platform + Clusters + Databases + "database travis_production_before_20261126090000 900000\ndatabase travis_logs_rejected_20261126090000 900000\n");
        Assert.Equal(["travis_production"], plan.Databases);
        Assert.Equal((400_000 * 1024) + 100_000, plan.Bytes);
        Assert.Contains("travis_production_before_20261126090000, travis_logs_rejected_20261126090000", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_left_out_for_a_dump_only_when_the_server_said_that_they_are_its_own()
    {
        BackupPlan plan = Make(Platform + Clusters + Databases.Replace("served /var/travis/postgresql/9.3/main", "served ", StringComparison.Ordinal));
        Assert.Equal(["travis_production"], plan.Databases);
        Assert.Empty(plan.Excluded);
        Assert.Null(plan.DumpedCluster);
        Assert.Contains("which folder it works in was not found", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Encoding_and_locale_of_a_database_are_read() =>
        Assert.Equal(("UTF8", "en_US.UTF-8", "C"), BackupSurveyor.Read(Platform + Databases + "locale UTF8 en_US.UTF-8 C travis_production\n").Locales["travis_production"]);

    [Theory]
    [InlineData("container abc\ndberror connection refused\ndbhost 127.0.0.1\n", "does not answer: connection refused")]
    [InlineData("container abc\ndberror connection refused\n", "does not answer: connection refused")]
    [InlineData("dockererror Cannot connect to the Docker daemon.\n", "Docker can't be asked: Cannot connect to the Docker daemon.")]
    [InlineData("", "te-main does not run")]
    public void Databases_that_can_not_be_dumped_are_an_error_with_a_way_out(string answer, string told)
    {
        BackupException error = Assert.Throws<BackupException>(() => Make(Platform + answer));
        Assert.Equal(BackupProblem.DatabaseUnavailable, error.Problem);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Contains("-Mode Cold or -Mode AsManual", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Databases_are_elsewhere_only_when_the_configuration_says_so()
    {
        BackupPlan plan = Make(Platform + "container abc\ndberror connection refused\ndbhost db.example.com\n");
        Assert.Empty(plan.Databases);
        Assert.Contains("are on db.example.com", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dbhost db.example.com\n", "the databases are on db.example.com")]
    [InlineData("dbhost localhost\nlogsdbhost 10.9.9.9\n", "the database of logs is on 10.9.9.9")]
    public void Databases_of_a_server_that_the_configuration_has_left_are_told_as_such(string hosts, string told)
    {
        BackupPlan plan = Make(Platform + Clusters + Databases + hosts);
        Assert.Equal(["travis_production"], plan.Databases);
        Assert.Contains(told, Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.Contains("may be long out of use", Assert.Single(plan.Inconsistencies), StringComparison.Ordinal);

        plan = BackupPlan.Make(new() { Destination = "/", Mode = BackupMode.Cold }, null, BackupSurveyor.Read(Platform + Clusters + Databases + hosts), "platform", null);
        Assert.Contains("may be long out of use", Assert.Single(plan.Inconsistencies), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.1.1")]
    [InlineData("[::1]")]
    [InlineData("Platform.example.com")]
    [InlineData("172.17.0.1")]
    public void Other_names_of_the_platform_are_not_elsewhere(string host)
    {
        BackupPlan plan = Make(Platform + Clusters + Databases + $"here platform.example.com\nhere 172.17.0.1\ndbhost {host}\nlogsdbhost {host}\n");
        Assert.Empty(plan.Warnings);
        Assert.Empty(plan.Inconsistencies);
    }

    [Fact]
    public void A_name_that_no_restore_takes_is_told()
    {
        string name = new('d', RestoreNames.LongestName + 1);
        Assert.Contains($"the database {name} is in this backup, and Restore-TravisData will not", Assert.Single(Make(Platform + Clusters + Databases + $"database {name} 1\n").Warnings), StringComparison.Ordinal);
        Assert.Empty(Make(Platform + Clusters + Databases + $"database {name[1..]} 1\n").Warnings);
    }

    [Fact]
    public void What_could_not_be_measured_in_time_stops_nothing()
    {
        Assert.Null(Make(Platform.Replace("data 1000000", "data ", StringComparison.Ordinal) + Databases).Bytes);
    }

    [Fact]
    public void A_compressor_that_is_not_there_is_an_error_of_its_own()
    {
        Assert.Equal(BackupProblem.CompressorMissing, Assert.Throws<BackupException>(() => Make(Platform + Databases, BackupCompression.Zstd)).Problem);
    }

    [Fact]
    public void A_copy_without_the_servers_files_says_so()
    {
        BackupPlan plan = BackupPlan.Make(new() { Destination = "/", Mode = BackupMode.Cold }, null, BackupSurveyor.Read(Platform + "container abc\nserver 9.3.24\nserved -\n"), "platform", null);
        Assert.Contains("the databases are not in this backup", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var/travis/log/")]
    [InlineData("/var/travis/log")]
    [InlineData(".//var/travis/log//")]
    public void A_slash_at_an_end_of_a_pattern_does_not_keep_it_from_fitting(string pattern) =>
        Assert.Equal("var/travis/log", MakeOf(Platform + Databases, new() { Destination = "/", Exclude = [pattern] }).Excluded[0]);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("./")]
    [InlineData(" ")]
    public void A_pattern_of_nothing_is_refused(string pattern) =>
        Assert.Throws<ArgumentException>(() => MakeOf(Platform + Databases, new() { Destination = "/", Exclude = [pattern] }));

    // The platform has 1,000 MB of files, and 600 MB of them are the cluster of a database of 900 MB, which is dumped.
    [Theory]
    [InlineData(BackupCompression.None, false, 190, true)]
    [InlineData(BackupCompression.None, false, 300, false)]
    [InlineData(BackupCompression.None, true, 1, false)]
    [InlineData(BackupCompression.Gzip, false, 10, true)]
    [InlineData(BackupCompression.Gzip, false, 30, false)]
    [InlineData(BackupCompression.Gzip, true, 1, false)]
    public void Only_what_can_not_fit_is_refused_before_it_is_tried(BackupCompression compression, bool excludes, int free, bool isRefused)
    {
        BackupPlan Try() => BackupPlan.Make(new() { Destination = "/", Compression = compression, Exclude = excludes ? ["var/travis/builds"] : [] }, null, BackupSurveyor.Read(Platform + Clusters + Databases.Replace("300000", "900000000", StringComparison.Ordinal)), "platform", free * 1024L * 1000);
        if (isRefused)
        {
            Assert.Equal(BackupProblem.DestinationFull, Assert.Throws<BackupException>(Try).Problem);
        }
        else
        {
            Assert.Contains("it may not fit", Assert.Single(Try().Warnings), StringComparison.Ordinal);
        }
    }

    private static BackupPlan MakeOf(string survey, DataBackupRequest request) => BackupPlan.Make(request, null, BackupSurveyor.Read(survey), "platform", null);

    private static BackupPlan Make(string survey, BackupCompression compression = BackupCompression.Auto) =>
        BackupPlan.Make(new() { Destination = "/", Compression = compression }, null, BackupSurveyor.Read(survey), "platform", null);
}
