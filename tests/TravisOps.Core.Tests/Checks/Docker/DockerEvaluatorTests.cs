using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Evidence;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Checks.Docker;

public class DockerEvaluatorTests
{
    [Theory]
    [InlineData(TravisRole.Platform, 20)]
    [InlineData(TravisRole.Worker, 14)]
    public void A_healthy_host_passes(TravisRole role, int count)
    {
        var results = Sample.Of(role).WithDocker().DockerResults();

        Assert.All(results.Where(result => result.Id != "Docker.DevicemapperLoopback"), result => Assert.True(result.Status == CheckStatus.Pass, result.Id + ": " + result.Message));
        Assert.Equal(count, results.Count);
        Assert.All(results, result => Assert.Equal("Docker", result.Area));
    }

    [Fact]
    public void Every_result_is_complete_and_ids_are_unique_on_a_host()
    {
        Sample[] samples =
        [
            Sample.Platform.WithDocker(), Sample.Worker.WithDocker(), Sample.Platform.WithoutItems(), Sample.Worker.WithoutItems(),
            Sample.Platform.WithDocker().With(PreflightItems.DockerInfo, string.Empty, exit: 127).With(DockerItems.Containers, string.Empty, exit: 127),
            Sample.Platform.WithDocker().With(DockerItems.Containers, string.Empty, EvidenceStatus.TimedOut).With(DockerItems.SystemDf, string.Empty, EvidenceStatus.Skipped),
            Sample.Platform.WithDocker().WithContainers(ContainerText.TeMain("one"), ContainerText.TeMain("two")),
        ];
        foreach (var results in samples.Select(sample => sample.DockerResults()))
        {
            Assert.Equal(results.Count, results.Select(result => result.Id).Distinct().Count());
            foreach (var result in results)
            {
                Assert.False(string.IsNullOrWhiteSpace(result.Message));
                Assert.False(string.IsNullOrWhiteSpace(result.Expected));
                Assert.False(string.IsNullOrWhiteSpace(result.Reference));
                Assert.StartsWith(result.Area + ".", result.Id, StringComparison.Ordinal);
                if (result.Status is CheckStatus.Warn or CheckStatus.Fail or CheckStatus.Unknown)
                {
                    Assert.False(string.IsNullOrWhiteSpace(result.Remedy), result.Id + " has no remedy");
                }
            }
        }
    }

    [Fact]
    public void Without_evidence_nothing_passes() =>
        Assert.DoesNotContain(CheckStatus.Pass, Sample.Platform.WithoutItems().DockerResults().Select(result => result.Status));

    [Fact]
    public void A_host_that_could_not_be_reached_has_exactly_one_result()
    {
        var sample = Sample.Worker.WithoutItems().Failed(HostFailureKind.ConnectionRefused, "Port 22 refuses.", "Start sshd.");

        var result = Assert.Single(sample.DockerResults());
        Assert.Equal(("Host.Connection", CheckStatus.Unknown, "Start sshd."), (result.Id, result.Status, result.Remedy));
    }

    [Fact]
    public void A_host_that_went_away_says_so_first_and_then_what_was_seen()
    {
        var results = Sample.Worker.WithDocker().Failed(HostFailureKind.ConnectionLost, "The connection was lost.", "Try again.").DockerResults();

        Assert.Equal("Host.Connection", results[0].Id);
        Assert.Equal(15, results.Count);
    }

    [Fact]
    public void An_engine_that_is_down_is_one_failure_and_what_stands_on_it_is_skipped()
    {
        var results = Sample.Platform.WithDocker()
            .With(PreflightItems.DockerInfo, string.Empty, exit: 1, error: "no socket at /var/run/docker.sock\n")
            .With(DockerItems.Containers, string.Empty, exit: 1, error: "no socket at /var/run/docker.sock\n")
            .With(DockerItems.SystemDf, string.Empty, exit: 1, error: "no socket at /var/run/docker.sock\n")
            .DockerResults();

        Assert.Equal("Docker.Engine", Assert.Single(results, result => result.Status is CheckStatus.Fail or CheckStatus.Unknown or CheckStatus.Warn).Id);
        Assert.Equal(
            ["Docker.DiskUse", "Docker.Settings", "Docker.OpenPort", "Docker.InterContainer", "Docker.Upgrades"],
            results.Where(result => result.Status == CheckStatus.Pass).Select(result => result.Id));
    }

    [Fact]
    public void A_login_that_may_not_ask_leaves_it_unknown()
    {
        const string Denied = "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock\n";
        var results = Sample.Platform.WithDocker()
            .With(PreflightItems.DockerInfo, string.Empty, exit: 1, error: Denied)
            .With(DockerItems.Containers, string.Empty, exit: 1, error: Denied)
            .DockerResults();

        Assert.All(
            results.Where(result => result.Id is "Docker.TeMain" or "Docker.Bindings" or "Docker.Containers" or "Docker.Restarts"),
            result => Assert.Equal((CheckStatus.Unknown, true), (result.Status, result.Remedy!.Contains("-SudoCredential", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_preflights_checks_of_Docker_are_in_it_once()
    {
        var ids = CheckCatalog.Docker.Select(check => check.Id).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(CheckCatalog.Preflight.Where(check => check.Area == "Docker"), CheckCatalog.Docker.Take(6));
    }

    [Theory]
    [InlineData(TravisRole.Platform)]
    [InlineData(TravisRole.Worker)]
    public void Evidence_of_the_preflight_and_of_Docker_is_one_plan(TravisRole role)
    {
        var names = DockerPlan.WithPreflight(role, skipReplicated: false).Select(item => item.Name).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal(PreflightPlan.For(role, false).Select(item => item.Name), names.Take(PreflightPlan.For(role, false).Count));
        Assert.Empty(DockerPlan.Checks.Concat(DockerPlan.Bindings).Select(item => item.Name).Except(names));
        Assert.DoesNotContain(PreflightPlan.For(role, false), item => item.Name.StartsWith("docker.", StringComparison.Ordinal) && item.Name != "docker.info");
    }

    [Fact]
    public void Nothing_in_the_plan_changes_anything_and_all_limits_fit_into_the_time_of_a_host()
    {
        Assert.InRange(DockerPlan.Checks.Sum(item => item.TimeLimit?.TotalSeconds ?? 0), 1, 57);
        foreach (var item in DockerPlan.Checks)
        {
            Assert.DoesNotContain("sudo ", item.Source, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"(^|[\s;|&])(rm|mv|cp|tee|touch|mkdir|start|stop|restart|kill|prune|pull|run)\s", item.Source);
            Assert.DoesNotContain('\r', item.Source);
            Assert.DoesNotContain("@MOST", item.Source, StringComparison.Ordinal);
        }
    }
}
