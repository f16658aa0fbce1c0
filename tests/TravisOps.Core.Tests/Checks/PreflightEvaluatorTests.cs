using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

public class PreflightEvaluatorTests
{
    [Fact]
    public void A_healthy_worker()
    {
        var results = Sample.Worker.Results();

        Assert.All(results.Where(result => result.Id != "Docker.DevicemapperLoopback"), result => Assert.Equal(CheckStatus.Pass, result.Status));
        Assert.DoesNotContain(results, result => result.Area == "Replicated");
        Assert.Equal(16, results.Count);
    }

    [Fact]
    public void A_healthy_platform()
    {
        var results = Sample.Platform.Results();

        Assert.All(results.Where(result => result.Id != "Docker.DevicemapperLoopback"), result => Assert.Equal(CheckStatus.Pass, result.Status));
        Assert.Equal(16 + 2 + 1 + 9, results.Count);
    }

    [Fact]
    public void Every_result_is_complete_and_ids_are_unique_on_a_host()
    {
        foreach (var results in new[] { Sample.Platform.Results(), Sample.Worker.Results(), Sample.Platform.WithoutItems().Results() })
        {
            Assert.Equal(results.Count, results.Select(result => result.Id).Distinct().Count());
            foreach (var result in results)
            {
                Assert.False(string.IsNullOrWhiteSpace(result.Message));
                Assert.DoesNotContain('\n', result.Message);
                Assert.False(string.IsNullOrWhiteSpace(result.Expected));
                Assert.False(string.IsNullOrWhiteSpace(result.Reference));
                Assert.Equal(Sample.CollectedAt, result.CollectedAt);
                Assert.StartsWith(result.Area + ".", result.Id, StringComparison.Ordinal);
                if (result.Status is CheckStatus.Warn or CheckStatus.Fail or CheckStatus.Unknown)
                {
                    Assert.False(string.IsNullOrWhiteSpace(result.Remedy));
                }
            }
        }
    }

    [Theory]
    [InlineData(TravisRole.Platform)]
    [InlineData(TravisRole.Worker)]
    public void A_host_that_could_not_be_reached_has_exactly_one_result(TravisRole role)
    {
        var result = Assert.Single(Sample.Of(role).WithoutItems()
            .Connected(_ => new ConnectionEvidence())
            .Failed(HostFailureKind.ConnectionRefused, "worker-1.example.com refused the connection to port 22.", "Start sshd there.")
            .Results());

        Assert.Equal(("Host.Connection", CheckStatus.Unknown, "Start sshd there."), (result.Id, result.Status, result.Remedy));
        Assert.Equal("No check ran: worker-1.example.com refused the connection to port 22.", result.Message);
        Assert.Equal("ConnectionRefused", result.Actual);
    }

