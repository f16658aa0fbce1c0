using System;
using TravisOps.Backups;
using TravisOps.Evidence;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Backups;

/// <summary>What is told of a restore that did not come to its end.</summary>
public sealed class RestoreFailureTests
{
    private const string Before = "/var/travis.before-restore-20261126090000";

    [Fact]
    public void What_had_not_begun_is_no_alarm()
    {
        BackupException error = Explain([], [], RestoreShell.GivenUp);
        Assert.Equal(BackupProblem.RestoreFailed, error.Problem);
        Assert.Contains("were not touched", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RestoreShell.Begun)]
    [InlineData(null)]
    public void What_may_have_begun_is_one(string? answer)
    {
        BackupException error = Explain([], [], answer);
        Assert.Equal(BackupProblem.RestoreStuck, error.Problem);
        Assert.Contains("could not see whether the host has taken it back", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_was_lost_in_the_middle_names_where_the_old_data_may_be()
    {
        BackupException error = Explain(["restore stop", "restore files", $"restore aside /var/travis {Before}"], [], null);
        Assert.Equal(BackupProblem.RestoreStuck, error.Problem);
        Assert.Contains($"Where it has not, the data of before is in {Before}.", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_back_is_not_named_as_aside_and_the_databases_in_use_are()
    {
        BackupException error = Explain(
            ["restore databases", $"restore aside /var/travis {Before}", "restore start"],
            ["restore kept travis_production travis_production_before_20261126090000", "restore live known", "restore stuck the databases can't be exchanged back"],
            null);
        Assert.Contains("could not take it back: the databases can't be exchanged back. Of the databases the restored ones are in use: travis_production (the old one is travis_production_before_20261126090000).", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Before, error.Remedy, StringComparison.Ordinal);

        error = Explain([$"restore aside /var/travis {Before}", "restore start"], [$"restore still {Before}", "restore live old", "restore stuck /etc/travis can't be put back"], null);
        Assert.Contains("The databases in use are the old ones.", error.Message, StringComparison.Ordinal);
        Assert.Contains($"What is not back in its place is in {Before}.", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_application_that_does_not_serve_on_the_old_data_is_told_in_its_own_words()
    {
        BackupException error = Explain(["restore stop", "restore start"], ["restore unwell te-main does not say OK at /api/uptime: no answer", "restore returned"], null);
        Assert.Equal(BackupProblem.RestoreTakenBack, error.Problem);
        Assert.Contains("does not serve: te-main does not say OK", error.Message, StringComparison.Ordinal);
        Assert.Contains("runs on it again", Explain(["restore stop"], ["restore returned"], null).Message, StringComparison.Ordinal);
    }

    private static BackupException Explain(string[] lines, string[] errors, string? answer) => RestoreFailures.Explain(
        new() { End = StreamEnd.ConnectionLost, ErrorLines = errors, Failure = new HostFailure(HostFailureKind.ConnectionLost, "The connection was lost.", "Run it again.") },
        lines,
        ["travis_production"],
        "20261126090000",
        () => answer);
}
