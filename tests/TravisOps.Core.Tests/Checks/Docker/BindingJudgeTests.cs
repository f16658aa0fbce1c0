using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Docker;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Checks.Docker;

public class BindingJudgeTests
{
    private const string Bound = "80=Bound 443=Bound 4567=Bound 5672=Bound 22=Bound";

    public static TheoryData<string> Versions => TravisOps.Core.Tests.Docker.DockerContainersParserTests.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public void Docker_ps_of_every_version_is_enough(string version)
    {
        var report = BindingJudge.Judge(Sample.Platform.With(DockerItems.Containers, ">>> ps\n" + Recorded.Text($"containers/{version}.txt")).Evidence(), all: false);

        Assert.Equal(Bound, States(report));
        Assert.Empty(report.Warnings);
        Assert.All(report.Bindings, binding => Assert.Equal(("focused_yalow", CheckStatus.Pass, 64), (binding.ContainerName, binding.Status, binding.ContainerId!.Length)));
        Assert.Equal([80, 443, 4567, 5672, null], report.Bindings.Select(binding => binding.ExpectedHostPort));
        Assert.Equal([80, 443, 4567, 5672, 32770], report.Bindings.Select(binding => binding.HostPort));
    }

    [Fact]
    public void One_address_of_two_versions_is_one_binding()
    {
        var binding = Judge(ContainerText.TeMain() with { Bindings = [.. ContainerText.ManualBindings, ("80/tcp", "::", 80)] }).Bindings[0];

        Assert.Equal(("0.0.0.0, [::]", 80, DockerBindingState.Bound), (binding.HostAddress, binding.HostPort, binding.State));
    }

    [Fact]
    public void Port_22_may_be_anywhere_and_on_another_port_for_IPv6() =>
        Assert.Equal(Bound, States(Judge(ContainerText.TeMain() with { Bindings = [.. ContainerText.ManualBindings[..4], ("22/tcp", "0.0.0.0", 49153), ("22/tcp", "::", 49154)] })));

    [Fact]
    public void Missing()
    {
        var report = Judge(ContainerText.TeMain() with { Bindings = [.. ContainerText.ManualBindings.Where(one => one.Item1 is not ("443/tcp" or "22/tcp"))] });

        Assert.Equal("80=Bound 443=Missing 4567=Bound 5672=Bound 22=Missing", States(report));
        Assert.Equal((CheckStatus.Fail, null, null), (report.Bindings[1].Status, report.Bindings[1].HostAddress, report.Bindings[1].HostPort));
        Assert.Equal(CheckStatus.Warn, report.Bindings[4].Status);
        Assert.Contains("app start", report.Bindings[1].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, CheckStatus.Warn)]
    [InlineData(null, "set amqp.host ?", CheckStatus.Warn)]
    [InlineData(null, "set database.host db.example.com\nsetting enable_ha 1", CheckStatus.Warn)]
    [InlineData(null, "set amqp.host mq.example.com", CheckStatus.Skip)]
    [InlineData(null, "set amqp.url amqps://mq.example.com:5671", CheckStatus.Skip)]
    [InlineData(null, "set amqp.host 127.0.0.1", CheckStatus.Fail)]
    [InlineData(null, "set host travis.example.com\nset amqp.host travis.example.com", CheckStatus.Fail)]
    [InlineData("amqp host mq.example.com", null, CheckStatus.Skip)]
    [InlineData("amqp host localhost", null, CheckStatus.Fail)]
    [InlineData("amqp host te-main", null, CheckStatus.Fail)]
    [InlineData("amqp username travis", null, CheckStatus.Warn)]
    public void The_ports_of_a_broker_that_is_another_machine_are_not_needed(string? broker, string? github, CheckStatus status)
    {
        var sample = Sample.Platform.WithDocker().WithContainers(ContainerText.TeMain() with { Bindings = [.. ContainerText.ManualBindings.Where(one => one.Item1 is not ("4567/tcp" or "5672/tcp"))] }, ContainerText.Replicated());
        if (broker is not null)
        {
            sample.With(TravisOps.Workers.WorkerItems.Broker, $"from travis.yml\n{broker}\nend\n");
        }

        if (github is not null)
        {
            sample.With(TravisOps.Environments.EnvironmentItems.GitHub, github + "\n");
        }

        var bindings = Judge(sample, all: false).Bindings.Where(one => one.ContainerPort is 4567 or 5672).ToList();

        Assert.Equal([status, status], bindings.Select(one => one.Status));
        Assert.All(bindings, one => Assert.Equal(status == CheckStatus.Fail, one.Remedy?.Contains("app stop", StringComparison.Ordinal) == true));

        var result = sample.DockerResult("Docker.Bindings.5672");
        var closed = new TravisOps.Firewall.FirewallResult
        {
            Id = "Firewall.RabbitMq", Area = "Firewall", ComputerName = result.ComputerName, Role = TravisRole.Platform, Status = CheckStatus.Fail, Message = "refused", Detail = "refused", Remedy = "open it",
            Source = "worker-1", Port = 5672, Service = "RabbitMQ", State = TravisOps.Firewall.PortState.Closed,
        };
        Assert.Equal(status == CheckStatus.Warn ? CheckStatus.Fail : CheckStatus.Skip, TravisOps.Checks.Overall.CauseTree.Apply([closed], [result, closed]).Single().Status);
    }

