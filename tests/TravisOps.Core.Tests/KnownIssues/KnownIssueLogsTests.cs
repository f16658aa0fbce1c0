using System;
using System.Diagnostics;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.KnownIssues;
using Xunit;

namespace TravisOps.Core.Tests.KnownIssues;

public class KnownIssueLogsTests
{
    private const string Refused = "time=\"2018-04-18T12:14:22Z\" level=error msg=\"couldn't connect to AMQP\" err=\"Exception (403) Reason: \\\"username or password not allowed\\\"\"";

    [Fact]
    public void A_signature_is_a_fail_with_count_and_times()
    {
        var result = Assert.Single(Judge($"{KnownIssueLogs.Mark} Worker /var/log/upstart/travis-worker.log\n{Refused}\n{Refused}\n"));

        Assert.Equal("KnownIssue.Logs.Amqp.LoginRefused", result.Id);
        Assert.Equal(CheckStatus.Fail, result.Status);
        Assert.Contains("2 x in /var/log/upstart/travis-worker.log, first 2018-04-18 12:14:22Z, last 2018-04-18 12:14:22Z", result.Message, StringComparison.Ordinal);
        Assert.NotNull(result.Remedy);
        Assert.StartsWith("known-issues: ", result.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2018-04-18T12:14:30Z", "Worker", CheckStatus.Pass)]
    [InlineData("2018-04-18T12:14:22Z", "Worker", CheckStatus.Fail)]
    [InlineData("2018-04-18T12:14:30Z", "Docker", CheckStatus.Fail)]
    public void A_later_start_of_the_worker_says_that_it_is_over(string start, string log, CheckStatus status)
    {
        var started = $"time=\"{start}\" level=info msg=\"worker started\" self=cli";
        foreach (var lines in new[] { $"{KnownIssueLogs.Mark} Worker /w.log\n{Refused}\n{KnownIssueLogs.Mark} {log} /o.log\n{started}\n", $"{KnownIssueLogs.Mark} {log} /o.log\n{started}\n{KnownIssueLogs.Mark} Worker /w.log\n{Refused}\n" })
        {
            var result = Assert.Single(Judge(lines));

            Assert.Equal((status, "KnownIssue.Logs.Amqp.LoginRefused"), (result.Status, result.Id));
            Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
            Assert.Equal(status == CheckStatus.Pass, result.Message.Contains("last 2018-04-18 12:14:22Z, over since 2018-04-18 12:14:30Z", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("time=\"2018-04-18T12:14:30Z\" level=info msg=\"worker started\" self=cli\n", false)]
    public void What_is_over_has_no_fix_as_that_may_end_builds_that_run(string later, bool hasFix)
    {
        var finding = Assert.Single(EvidenceIssueSearch.Run(Evidence($"{KnownIssueLogs.Mark} Worker /w.log\n{Refused}\n{later}"), KnownIssueCatalog.All, null));

        Assert.Equal((hasFix, hasFix), (finding.Remedy.Length > 0, finding.Over is null));
    }

    [Fact]
    public void Nothing_found_names_the_logs()
    {
        var result = Assert.Single(Judge($"{KnownIssueLogs.Mark} Worker journal:travis-worker\n{KnownIssueLogs.Mark} Docker docker inspect\n"));

        Assert.Equal((CheckStatus.Pass, "KnownIssue.Logs"), (result.Status, result.Id));
        Assert.Contains("journal:travis-worker, docker inspect", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_may_not_be_read_is_unknown_beside_what_was_found()
    {
        var results = Judge($"{KnownIssueLogs.Mark} Worker /w.log\n{Refused}\n{KnownIssueLogs.Mark} Kernel - dmesg: not permitted\n");

        Assert.Equal([CheckStatus.Fail, CheckStatus.Unknown], results.Select(one => one.Status));
        Assert.Contains("dmesg: not permitted", results[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Older_than_a_day_is_not_told() =>
        Assert.Equal(CheckStatus.Pass, Assert.Single(Judge($"{KnownIssueLogs.Mark} Worker /w.log\n{Refused}\n", new DateTime(2018, 4, 20, 0, 0, 0, DateTimeKind.Utc))).Status);

    [Theory]
    [InlineData(TravisRole.Platform)]
    [InlineData(TravisRole.Worker)]
    public void The_script_is_one_that_a_shell_reads(TravisRole role)
    {
        using var sh = Process.Start(new ProcessStartInfo("dash", ["-n", "-c", KnownIssueLogs.Item(role).Source]) { RedirectStandardError = true })!;
        Assert.Equal(string.Empty, sh.StandardError.ReadToEnd());
        sh.WaitForExit();
        Assert.Equal(0, sh.ExitCode);

        // The sieve lets pass what says that it is over; in two pieces, as all of its texts.
        Assert.Contains("'worker ''started'", KnownIssueLogs.Item(role).Source, StringComparison.Ordinal);
    }

    private static System.Collections.Generic.IReadOnlyList<CheckResult> Judge(string text, DateTime? at = null) => KnownIssueLogs.Evaluate(Evidence(text, at));

    private static HostEvidence Evidence(string text, DateTime? at = null) => new()
    {
        ComputerName = "w",
        Role = TravisRole.Worker,
        CollectedAt = at ?? new DateTime(2018, 4, 18, 13, 0, 0, DateTimeKind.Utc),
        Items = [new EvidenceItem { Name = "known-issues", Source = "sh", Status = EvidenceStatus.Collected, ExitCode = 0, Text = text }],
    };
}