    /// <summary>An expired password or an account without a shell: logged in, and nothing ran.</summary>
    [Fact]
    public void A_host_that_let_in_and_answered_nothing_has_one_result_too()
    {
        var sample = Sample.Worker;
        foreach (var item in PreflightPlan.For(TravisRole.Worker, false))
        {
            sample.With(item, string.Empty, EvidenceStatus.Lost);
        }

        var result = Assert.Single(sample.Failed(HostFailureKind.PasswordExpired, "The password of ops has expired.", "Set it.").Results());

        Assert.Equal(("Host.Connection", CheckStatus.Unknown, "Set it."), (result.Id, result.Status, result.Remedy));
        Assert.StartsWith("No check ran: The password of ops has expired.", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_died_on_the_way_has_what_came_back()
    {
        var results = Sample.Worker
            .With(PreflightItems.DockerInfo, string.Empty, EvidenceStatus.Lost)
            .Failed(HostFailureKind.ConnectionLost, "The connection to worker-1.example.com was lost.", "Look at the machine.")
            .Results();

        var connection = results.Single(result => result.Id == "Host.Connection");
        Assert.Equal((CheckStatus.Unknown, "Look at the machine."), (connection.Status, connection.Remedy));
        Assert.Equal(CheckStatus.Pass, results.Single(result => result.Id == "Hardware.Memory").Status);
        var engine = results.Single(result => result.Id == "Docker.Engine");
        Assert.Equal((CheckStatus.Unknown, "Look at the machine."), (engine.Status, engine.Remedy));
    }

    [Theory]
    [InlineData(EvidenceStatus.Lost)]
    [InlineData(EvidenceStatus.TimedOut)]
    [InlineData(EvidenceStatus.Skipped)]
    [InlineData(EvidenceStatus.Denied)]
    public void What_did_not_come_back_is_unknown_with_a_reason_and_never_a_pass(EvidenceStatus status)
    {
        var sample = Sample.Platform;
        foreach (var item in PreflightPlan.For(TravisRole.Platform, false))
        {
            sample.With(item, string.Empty, status);
        }

        var results = sample.Results().Where(result => result.Area != "Host").ToList();

        Assert.All(results, result => Assert.Equal(CheckStatus.Unknown, result.Status));
        Assert.All(results, result => Assert.False(string.IsNullOrEmpty(result.Remedy)));
        Assert.Equal(16, results.Count);
    }

    [Fact]
    public void What_was_never_asked_is_unknown()
    {
        var results = Sample.Platform.WithoutItems().Results().Where(result => result.Area != "Host").ToList();

        Assert.Equal(16, results.Count);
        Assert.All(results, result => Assert.Equal(CheckStatus.Unknown, result.Status));
        Assert.All(results, result => Assert.EndsWith("is not in this evidence.", result.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Replicated_that_was_not_wanted_is_skipped()
    {
        var results = Sample.Platform.Results(skipReplicated: true).Where(result => result.Area == "Replicated").ToList();

        Assert.Equal(["Replicated.System", "Replicated.App", "Replicated.Preflight"], results.Select(result => result.Id));
        Assert.All(results, result => Assert.Equal((CheckStatus.Skip, "Not asked, because of -SkipReplicated."), (result.Status, result.Message)));
        Assert.DoesNotContain(Sample.Worker.Results(skipReplicated: true), result => result.Area == "Replicated");
    }

    [Fact]
    public void A_check_that_breaks_is_unknown_and_named()
    {
        var result = Assert.Single(new BrokenCheck().Evaluate(Sample.Worker.Evidence()));

        Assert.Equal(CheckStatus.Unknown, result.Status);
        Assert.Equal("The check itself failed on this evidence: InvalidOperationException: planted", result.Message);
    }

    [Fact]
    public void A_check_without_a_rule_is_unknown() =>
        Assert.Equal(CheckStatus.Unknown, Assert.Single(new SilentCheck().Evaluate(Sample.Worker.Evidence())).Status);

    [Fact]
    public void The_same_evidence_gives_the_same_results() => Assert.Equal(Sample.Platform.Results(), Sample.Platform.Results());

    [Fact]
    public void Hostile_answers_break_nothing()
    {
        string[] texts =
        [
            "\0\0\0", new string('[', 70000), new string('{', 70000), string.Concat(Enumerable.Repeat("{\n", 30000)), new string('9', 70000), "\uFFFD\n\r\r\n",
            ">>> ", ">>>", "paths ", "paths / / / /\n", "{\"Driver\":{}}", "[[[]]]", "{\"State\":[]}", new string(' ', 70000), new string('-', 70000),
            string.Concat(Enumerable.Repeat("a - ", 15000)), "a" + new string(' ', 200000), "paths /\n/dev/a" + new string(' ', 200000),
        ];
        foreach (var text in texts)
        {
            var sample = Sample.Platform;
            foreach (var item in PreflightPlan.For(TravisRole.Platform, false))
            {
                sample.With(item, text);
            }

            var results = sample.Results();

            Assert.DoesNotContain(results, result => result.Message.StartsWith("The check itself failed", StringComparison.Ordinal));
            Assert.DoesNotContain(results, result => result.Status == CheckStatus.Pass && result.Area != "Host");
        }
    }

    [Fact]
    public void Escape_sequences_of_a_host_do_not_reach_a_terminal()
    {
        var result = Sample.Worker.With(PreflightItems.DockerInfo, string.Empty, exit: 1, error: "no socket at \u001b[31m/x\u0007\u009b2J\n").Result("Docker.Engine");

        Assert.DoesNotContain(result.Message + result.Evidence, char.IsControl);
    }

    private sealed class BrokenCheck() : Check("Test.Broken", "t", "l", "r")
    {
        private protected override IEnumerable<Finding> Judge(HostEvidence host) => throw new InvalidOperationException("planted");
    }

    private sealed class SilentCheck() : Check("Test.Silent", "t", "l", "r")
    {
        private protected override IEnumerable<Finding> Judge(HostEvidence host) => [];
    }
}