    [Fact]
    public void A_te_main_that_serves_one_of_the_brokers_ports_needs_the_other()
    {
        var binding = Judge(ContainerText.TeMain() with { Bindings = [.. ContainerText.ManualBindings.Where(one => one.Item1 != "4567/tcp")] }).Bindings[2];

        Assert.Equal((4567, CheckStatus.Fail), (binding.ContainerPort, binding.Status));
        Assert.Contains("app start", binding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_because_another_container_holds_the_port()
    {
        var report = Judge(
            ContainerText.TeMain() with { Bindings = ContainerText.ManualBindings[1..] },
            new Container("nginx", "nginx:1.13") { Bindings = [("80/tcp", "0.0.0.0", 80)] });

        Assert.Contains("nginx (nginx:1.13) holds that port of the host.", report.Bindings[0].Message, StringComparison.Ordinal);
        Assert.Equal(5, report.Bindings.Count);
    }

    [Fact]
    public void Missing_in_a_container_with_the_network_of_the_host() => Assert.All(
        Judge(ContainerText.TeMain() with { Bindings = [], Network = "host" }).Bindings,
        binding => Assert.Equal((DockerBindingState.Missing, CheckStatus.Warn), (binding.State, binding.Status)));

    [Fact]
    public void Moved()
    {
        var report = Judge(ContainerText.TeMain() with { Bindings = [("80/tcp", "0.0.0.0", 8080), .. ContainerText.ManualBindings[1..]] });

        Assert.Equal("80=Moved 443=Bound 4567=Bound 5672=Bound 22=Bound", States(report));
        Assert.Equal((80, 8080, CheckStatus.Fail), (report.Bindings[0].ExpectedHostPort, report.Bindings[0].HostPort, report.Bindings[0].Status));
    }

    [Fact]
    public void Right_and_elsewhere_too()
    {
        var report = Judge(ContainerText.TeMain() with { Bindings = [("80/tcp", "0.0.0.0", 8080), .. ContainerText.ManualBindings] });

        Assert.Equal(Bound + " 80=Unexpected", States(report));
        Assert.Equal((8080, CheckStatus.Warn), (report.Bindings[5].HostPort, report.Bindings[5].Status));
    }

    [Theory]
    [InlineData("10.0.0.5", CheckStatus.Warn)]
    [InlineData("127.0.0.1", CheckStatus.Fail)]
    [InlineData("::", CheckStatus.Warn)]
    [InlineData("::1", CheckStatus.Fail)]
    public void Restricted(string address, CheckStatus status)
    {
        var report = Judge(ContainerText.TeMain() with { Bindings = [("80/tcp", address, 80), .. ContainerText.ManualBindings[1..]] });

        Assert.Equal("80=Restricted 443=Bound 4567=Bound 5672=Bound 22=Bound", States(report));
        Assert.Equal((status, 80), (report.Bindings[0].Status, report.Bindings[0].HostPort));
    }

    [Fact]
    public void Another_protocol_is_another_binding() => Assert.Equal(
        "80=Missing 443=Bound 4567=Bound 5672=Bound 22=Bound 80=Unexpected",
        States(Judge(ContainerText.TeMain() with { Bindings = [("80/udp", "0.0.0.0", 80), .. ContainerText.ManualBindings[1..]] })));

    [Theory]
    [InlineData("exited", "has exited (1)")]
    [InlineData("created", "was made and has never run")]
    [InlineData("restarting", "ends and is restarted again and again (1)")]
    [InlineData("paused", "is paused")]
    [InlineData("dead", "is dead")]
    public void Stopped_shows_what_it_is_made_for(string state, string words)
    {
        var report = Judge(ContainerText.TeMain() with { State = state, ExitCode = 1, Bindings = [("80/tcp", string.Empty, 80), ("443/tcp", "0.0.0.0", 8443), ("22/tcp", string.Empty, 0)] });

        Assert.Equal("80=Stopped 443=Stopped 4567=Missing 5672=Missing 22=Stopped", States(report));
        Assert.Equal((80, "0.0.0.0"), (report.Bindings[0].HostPort, report.Bindings[0].HostAddress));
        Assert.Contains(words, report.Bindings[0].Message, StringComparison.Ordinal);
        Assert.Contains("made for port 8443 of the host, which is the wrong one", report.Bindings[1].Message, StringComparison.Ordinal);
        Assert.All(report.Bindings, binding => Assert.Equal(CheckStatus.Fail, binding.Status));
    }

    [Fact]
    public void Stopped_by_docker_ps_alone()
    {
        var report = Judge(Sample.Platform.With(DockerItems.Containers, ContainerText.PsOnly(ContainerText.TeMain() with { State = "exited", ExitCode = 137 })), false);

        Assert.Equal("80=Stopped 443=Stopped 4567=Stopped 5672=Stopped 22=Stopped", States(report));
    }

    [Fact]
    public void None_is_said()
    {
        var report = Judge(ContainerText.Replicated());

        Assert.Equal("80=Missing 443=Missing 4567=Missing 5672=Missing 22=Missing", States(report));
        Assert.All(report.Bindings, binding => Assert.StartsWith("There is no te-main container on this host", binding.Message, StringComparison.Ordinal));
        Assert.Equal("platform.example.com has no te-main container, neither running nor stopped.", Assert.Single(report.Warnings));
    }

    [Fact]
    public void Running_before_exited_and_newest_first()
    {
        var newest = ContainerText.TeMain("old_exited") with { State = "exited", Created = Sample.CollectedAt };
        var older = ContainerText.TeMain("older_exited") with { State = "exited", Created = Sample.CollectedAt.AddDays(-9) };

        Assert.Equal("focused_yalow", Judge(newest, ContainerText.TeMain(), older).Bindings[0].ContainerName);
        Assert.Equal("old_exited", Judge(older, newest).Bindings[0].ContainerName);
    }

    [Fact]
    public void Two_that_run_are_said()
    {
        var second = ContainerText.TeMain("sleepy_dewdney") with { Created = Sample.CollectedAt, Bindings = [("80/tcp", "0.0.0.0", 8080)] };
        var report = Judge(ContainerText.TeMain(), second);

        Assert.Equal("80=Moved 443=Missing 4567=Missing 5672=Missing 22=Missing 22=Unexpected 80=Unexpected 443=Unexpected 4567=Unexpected 5672=Unexpected", States(report));
        Assert.Equal("sleepy_dewdney", report.Bindings[0].ContainerName);
        Assert.Contains("focused_yalow", report.Bindings[1].Message, StringComparison.Ordinal);
        Assert.All(report.Bindings.Skip(5), binding => Assert.Equal(("focused_yalow", CheckStatus.Fail), (binding.ContainerName, binding.Status)));
        Assert.Contains("runs 2 te-main containers: sleepy_dewdney, the newest, and focused_yalow", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("te-main", "0123456789ab")]
    [InlineData("focused_yalow", "quay.io/travisci/TE-MAIN:latest")]
    [InlineData("unnamed", "0123456789ab")]
    public void Found_by_name_image_or_host_name(string name, string image) =>
        Assert.Equal(Bound, States(Judge(new Container(name, image) { Bindings = ContainerText.ManualBindings })));

    [Fact]
    public void All_shows_every_container_with_published_ports()
    {
        var report = Judge(
            Sample.Platform.WithContainers(
                ContainerText.TeMain() with { Bindings = ContainerText.ManualBindings[1..] },
                ContainerText.Replicated(),
                new Container("nginx", "nginx") { Bindings = [("8080/tcp", "0.0.0.0", 80)] },
                new Container("backup", "backup") { State = "exited", Bindings = [("873/tcp", "0.0.0.0", 873)] },
                new Container("quiet", "busybox")),
            all: true);

        Assert.Equal("80=Missing 443=Bound 4567=Bound 5672=Bound 22=Bound 9874=Bound 8080=Unexpected 873=Stopped", States(report));
        Assert.Equal((CheckStatus.Fail, "nginx holds port 80 of the host, which te-main needs."), (report.Bindings[6].Status, report.Bindings[6].Message));
    }

    [Fact]
    public void A_worker_has_only_what_its_containers_publish()
    {
        var worker = Sample.Worker.WithContainers(ContainerText.Worker(), new Container("registry", "registry:2") { Bindings = [("5000/tcp", "0.0.0.0", 80)] });

        Assert.Empty(Judge(worker, all: false).Bindings);
        Assert.Equal("5000=Bound", States(Judge(worker, all: true)));
    }

    [Theory]
    [InlineData(EvidenceStatus.NotFound, "", "", "The containers of platform.example.com are not known (docker ps -a): there is no docker command.")]
    [InlineData(EvidenceStatus.TimedOut, "", "", "The containers of platform.example.com are not known (docker ps -a): Could not be looked at: docker.containers did not end within 10 s and was ended.")]
    [InlineData(EvidenceStatus.Collected, "", "Got permission denied while trying to connect to the Docker daemon socket", "The containers of platform.example.com are not known (docker ps -a): the login may not ask Docker Engine: Got permission denied while trying to connect to the Docker daemon socket")]
    [InlineData(EvidenceStatus.Collected, "", "no socket at /var/run/docker.sock", "The containers of platform.example.com are not known (docker ps -a): Docker Engine did not answer: no socket at /var/run/docker.sock")]
    [InlineData(EvidenceStatus.Collected, ">>> ps\n{\"Id\": \n", "", "The containers of platform.example.com are not known (docker ps -a): the answer can't be read: {\"Id\":")]
    public void What_is_not_known_names_host_and_command(EvidenceStatus status, string text, string error, string message)
    {
        var report = Judge(Sample.Platform.With(DockerItems.Containers, text, status, 1, error), all: true);

        Assert.Equal(message, report.Failure!.Message);
        Assert.False(string.IsNullOrEmpty(report.Failure.Remedy));
        Assert.Empty(report.Bindings);
    }

    [Fact]
    public void Ports_that_can_not_be_read_are_not_taken_for_missing()
    {
        var text = ContainerText.PsOnly(ContainerText.TeMain()).Replace("0.0.0.0:80->80/tcp", "0.0.0.0:80=>80/tcp", StringComparison.Ordinal);
        var report = Judge(Sample.Platform.With(DockerItems.Containers, text), false);

        Assert.Empty(report.Bindings);
        Assert.Contains("the PORTS column of focused_yalow can't be read: 0.0.0.0:80=>80/tcp", report.Failure!.Message, StringComparison.Ordinal);
    }

    private static BindingReport Judge(params Container[] containers) => Judge(Sample.Platform.WithContainers(containers), all: false);

    private static BindingReport Judge(Sample sample, bool all) => BindingJudge.Judge(sample.Evidence(), all);

    private static string States(BindingReport report) => string.Join(' ', report.Bindings.Select(binding => $"{binding.ContainerPort}={binding.State}"));
}
