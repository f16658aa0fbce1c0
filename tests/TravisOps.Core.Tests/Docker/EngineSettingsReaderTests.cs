using System.Linq;
using TravisOps.Docker;
using Xunit;

namespace TravisOps.Core.Tests.Docker;

public class EngineSettingsReaderTests
{
    private const string Shipped = "# Docker Upstart and SysVinit configuration file\n#DOCKER_OPTS=\"--dns 8.8.8.8\"\nDOCKER_OPTS=\"-H tcp://0.0.0.0:4243 -H unix://var/run/docker.sock --storage-driver=aufs --icc=false\"\n";

    [Fact]
    public void Options_of_a_worker_as_shipped()
    {
        var settings = EngineSettingsReader.Read(null, Shipped, null);

        Assert.Equal(["tcp://0.0.0.0:4243", "unix://var/run/docker.sock"], settings.Hosts.Select(host => host.Text));
        Assert.Equal([4243, null], settings.Hosts.Select(host => host.Port));
        Assert.All(settings.Hosts, host => Assert.Equal("/etc/default/docker", host.Source));
        Assert.Equal((false, false), (settings.InterContainer, settings.TlsVerify));
    }

    [Fact]
    public void Flags_of_the_running_engine_count_before_the_file()
    {
        var settings = EngineSettingsReader.Read("dockerd\n-H\nfd://\n--log-driver\njournald\n--log-opt=max-size=5m\n", Shipped, null);

        Assert.Equal(["fd://"], settings.Hosts.Select(host => host.Text));
        Assert.Equal(("journald", "5m", (bool?)null), (settings.LogDriver, settings.LogMaxSize, settings.InterContainer));
    }

    [Theory]
    [InlineData("dockerd\n-H=tcp://:2375\n", 2375)]
    [InlineData("dockerd\n-Htcp://10.0.0.5:4243\n", 4243)]
    [InlineData("dockerd\n--host\ntcp://[::]:4243/\n", 4243)]
    [InlineData("dockerd\n--host=tcp://0.0.0.0\n", 2375)]
    [InlineData("dockerd\n-H\n0.0.0.0:4243\n", 4243)]
    [InlineData("dockerd\n-H\n/var/run/docker.sock\n", null)]
    [InlineData("dockerd\n-H\n", null)]
    public void Every_way_to_name_an_address(string arguments, int? port) =>
        Assert.Equal(port, Assert.Single(EngineSettingsReader.Read(arguments, null, null).Hosts).Port);

    [Fact]
    public void Daemon_json()
    {
        var settings = EngineSettingsReader.Read(
            "dockerd\n-H\nfd://\n", null, """{"hosts": ["tcp://0.0.0.0:4243", 7], "tlsverify": true, "icc": false, "log-driver": "json-file", "log-opts": {"max-size": "50m"}}""");

        Assert.Equal(["fd://", "tcp://0.0.0.0:4243"], settings.Hosts.Select(host => host.Text));
        Assert.Equal((true, false, "json-file", "50m"), (settings.TlsVerify, settings.InterContainer, settings.LogDriver, settings.LogMaxSize));
        Assert.Equal(["hosts"], settings.Conflicts);
    }

    [Theory]
    [InlineData("{\"icc\": false,\n}", "it is no JSON from line 2 on")]
    [InlineData("[]", "it is not an object in braces")]
    [InlineData("icc=false", "it is no JSON from line 1 on")]
    [InlineData("", null)]
    [InlineData("{}", null)]
    public void Daemon_json_that_is_broken(string text, string? problem) => Assert.Equal(problem, EngineSettingsReader.Read(null, null, text).DaemonJsonProblem);
}
