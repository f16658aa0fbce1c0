using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using Xunit;

namespace TravisOps.Core.Tests.Checks.Docker;

public class ContainerChecksTests
{
    private const string RabbitError =
        "OCI runtime create failed: container_linux.go:348: starting container process caused \"process_linux.go:402: container init caused \\\"rootfs_linux.go:58: mounting \\\\\\\"/etc/travis/ssl/rabbitmq.cert\\\\\\\" to rootfs caused \\\\\\\"not a directory\\\\\\\"\\\"\": unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type";

    [Fact]
    public void Te_main_that_is_not_there() => Check("Docker.TeMain", CheckStatus.Fail, "There is no te-main container on this host", ContainerText.Replicated());

    [Fact]
    public void Te_main_twice() => Check(
        "Docker.TeMain", CheckStatus.Fail, "2 te-main containers run: two, the newest, and one.", ContainerText.TeMain("one"), ContainerText.TeMain("two") with { Created = Sample.CollectedAt });

    [Fact]
    public void Te_main_with_stopped_ones_beside() => Check(
        "Docker.TeMain", CheckStatus.Pass, "te-main runs as focused_yalow (10.0.0.5:9874/quay.io-travisci-te-main:4be2c83). Beside it 1 stopped ones are left",
        ContainerText.TeMain(), ContainerText.TeMain("old") with { State = "exited" });

    [Theory]
    [InlineData("exited", 137, true, "te-main has exited (137: killed for want of memory).", "sudo docker logs --tail 50 focused_yalow")]
    [InlineData("exited", 0, false, "te-main has exited (0).", "sudo docker logs --tail 50 focused_yalow")]
    [InlineData("paused", 0, false, "te-main is paused.", "sudo docker unpause focused_yalow")]
    [InlineData("restarting", 1, false, "te-main ends and is restarted again and again (1).", "sudo docker logs --tail 50 focused_yalow")]
    public void Te_main_that_does_not_run(string state, int exit, bool memory, string message, string remedy)
    {
        var sample = Sample.Platform.WithDocker().WithContainers(ContainerText.TeMain() with { State = state, ExitCode = exit, OutOfMemory = memory }, ContainerText.Replicated());

        var result = sample.DockerResult("Docker.TeMain");
        Assert.Equal((CheckStatus.Fail, message), (result.Status, result.Message));
        Assert.StartsWith(remedy, result.Remedy, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Skip, sample.DockerResult("Docker.Bindings").Status);
    }

