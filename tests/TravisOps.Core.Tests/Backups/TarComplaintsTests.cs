using System;
using System.Linq;
using TravisOps.Backups;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Backups;

/// <summary>What tar's exit status 1 means.</summary>
public sealed class TarComplaintsTests
{
    [Fact]
    public void Logs_may_change_and_nothing_else()
    {
        Assert.Null(TarComplaints.Of(Outcome(0, 1, "tar: var/travis/redis: file changed as we read it")));

        TarComplaints logs = TarComplaints.Of(Outcome(1, 3, "tar: var/travis/log: file changed as we read it", "tar: var/travis/log/travis.log: file changed as we read it", "tar: var/travis/log/old: File removed before we read it"))!;
        Assert.Null(logs.Inconsistency);
        Assert.StartsWith("3 files below /var/travis/log/ changed", logs.Warning, StringComparison.Ordinal);
        Assert.Contains("/var/travis/log, /var/travis/log/travis.log, /var/travis/log/old", logs.Warning, StringComparison.Ordinal);

        TarComplaints more = TarComplaints.Of(Outcome(1, 6, [.. Enumerable.Range(1, 5).Select(n => $"tar: var/travis/redis/{n}.rdb: file changed as we read it"), "tar: var/travis/log/x: file changed as we read it"]))!;
        Assert.Equal("5 files changed, went away or became shorter while being read: /var/travis/redis/1.rdb, /var/travis/redis/2.rdb, /var/travis/redis/3.rdb, ….", more.Inconsistency);
        Assert.Contains("1 file below /var/travis/log/", more.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_a_server_whose_databases_are_dumps_may_change()
    {
        const string Folder = "/var/travis/postgresql/15/main";
        var outcome = Outcome(1, 1, "tar: var/travis/postgresql/15/main: file changed as we read it");

        TarComplaints complaints = TarComplaints.Of(outcome, Folder)!;

        Assert.Null(complaints.Inconsistency);
        Assert.Null(complaints.Warning);
        Assert.NotNull(TarComplaints.Of(outcome)!.Inconsistency);
        Assert.NotNull(TarComplaints.Of(Outcome(1, 1, "tar: var/travis/postgresql/15/main/x: file changed as we read it"), Folder)!.Inconsistency);
    }

    [Theory]
    [InlineData("tar: var/travis/log/travis.log: File shrank by 512 bytes; padding with zeros", "1 file changed, went away or became shorter")]
    [InlineData("tar: var/travis/./redis/dump.rdb: file changed as we read it", "/var/travis/redis/dump.rdb")]
    [InlineData("tar: something else", "not which")]
    public void What_can_not_be_told_to_be_harmless_is_not(string line, string told) =>
        Assert.Contains(told, TarComplaints.Of(Outcome(1, 1, line))!.Inconsistency, StringComparison.Ordinal);

    [Fact]
    public void What_was_said_beyond_what_is_kept_counts()
    {
        TarComplaints complaints = TarComplaints.Of(Outcome(1, 1000, "tar: var/travis/log/x: file changed as we read it"))!;
        Assert.NotNull(complaints.Inconsistency);
        Assert.StartsWith("At least 1 file", complaints.Warning, StringComparison.Ordinal);
    }

    private static StreamOutcome Outcome(int status, long count, params string[] lines) =>
        new() { End = StreamEnd.Complete, Stages = [new StageExit(BackupFailures.TarStage, status)], ErrorLines = lines, ErrorLineCount = count };
}
