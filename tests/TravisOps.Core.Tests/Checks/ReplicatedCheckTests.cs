using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

public class ReplicatedCheckTests
{
    private const string Ctl = ">>> /usr/local/bin/replicatedctl ";

    [Fact]
    public void Each_check_of_Replicated_is_a_result()
    {
        var results = Preflight(Recorded.Text("replicated/preflight-error.json"), exit: 1);

        Assert.Equal(9, results.Length);
        Assert.Equal(9, results.Select(result => result.Id).Distinct().Count());
        var memory = results.Single(result => result.Id == "Replicated.Preflight.memory");
        Assert.Equal((CheckStatus.Fail, "Memory: Memory of 7.6GB is below the minimum of 16GB"), (memory.Status, memory.Message));
        Assert.Contains("https://platform.example.com:8800/run-checks", memory.Remedy, StringComparison.Ordinal);
        Assert.Equal("replicated.preflight: Memory: error", memory.Evidence);
        Assert.Equal(CheckStatus.Warn, results.Single(result => result.Id == "Replicated.Preflight.docker-version").Status);
        Assert.Equal(CheckStatus.Pass, results.Single(result => result.Id == "Replicated.Preflight.disk-space-of-var-lib-docker").Status);
        Assert.All(results.Where(result => result.Status == CheckStatus.Pass), result => Assert.Null(result.Remedy));
    }

    [Fact]
    public void Equal_names_have_ids_of_their_own()
    {
        var results = Preflight(Recorded.Text("replicated/preflight-nested.json"));

        Assert.Equal(
            ["Replicated.Preflight.16-gb-of-memory", "Replicated.Preflight.disk-space", "Replicated.Preflight.disk-space-2", "Replicated.Preflight.proxy"],
            results.Select(result => result.Id));
        Assert.Equal((CheckStatus.Unknown, "Proxy: curious: a severity that this check has no rule for."), (results[3].Status, results[3].Message));
    }

    [Theory]
    [InlineData("{\"MaxSeverity\":\"error\"}", CheckStatus.Fail, "Replicated's preflight as a whole is Fail.")]
    [InlineData("Everything was looked at\nand that is it\n", CheckStatus.Unknown, "Could not be looked at: no check could be told from what Replicated's preflight printed: Everything was looked at / and that is it")]
    [InlineData("Some of it failed\n", CheckStatus.Fail, "Replicated's preflight speaks of an error: Some of it failed")]
    [InlineData("There were warnings\n", CheckStatus.Warn, "Replicated's preflight speaks of a warning: There were warnings")]
    [InlineData("", CheckStatus.Unknown, "Could not be looked at: no check could be told from what Replicated's preflight printed: nothing")]
    public void A_preflight_that_names_no_check_is_one_result(string text, CheckStatus status, string message)
    {
        var result = Assert.Single(Preflight(text));

        Assert.Equal(("Replicated.Preflight", status, message), (result.Id, result.Status, result.Message));
        Assert.NotNull(result.Remedy);
    }

    [Fact]
    public void A_maximum_worse_than_every_check_is_told()
    {
        var results = Preflight("{\"MaxSeverity\":\"error\",\"Results\":[{\"Name\":\"a\",\"Severity\":\"warn\"}]}");

        Assert.Equal(["Replicated.Preflight.a", "Replicated.Preflight"], results.Select(result => result.Id));
        Assert.Equal([CheckStatus.Warn, CheckStatus.Fail], results.Select(result => result.Status));
        Assert.Equal("a: warning, with no word of why.", results[0].Message);
    }

    [Theory]
    [InlineData("ready", CheckStatus.Pass, "is ready.")]
    [InlineData("initializing", CheckStatus.Warn, "is still initializing.")]
    [InlineData("failed", CheckStatus.Fail, "has failed.")]
    [InlineData("dreaming", CheckStatus.Unknown, "is in the state dreaming, which this check has no rule for.")]
    public void Each_component_is_a_result(string state, CheckStatus status, string message)
    {
        var sample = Sample.Platform.WithReplicated(PreflightItems.ReplicatedSystem, "system status", $"{{ \"Replicated\": \"ready\", \"Retraced\": \"{state}\" }}");

        Assert.Equal(CheckStatus.Pass, sample.Result("Replicated.System.replicated").Status);
        var result = sample.Result("Replicated.System.retraced");
        Assert.Equal((status, "Replicated's component Retraced " + message), (result.Status, result.Message));
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }

