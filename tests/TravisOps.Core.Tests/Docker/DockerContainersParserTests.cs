using System;
using System.Linq;
using TravisOps.Checks.Docker;
using TravisOps.Core.Tests.Checks;
using TravisOps.Docker;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Docker;

public class DockerContainersParserTests
{
    public static TheoryData<string> Versions => ["1.7.1", "1.9.1", "1.12.6", "17.06.2", "18.09.9", "20.10.24", "24.0.7", "28.2.2"];

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_table_of_every_version(string version)
    {
        var containers = Parse(">>> ps\n" + Recorded.Text($"containers/{version}.txt"));

        Assert.Equal(DockerProblem.None, containers.Problem);
        Assert.Equal(8, containers.WithoutDetails);
        Assert.Equal(
            ["focused_yalow", "replicated-ui", "replicated-operator", "replicated", "replicated-statsd", "sleepy_dewdney", "nostalgic_pare", "sad_bell"],
            containers.All.Select(container => container.Name));
        Assert.Equal(
            [.. Enumerable.Repeat(DockerContainerState.Running, 5), DockerContainerState.Exited, DockerContainerState.Created, DockerContainerState.Restarting],
            containers.All.Select(container => container.State));
        Assert.All(containers.All, container => Assert.Equal((64, null), (container.Id.Length, container.UnreadPorts)));
        Assert.Equal((137, 1), (containers.All[5].ExitCode, containers.All[7].ExitCode));

        var main = containers.All[0];
        Assert.Equal("10.0.0.5:9874/quay.io-travisci-te-main:4be2c83", main.Image);
        Assert.Equal("80 443 4567 5672 32770", string.Join(' ', main.Ports.Where(port => port.HostAddress == "0.0.0.0").Select(port => port.HostPort)));
        Assert.Equal(version is "20.10.24" or "24.0.7" or "28.2.2" ? 5 : 0, main.Ports.Count(port => port.HostAddress == "::"));
        Assert.Equal(6, containers.All[3].Ports.Count(port => port.HostAddress == "0.0.0.0"));
        Assert.Contains(containers.All[4].Ports, port => port.ToString() == "0.0.0.0:32768->8125/udp");
        Assert.Contains(containers.All[4].Ports, port => port is { ContainerPort: 9875, Published: false });
    }

    [Fact]
    public void Inspect_as_docker_itself_prints_it()
    {
        var container = Assert.Single(Parse(">>> inspect\n" + Recorded.Text("containers/inspect-20.10.24.json")).All);

        Assert.Equal(("focused_yalow", DockerContainerState.Running, "te-main", "always"), (container.Name, container.State, container.HostName, container.RestartPolicy));
        Assert.Equal(("json-file", "10m"), (container.LogDriver, container.LogMaxSize));
        Assert.Equal(new DateTime(2023, 11, 23, 21, 45, 50, DateTimeKind.Utc), container.Created);
        Assert.Equal(
            ["0.0.0.0:32770->22/tcp", "[::]:32770->22/tcp", "0.0.0.0:80->80/tcp", "[::]:80->80/tcp", "10.0.0.5:443->443/tcp", "127.0.0.1:4567->4567/tcp", "0.0.0.0:5672->5672/tcp", "[::]:5672->5672/tcp"],
            container.Ports.Select(port => port.ToString()));
        Assert.Equal(5, container.ConfiguredPorts!.Count);
        Assert.DoesNotContain("/var/travis", container.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_counts_and_ps_fills_in_what_it_lacks()
    {
        var text = ContainerText.Of(ContainerText.TeMain(), new Container("busy", "travis:ruby") { Policy = "no" });

        // The last object is cut, as at the limit of the item.
        var containers = Parse(text[..^60]);

        Assert.Equal(["focused_yalow", "busy"], containers.All.Select(container => container.Name));
        Assert.Equal([0, null], containers.All.Select(container => container.RestartCount));
        Assert.Equal(1, containers.WithoutDetails);
        Assert.Equal("Up 2 days", containers.All[0].StatusText);
    }

    [Theory]
    [InlineData("created", DockerContainerState.Created)]
    [InlineData("running", DockerContainerState.Running)]
    [InlineData("paused", DockerContainerState.Paused)]
    [InlineData("restarting", DockerContainerState.Restarting)]
    [InlineData("exited", DockerContainerState.Exited)]
    [InlineData("dead", DockerContainerState.Dead)]
    public void States(string state, DockerContainerState expected)
    {
        var container = new Container("one", "image") { State = state, ExitCode = 3 };

        Assert.Equal(expected, Assert.Single(Parse(ContainerText.Of(container)).All).State);
        Assert.Equal(expected, Assert.Single(Parse(ContainerText.PsOnly(container)).All).State);
    }

    [Theory]
    [InlineData("", "", 1, DockerProblem.Other)]
    [InlineData("", "docker: not found\n", 127, DockerProblem.NotInstalled)]
    [InlineData("", "no socket at /var/run/docker.sock\n", 1, DockerProblem.NotRunning)]
    [InlineData("", "flag provided but not defined: --format\nGet http:///var/run/docker.sock/v1.19/containers/json?all=1: dial unix /var/run/docker.sock: permission denied. Are you trying to connect to a TLS-enabled daemon without TLS?\n", 1, DockerProblem.PermissionDenied)]
    [InlineData("", "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock\n", 1, DockerProblem.PermissionDenied)]
    [InlineData(">>> ps\n{\"broken\": \n>>> inspect\n{{{\n", "", 0, DockerProblem.Other)]
    [InlineData(">>> ps\nsome words\n", "", 0, DockerProblem.Other)]
    public void What_brings_no_list_says_why(string text, string error, int exit, DockerProblem problem)
    {
        var containers = Parse(text, error, exit);

        Assert.Equal(problem, containers.Problem);
        Assert.Empty(containers.All);
    }

    [Theory]
    [InlineData(">>> ps\n\n")]
    [InlineData(">>> ps\nCONTAINER ID        IMAGE               COMMAND             CREATED             STATUS              PORTS               NAMES\n")]
    public void An_engine_without_containers_is_no_problem(string text) =>
        Assert.Equal((DockerProblem.None, 0), (Parse(text).Problem, Parse(text).All.Count));

    [Fact]
    public void Names_of_links_are_not_the_name()
    {
        var id = new string('a', 64);

        Assert.Equal("db", Assert.Single(Parse($">>> ps\n{id}\tpostgres\t\tUp 2 days\t\tweb/postgres,db\n").All).Name);
    }

    [Fact]
    public void Nothing_that_a_host_prints_makes_it_throw()
    {
        var text = ContainerText.Of(ContainerText.TeMain(), ContainerText.Replicated());
        var random = new Random(17);
        for (var i = 0; i < 2000; i++)
        {
            var letters = text.ToCharArray();
            for (var n = random.Next(1, 8); n > 0; n--)
            {
                letters[random.Next(letters.Length)] = (char)random.Next(1, 255);
            }

            Assert.NotNull(Parse(new string(letters, 0, random.Next(letters.Length))));
        }
    }

    private static DockerContainers Parse(string text, string error = "", int exit = 0) => DockerContainersParser.Parse(new EvidenceItem
    {
        Name = DockerItems.Containers.Name,
        Source = DockerItems.Containers.Source,
        Status = EvidenceStatus.Collected,
        ExitCode = exit,
        Text = text,
        ErrorText = error,
    });
}