    [Theory]
    [InlineData(RabbitError, "a directory of /etc/travis/ssl/rabbitmq.cert", "sudo rm -r /etc/travis/ssl/rabbitmq.cert")]
    [InlineData("could not create session key: disk quota exceeded", "the kernel's quota of keys", "kernel.keys.maxkeys")]
    [InlineData("devmapper: dm_task_set_cookie failed", "no semaphores left", "sudo service docker restart")]
    [InlineData("write /var/lib/docker/x: no space left on device", "a disk is full", "df -h")]
    [InlineData("driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is already allocated", "another container holds the port", "docker ps")]
    public void Errors_whose_cause_is_known(string error, string cause, string remedy)
    {
        var main = Sample.Platform.WithDocker().WithContainers(ContainerText.TeMain() with { State = "created", Error = error }, ContainerText.Replicated()).DockerResult("Docker.TeMain");
        Assert.Contains(cause, main.Message, StringComparison.Ordinal);
        Assert.Contains(error, main.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, main.Remedy, StringComparison.Ordinal);

        var builds = Enumerable.Range(1, 3).Select(n => new Container("travis-job-" + n, "travis:ruby") { Policy = "no", State = "created", Error = error }).Append(ContainerText.Worker());
        var result = Sample.Worker.WithDocker().WithContainers([.. builds]).DockerResult("Docker.Containers.errors");
        Assert.Equal(CheckStatus.Fail, result.Status);
        Assert.StartsWith("Docker could not start 3 containers: " + error, result.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_whose_cause_is_not_known_are_told_as_they_are()
    {
        var result = Sample.Worker.WithDocker().WithContainers(new Container("job", "travis:ruby") { Policy = "no", State = "created", Error = "beep" }).DockerResult("Docker.Containers.errors");

        Assert.Equal((CheckStatus.Warn, "Docker could not start job: beep"), (result.Status, result.Message));
    }

    [Fact]
    public void A_service_that_stands()
    {
        var result = Sample.Platform.WithDocker()
            .WithContainers(ContainerText.TeMain(), ContainerText.Replicated() with { State = "exited", ExitCode = 2 })
            .DockerResult("Docker.Containers.replicated");

        Assert.Equal((CheckStatus.Fail, "replicated has exited (2)."), (result.Status, result.Message));
        Assert.Equal("sudo docker logs --tail 50 replicated; sudo docker start replicated", result.Remedy);
    }

    [Theory]
    [InlineData("seed", "corp/seed:1", "on-failure", 0, false)]
    [InlineData("seed", "corp/seed:1", "on-failure", 1, true)]
    [InlineData("seed", "corp/seed:1", "unless-stopped", 0, true)]
    [InlineData("elated_bell", "registry.replicated.com/library/support-bundle:1.0", "no", 0, false)]
    [InlineData("replicated-x", "quay.io/replicated/replicated:2.34.1", "always", 0, true)]
    [InlineData("replicated-ui", "quay.io/replicated/replicated-ui:2.34.1", "no", 0, true)]
    [InlineData("retraced-postgres", "registry.replicated.com/library/retraced-postgres:10.3", "no", 0, true)]
    [InlineData("elated_bell", "travisci/worker:v6.2.1", "no", 0, false)]
    [InlineData("travis-worker", "corp/worker:v6.2.1", "no", 0, true)]
    public void A_container_that_has_done_its_work_does_not_stand(string name, string image, string policy, int exit, bool stands)
    {
        var container = new Container(name, image) { Policy = policy, State = "exited", ExitCode = exit };
        var results = Sample.Platform.WithDocker().WithContainers(ContainerText.TeMain(), ContainerText.Replicated(), container).DockerResults();

        Assert.Equal(stands, results.Any(result => result.Id == "Docker.Containers." + name && result.Status == CheckStatus.Fail));
        Assert.Equal(!stands, results.Any(result => result.Id == "Docker.Containers" && result.Status == CheckStatus.Pass));
    }

    [Fact]
    public void What_Replicated_ran_once_is_not_Replicated() =>
        Check("Docker.Containers.replicated", CheckStatus.Fail, "There is no container of Replicated", ContainerText.TeMain(), new Container("elated_bell", "registry.replicated.com/library/support-bundle:1.0") { Policy = "no", State = "exited" });

    [Fact]
    public void The_worker_is_the_container_of_that_name() => Assert.Equal(
        "v6.2.2",
        TravisOps.Environments.EnvironmentJudge.Judge(
            Sample.Worker.WithDocker().WithContainers(new Container("elated_bell", "travisci/worker:v6.2.1") { Policy = "no", State = "exited" }, ContainerText.Worker()).Evidence(), DateTime.MinValue).WorkerVersion);

    [Fact]
    public void A_platform_without_Replicated() =>
        Check("Docker.Containers.replicated", CheckStatus.Fail, "There is no container of Replicated", ContainerText.TeMain());

    [Theory]
    [InlineData(19, CheckStatus.Pass)]
    [InlineData(20, CheckStatus.Warn)]
    public void Containers_that_builds_left_behind(int count, CheckStatus status)
    {
        var left = Enumerable.Range(1, count).Select(n => new Container("job-" + n, "travis:ruby") { Policy = "no", State = "exited" });
        var result = Sample.Worker.WithDocker().WithContainers([ContainerText.Worker(), .. left]).DockerResults().Single(one => one.Id.StartsWith("Docker.Containers", StringComparison.Ordinal));

        Assert.Equal(status, result.Status);
    }

    [Theory]
    [InlineData("restarting", 0, 0, CheckStatus.Fail, "ends and is started again and again")]
    [InlineData("restarting", 12, 0, CheckStatus.Fail, "12 times since a person started it")]
    [InlineData("running", 3, 9, CheckStatus.Fail, "ends and is started again and again")]
    [InlineData("running", 3, 11, CheckStatus.Warn, "ended and was started again")]
    [InlineData("running", 1, 1, CheckStatus.Warn, "once since a person started it")]
    public void Restarts(string state, int count, int minutes, CheckStatus status, string message)
    {
        // The host's clock is an hour ahead: its own time counts.
        var container = ContainerText.Replicated() with { State = state, ExitCode = 3, RestartCount = count, Started = Sample.CollectedAt.AddMinutes(60 - minutes) };
        var result = Sample.Platform.WithDocker().Connected(connection => connection with { ClockOffset = TimeSpan.FromHours(1) })
            .WithContainers(ContainerText.TeMain(), container).DockerResult("Docker.Restarts.replicated");

        Assert.Equal(status, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restarts_of_long_ago_are_over() =>
        Check("Docker.Restarts", CheckStatus.Pass, "No container is restarting", ContainerText.TeMain() with { RestartCount = 40, Started = Sample.CollectedAt.AddDays(-2) });

    [Fact]
    public void Restarts_that_are_not_told_are_not_known()
    {
        var result = Sample.Platform.WithDocker().With(DockerItems.Containers, ContainerText.PsOnly(ContainerText.TeMain())).DockerResult("Docker.Restarts");

        Assert.Equal(CheckStatus.Unknown, result.Status);
        Assert.Contains("focused_yalow", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bindings_are_results_with_what_is_expected_and_what_is_there()
    {
        var sample = Sample.Platform.WithDocker().WithContainers(
            ContainerText.TeMain() with { Bindings = [("80/tcp", "0.0.0.0", 8080), .. ContainerText.ManualBindings[1..], ("15672/tcp", "0.0.0.0", 15672)] }, ContainerText.Replicated());

        var moved = sample.DockerResult("Docker.Bindings.80");
        Assert.Equal((CheckStatus.Fail, "0.0.0.0:80->80/tcp", "0.0.0.0:8080->80/tcp"), (moved.Status, moved.Expected, moved.Actual));
        Assert.Equal("0.0.0.0:(dynamic)->22/tcp", sample.DockerResult("Docker.Bindings.22").Expected);
        Assert.Equal((CheckStatus.Warn, "not published"), (sample.DockerResult("Docker.Bindings.focused_yalow-15672-tcp").Status, sample.DockerResult("Docker.Bindings.focused_yalow-15672-tcp").Expected));
    }

    private static void Check(string id, CheckStatus status, string message, params Container[] containers)
    {
        var result = Sample.Platform.WithDocker().WithContainers(containers).DockerResult(id);
        Assert.Equal(status, result.Status);
        Assert.StartsWith(message, result.Message, StringComparison.Ordinal);
    }
}