    [Fact]
    public void A_state_that_cannot_be_read() => Assert.Equal(
        CheckStatus.Unknown, Sample.Platform.WithReplicated(PreflightItems.ReplicatedSystem, "system status", "what?!").Result("Replicated.System").Status);

    [Theory]
    [InlineData("started", "started", "", false, CheckStatus.Pass, "Travis CI Enterprise is started.")]
    [InlineData("started", "stopped", "", true, CheckStatus.Warn, "Travis CI Enterprise is started and on its way to stopped.")]
    [InlineData("starting", "started", "", true, CheckStatus.Warn, "Travis CI Enterprise is starting and on its way to started.")]
    [InlineData("starting", "", "", false, CheckStatus.Warn, "Travis CI Enterprise is starting.")]
    [InlineData("stopped", "stopped", "", false, CheckStatus.Fail, "Travis CI Enterprise is stopped.")]
    [InlineData("started", "started", "exit code 1", false, CheckStatus.Fail, "Travis CI Enterprise is started with the error: exit code 1")]
    [InlineData("dreaming", "started", "", false, CheckStatus.Unknown, "Travis CI Enterprise is in the state dreaming, which this check has no rule for.")]
    public void App(string state, string desired, string error, bool moving, CheckStatus status, string message)
    {
        var json = $$"""[{"AppID":"edd9","State":"{{state}}","DesiredState":"{{desired}}","Error":"{{error}}","IsTransitioning":{{(moving ? "true" : "false")}}}]""";

        var result = Sample.Platform.WithReplicated(PreflightItems.ReplicatedApp, "app status", json).Result("Replicated.App");

        Assert.Equal((status, message), (result.Status, result.Message));
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }

    [Fact]
    public void App_that_is_stopped_is_started_by_the_way_that_worked()
    {
        var result = Sample.Platform
            .With(PreflightItems.ReplicatedApp, ">>> docker exec replicated replicatedctl app status -o json\n[{\"State\":\"stopped\"}]\n")
            .Result("Replicated.App");

        Assert.Equal("sudo docker exec replicated replicatedctl app start --attach", result.Remedy);
    }

    [Fact]
    public void Several_apps_and_none()
    {
        var two = Sample.Platform.WithReplicated(
            PreflightItems.ReplicatedApp, "app status", "[{\"AppID\":\"a1\",\"State\":\"started\"},{\"AppID\":\"b2\",\"State\":\"stopped\"}]");

        Assert.Equal(CheckStatus.Pass, two.Result("Replicated.App.a1").Status);
        Assert.Equal(CheckStatus.Fail, two.Result("Replicated.App.b2").Status);
        Assert.Equal(CheckStatus.Fail, Sample.Platform.WithReplicated(PreflightItems.ReplicatedApp, "app status", "[]").Result("Replicated.App").Status);
        Assert.Equal(CheckStatus.Unknown, Sample.Platform.WithReplicated(PreflightItems.ReplicatedApp, "app status", "started?").Result("Replicated.App").Status);
    }

    [Fact]
    public void Replicated_that_is_stopped_is_one_failure()
    {
        const string Line = "Error response from daemon: Container 4f5a is not running";
        var sample = Sample.Platform;
        foreach (var (item, words) in new[]
        {
            (PreflightItems.ReplicatedSystem, "system status"), (PreflightItems.ReplicatedApp, "app status"), (PreflightItems.ReplicatedPreflight, "preflight run"),
        })
        {
            sample.With(item, $"{Ctl}{words} -o json\n{Line}\n", exit: 1);
        }

        var system = sample.Result("Replicated.System");
        Assert.Equal((CheckStatus.Fail, "Replicated is not running: " + Line), (system.Status, system.Message));
        Assert.StartsWith("sudo docker start replicated", system.Remedy, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Skip, sample.Result("Replicated.App").Status);
        Assert.Equal(CheckStatus.Skip, sample.Result("Replicated.Preflight").Status);
    }

