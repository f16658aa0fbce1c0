using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Applications;
using TravisOps.Checks;
using TravisOps.Checks.Application;
using TravisOps.Evidence;
using TravisOps.KnownIssues;
using TravisOps.Probing;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

public sealed class ApplicationChecksTests
{
    private const string Healthy = "uptime 200 OK\nsql syncing 1 0\nsql jobs 3\nredis queue sync.low 12\nredis queue archive 0\nredis done\nend\n";

    private static readonly ProbeItem s_item = ApplicationItems.State("travis.example.com");

    [Fact]
    public void A_healthy_application_passes() => Assert.All(Results(Healthy), result => Assert.True(result.Status == CheckStatus.Pass, $"{result.Id}: {result.Message}"));

    [Theory]
    [InlineData("uptime 200 OK", "uptime 500 Error: could not connect to server", "Application.Api", "Fail", "Platform.ApiDown")]
    [InlineData("uptime 200 OK", "uptime 000 curl: (7) Failed to connect", "Application.Api", "Fail", "Platform.ApiDown")]
    [InlineData("uptime 200 OK", "uptime 200 nginx", "Application.Api", "Fail", "Platform.ApiDown")]
    [InlineData("uptime 200 OK", "uptime - neither curl nor wget is on this machine", "Application.Api", "Unknown", null)]
    [InlineData("sql syncing 1 0", "sql syncing 7 5", "Application.SyncingUsers", "Warn", "Platform.UsersStuckSyncing")]
    [InlineData("sql syncing 1 0", "sql ERROR:  canceling statement due to statement timeout", "Application.SyncingUsers", "Unknown", null)]
    [InlineData("sql jobs 3", "sql queued builds.trusty 4 7200\nsql jobs 5", "Application.QueuedJobs", "Warn", "Platform.JobsStuck")]
    [InlineData("sql jobs 3", "sql ERROR:  relation \"jobs\" does not exist", "Application.QueuedJobs", "Unknown", null)]
    [InlineData("redis queue sync.low 12", "redis queue sync.low 1000", "Application.BackgroundQueues", "Warn", "Platform.SidekiqBacklog")]
    [InlineData("redis done", "redis -NOAUTH Authentication required.", "Application.BackgroundQueues", "Unknown", null)]
    public void Each_fault_is_told_by_its_check_and_as_the_known_issue(string line, string instead, string id, string status, string? issue)
    {
        var results = Results(Healthy.Replace(line, instead, StringComparison.Ordinal));

        var result = results.Single(one => one.Id == id);
        Assert.Equal(status, result.Status.ToString());
        Assert.NotNull(result.Remedy);
        Assert.All(results.Where(one => one.Id != id), one => Assert.Equal(CheckStatus.Pass, one.Status));
        var evidence = Sample.Platform.With(s_item, Healthy.Replace(line, instead, StringComparison.Ordinal)).Evidence();
        Assert.Equal(issue is null ? [] : [issue], EvidenceIssueSearch.Run(evidence, KnownIssueCatalog.All, null).Select(one => one.Id));
    }

    [Fact]
    public void What_came_before_the_time_was_over_counts_and_the_rest_is_unknown()
    {
        var results = ApplicationEvaluator.Evaluate(Sample.Platform.With(s_item, "uptime 200 OK\n", EvidenceStatus.TimedOut).Evidence());

        Assert.Equal([CheckStatus.Pass, CheckStatus.Unknown, CheckStatus.Unknown, CheckStatus.Unknown], results.Select(result => result.Status));
    }

    [Fact]
    public void Without_an_answer_all_is_unknown_and_without_te_main_nothing_is_judged()
    {
        Assert.All(ApplicationEvaluator.Evaluate(Sample.Platform.Evidence()), result => Assert.Equal(CheckStatus.Unknown, result.Status));
        Assert.All(ApplicationEvaluator.Evaluate(Sample.Platform.With(s_item, string.Empty, exit: 1, error: "no socket at /var/run/docker.sock").Evidence()), result => Assert.Equal(CheckStatus.Unknown, result.Status));
        Assert.All(Results("no te-main\n"), result => Assert.Equal(CheckStatus.Skip, result.Status));
        Assert.Empty(ApplicationEvaluator.Evaluate(Sample.Worker.Evidence()));
    }

    private static IReadOnlyList<CheckResult> Results(string text) => ApplicationEvaluator.Evaluate(Sample.Platform.With(s_item, text).Evidence());
}