    [Theory]
    [InlineData("Error: unknown command \"system\" for \"replicatedctl\"", CheckStatus.Unknown, "does not know the command")]
    [InlineData("cannot enable tty mode on non tty input", CheckStatus.Unknown, "wants a terminal")]
    [InlineData("sudo: a password is required", CheckStatus.Unknown, "the login may not ask Replicated")]
    [InlineData("sh: 1: docker: not found", CheckStatus.Unknown, "neither /usr/local/bin/replicatedctl nor a docker command")]
    [InlineData("dial unix /var/run/replicated/replicated-cli.sock: connect: connection refused", CheckStatus.Unknown, "does not answer its own command")]
    [InlineData("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", CheckStatus.Unknown, "because Docker Engine could not")]
    public void Obstacles(string line, CheckStatus status, string message)
    {
        var result = Sample.Platform.With(PreflightItems.ReplicatedSystem, $"{Ctl}system status -o json\n{line}\n", exit: 1).Result("Replicated.System");

        Assert.Equal(status, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.NotNull(result.Remedy);
    }

    [Theory]
    [InlineData("no socket at /var/run/docker.sock", 1, "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")]
    [InlineData("docker: not found", 127, "sh: 8: docker: not found")]
    public void Replicated_without_Docker_stands_on_it(string engine, int exit, string line)
    {
        var result = Sample.Platform
            .With(PreflightItems.DockerInfo, string.Empty, exit: exit, error: engine + "\n")
            .With(PreflightItems.ReplicatedSystem, $"{Ctl}system status -o json\n{line}\n", exit: exit)
            .Result("Replicated.System");

        Assert.Equal((CheckStatus.Skip, "Stands on Docker Engine, which did not answer: see Docker.Engine."), (result.Status, result.Message));
    }

    [Theory]
    [InlineData(EvidenceStatus.TimedOut, "did not end within 25 s")]
    [InlineData(EvidenceStatus.Skipped, "was not tried")]
    [InlineData(EvidenceStatus.Lost, "the connection ended")]
    [InlineData(EvidenceStatus.NotFound, "neither /usr/local/bin/replicatedctl nor a docker command")]
    public void Preflight_that_did_not_come_back(EvidenceStatus status, string message)
    {
        var result = Sample.Platform
            .With(PreflightItems.ReplicatedPreflight, string.Empty, status, error: status == EvidenceStatus.NotFound ? "docker: not found" : string.Empty)
            .Result("Replicated.Preflight");

        Assert.Equal(CheckStatus.Unknown, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replicated.system", "sudo docker logs --tail 50 replicated")]
    [InlineData("docker.info", "sudo service docker status")]
    public void Preflight_that_was_not_tried_names_what_stood_in_its_way(string blocker, string remedy)
    {
        var evidence = Sample.Platform.With(PreflightItems.ReplicatedPreflight, string.Empty, EvidenceStatus.Skipped).Evidence();
        var result = PreflightEvaluator.Evaluate(evidence with { Items = [.. evidence.Items.Select(item => item.Status == EvidenceStatus.Skipped ? item with { SkippedAfter = blocker } : item)] }, skipReplicated: false)
            .Single(one => one.Id == "Replicated.Preflight");

        Assert.Contains($"was not tried, because {blocker} on this host had not ended in time", result.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Replicated_that_hangs_is_not_Dockers_fault()
    {
        var result = Sample.Platform.With(PreflightItems.ReplicatedSystem, string.Empty, EvidenceStatus.TimedOut).Result("Replicated.System");

        Assert.Contains("sudo docker logs --tail 50 replicated", result.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("service docker", result.Remedy, StringComparison.Ordinal);
    }

    private static CheckResult[] Preflight(string text, int exit = 0) =>
        [.. Sample.Platform.WithReplicated(PreflightItems.ReplicatedPreflight, "preflight run", text, exit).Results()
            .Where(result => result.Id.StartsWith("Replicated.Preflight", StringComparison.Ordinal))];
}
