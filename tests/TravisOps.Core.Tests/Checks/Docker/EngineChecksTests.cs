using System;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Checks.Docker;

public class EngineChecksTests
{
    private const string Open = "   0: 00000000:1093 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1\n";
    private const string Loopback = "   0: 0100007F:1093 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1\n";
    private const string One = "   0: 0500000A:1093 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1\n";
    private const string Open6 = "   0: 00000000000000000000000000000000:1093 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1\n";
    private const string Plain = "dockerd\n-H\ntcp://0.0.0.0:4243\n";

    [Theory]
    [InlineData(Open, Plain, CheckStatus.Fail, "Docker Engine takes commands on 0.0.0.0:4243 from everybody who reaches this host, without asking who it is")]
    [InlineData(Open, Plain + "--tlsverify\n", CheckStatus.Pass, "asks for a client's certificate")]
    [InlineData(One, Plain, CheckStatus.Warn, "from whoever reaches that address")]
    [InlineData(Loopback, Plain, CheckStatus.Pass, "takes commands from this host only")]
    [InlineData("\n", Plain, CheckStatus.Pass, "Nothing listens on tcp://0.0.0.0:4243")]
    [InlineData("\n", "dockerd\n", CheckStatus.Pass, "Docker Engine listens on no TCP port.")]
    [InlineData(Open, "dockerd\n", CheckStatus.Warn, "Something listens on 0.0.0.0:4243")]
    [InlineData(Open, null, CheckStatus.Fail, "its settings could not be read; if it is Docker's")]
    public void Open_port(string tcp, string? arguments, CheckStatus status, string message)
    {
        var sample = Sample.Worker.WithDocker().With(DockerItems.Tcp4, tcp);
        var result = (arguments is null ? sample.With(DockerItems.EngineArguments, string.Empty, exit: 1) : sample.With(DockerItems.EngineArguments, arguments)).DockerResult("Docker.OpenPort");

        Assert.Equal(status, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_port_of_IPv6_as_Go_listens_on_all() => Assert.Equal(
        CheckStatus.Fail,
        Sample.Worker.WithDocker().With(DockerItems.Tcp6, Open6).With(DockerItems.EngineArguments, Plain).DockerResult("Docker.OpenPort").Status);

    [Fact]
    public void Open_port_by_daemon_json()
    {
        var result = Sample.Worker.WithDocker().With(DockerItems.Tcp4, Open.Replace("1093", "1F90", StringComparison.Ordinal))
            .With(DockerItems.DaemonJson, "{\"hosts\": [\"tcp://0.0.0.0:8080\"]}").DockerResult("Docker.OpenPort");

        Assert.Equal((CheckStatus.Fail, "0.0.0.0:8080"), (result.Status, result.Actual));
        Assert.Contains("/etc/docker/daemon.json", result.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("14.04", CheckStatus.Warn)]
    [InlineData("16.04", CheckStatus.Pass)]
    public void Options_of_upstart_count_where_upstart_reads_them(string release, CheckStatus status)
    {
        var result = Sample.Worker.WithDocker()
            .With(PreflightItems.OsRelease, Recorded.Text($"hosts/os-{release}.txt"))
            .With(DockerItems.EngineArguments, string.Empty, exit: 1)
            .With(DockerItems.DefaultDocker, "DOCKER_OPTS=\"--icc=false --storage-driver=overlay2\"\n")
            .DockerResult("Docker.Settings");

        Assert.Equal(status, result.Status);
    }

    [Theory]
    [InlineData("{\"icc\": false", "", CheckStatus.Warn, "Docker Engine runs, and will not start again with it.")]
    [InlineData("{\"icc\": false", "no socket at /var/run/docker.sock", CheckStatus.Fail, "Docker Engine does not start with it.")]
    public void Broken_settings(string json, string error, CheckStatus status, string message)
    {
        var sample = Sample.Worker.WithDocker().With(DockerItems.DaemonJson, json);
        if (error.Length > 0)
        {
            sample.With(PreflightItems.DockerInfo, string.Empty, exit: 1, error: error);
        }

        var result = sample.DockerResult("Docker.Settings");
        Assert.Equal(status, result.Status);
        Assert.EndsWith(message, result.Message, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Unknown, sample.DockerResult("Docker.InterContainer").Status);
    }

    [Theory]
    [InlineData(EvidenceStatus.NotFound, CheckStatus.Pass)]
    [InlineData(EvidenceStatus.Denied, CheckStatus.Unknown)]
    public void Settings_that_are_not_there_or_may_not_be_read(EvidenceStatus found, CheckStatus status) =>
        Assert.Equal(status, Sample.Worker.WithDocker().With(DockerItems.DaemonJson, string.Empty, found).DockerResult("Docker.Settings").Status);

    [Theory]
    [InlineData(TravisRole.Worker, "{\"icc\": false}", CheckStatus.Pass)]
    [InlineData(TravisRole.Worker, "{}", CheckStatus.Warn)]
    [InlineData(TravisRole.Platform, "{}", CheckStatus.Pass)]
    [InlineData(TravisRole.Platform, "{\"icc\": false}", CheckStatus.Warn)]
    public void Builds_apart(TravisRole role, string json, CheckStatus status) =>
        Assert.Equal(status, Sample.Of(role).WithDocker().With(DockerItems.DaemonJson, json).DockerResult("Docker.InterContainer").Status);

    [Theory]
    [InlineData(TravisRole.Worker, "journald", "{}", "50m", CheckStatus.Pass, "to the journal")]
    [InlineData(TravisRole.Worker, "json-file", "{}", "50m", CheckStatus.Warn, "json-file without max-size. The worker's installer sets journald.")]
    [InlineData(TravisRole.Worker, "json-file", "{\"log-opts\": {\"max-size\": \"5m\"}}", "50m", CheckStatus.Pass, "files of 5m at the most")]
    [InlineData(TravisRole.Worker, "none", "{}", "50m", CheckStatus.Warn, "docker logs shows nothing")]
    [InlineData(TravisRole.Worker, "syslog", "{}", "50m", CheckStatus.Pass, "to syslog")]
    [InlineData(TravisRole.Platform, "json-file", "{}", "50m", CheckStatus.Pass, "bounded")]
    [InlineData(TravisRole.Platform, "json-file", "{}", null, CheckStatus.Warn, "The log of replicated grows in /var/lib/docker without end")]
    public void Log_driver(TravisRole role, string driver, string json, string? size, CheckStatus status, string message)
    {
        Container[] containers = role == TravisRole.Platform ? [ContainerText.TeMain(), ContainerText.Replicated() with { MaxSize = size }] : [ContainerText.Worker() with { MaxSize = size }];
        var result = Sample.Of(role).WithDocker()
            .With(PreflightItems.DockerInfo, Recorded.Text("docker/20.10.24.json").Replace("\"LoggingDriver\":\"json-file\"", $"\"LoggingDriver\":\"{driver}\"", StringComparison.Ordinal))
            .With(DockerItems.DaemonJson, json)
            .WithContainers(containers)
            .DockerResult("Docker.LogDriver");

        Assert.Equal(status, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journald", "{}", false)]
    [InlineData("json-file", "{\"log-opts\": {\"max-size\": \"5m\"}}", false)]
    [InlineData("json-file", "{\"log-driver\": \"journald\"}", false)]
    [InlineData("json-file", "{}", true)]
    public void Max_size_is_printed_for_an_engine_that_starts_with_it(string driver, string json, bool printed)
    {
        var result = Sample.Platform.WithDocker()
            .With(PreflightItems.DockerInfo, Recorded.Text("docker/20.10.24.json").Replace("\"LoggingDriver\":\"json-file\"", $"\"LoggingDriver\":\"{driver}\"", StringComparison.Ordinal))
            .With(DockerItems.DaemonJson, json)
            .WithContainers(ContainerText.TeMain() with { MaxSize = null }, ContainerText.Replicated() with { MaxSize = null }, new Container("tool", "tool:1") { MaxSize = null })
            .DockerResult("Docker.LogDriver");

        Assert.Equal((CheckStatus.Warn, printed), (result.Status, result.Remedy!.Contains("\"max-size\"", StringComparison.Ordinal)));
        foreach (var step in (string[])["replicatedctl app stop --attach && sudo /usr/local/bin/replicatedctl app start --attach", "sudo service replicated restart", "for tool: docker rm and docker run"])
        {
            Assert.Contains(step, result.Remedy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("16.04", false, "{\"icc\": false}", null, CheckStatus.Pass)]
    [InlineData("16.04", false, "{}", null, CheckStatus.Unknown)]
    [InlineData("16.04", false, "{}", "DOCKER_OPTS=\"--icc=false\"", CheckStatus.Unknown)]
    [InlineData("14.04", false, "{}", "DOCKER_OPTS=\"--icc=false\"", CheckStatus.Pass)]
    [InlineData("14.04", false, "{}", "DOCKER_OPTS=\"\"", CheckStatus.Warn)]
    [InlineData("16.04", true, "{}", null, CheckStatus.Skip)]
    [InlineData("16.04", true, "{\"icc\": false}", null, CheckStatus.Pass)]
    public void Builds_apart_where_the_engines_flags_are_not_known(string release, bool down, string json, string? options, CheckStatus status)
    {
        var sample = Sample.Worker.WithDocker()
            .With(PreflightItems.OsRelease, Recorded.Text($"hosts/os-{release}.txt"))
            .With(DockerItems.DaemonJson, json)
            .With(DockerItems.EngineArguments, string.Empty, exit: 1)
            .With(DockerItems.DefaultDocker, options ?? string.Empty, options is null ? EvidenceStatus.NotFound : EvidenceStatus.Collected);
        if (down)
        {
            sample.With(PreflightItems.DockerInfo, string.Empty, exit: 1, error: "no socket at /var/run/docker.sock");
        }

        Assert.Equal(status, sample.DockerResult("Docker.InterContainer").Status);
        var facts = TravisOps.Baselines.BaselineFacts.Of(sample.Evidence());
        Assert.Equal(status is CheckStatus.Unknown or CheckStatus.Skip, facts.Unknown.ContainsKey("docker.icc"));
        Assert.Equal(status == CheckStatus.Warn, facts.Facts.TryGetValue("docker.icc", out var icc) && icc == "by default");
    }

    [Theory]
    [InlineData("82%", CheckStatus.Pass)]
    [InlineData("83%", CheckStatus.Warn)]
    [InlineData("95%", CheckStatus.Fail)]
    public void Disk(string use, CheckStatus status)
    {
        var result = Sample.Worker.WithDocker()
            .With(PreflightItems.Disk, $"paths / /var/lib/docker\nFilesystem 1024-blocks Used Available Capacity Mounted on\n/dev/xvda1 41152736 100000 41052736 1% /\n/dev/xvdb 41152736 9000000 32152736 {use} /var/lib/docker\n")
            .DockerResult("Docker.DiskUse");

        Assert.Equal(status, result.Status);
        Assert.Contains("Docker: images 3.987GB (1.2GB unused).", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EvidenceStatus.Collected, 1, "docker: 'system' is not a docker command.\n", "Docker before 1.13 does not tell what takes it.")]
    [InlineData(EvidenceStatus.TimedOut, null, "", "What of it is Docker's is not known. Could not be looked at: docker.system-df did not end within 15 s and was ended.")]
    public void Disk_without_system_df(EvidenceStatus found, int? exit, string error, string message) =>
        Assert.EndsWith(message, Sample.Worker.WithDocker().With(DockerItems.SystemDf, string.Empty, found, exit, error).DockerResult("Docker.DiskUse").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/usr/bin/unattended-upgrade", 1, false, CheckStatus.Warn, "Docker-ce was changed by unattended-upgrade at 2017-10-24 06:00")]
    [InlineData("apt-get upgrade", 1, false, CheckStatus.Pass, "by hand")]
    [InlineData("/usr/bin/unattended-upgrade", 1, true, CheckStatus.Fail, "Docker Engine does not answer, and docker-ce was changed by unattended-upgrade")]
    [InlineData("apt-get upgrade", 1, true, CheckStatus.Fail, "that stops it, and it may not have started again")]
    [InlineData("apt-get upgrade", 20, true, CheckStatus.Pass, "by hand")]
    public void Upgrades(string command, int days, bool down, CheckStatus status, string message)
    {
        var start = Sample.CollectedAt.Date.AddDays(-days).AddHours(6);
        var sample = Sample.Worker.WithDocker().With(
            DockerItems.AptHistory, FormattableString.Invariant($"\nStart-Date: {start:yyyy-MM-dd  HH:mm:ss}\nCommandline: {command}\nUpgrade: docker-ce:amd64 (5:19.03.3, 5:19.03.4), vim:amd64 (1, 2)\nEnd-Date: x\n"));
        if (down)
        {
            sample.With(PreflightItems.DockerInfo, string.Empty, exit: 1, error: "no socket at /var/run/docker.sock");
        }

        var result = sample.DockerResult("Docker.Upgrades");
        Assert.Equal(status, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tail: cannot open '/var/log/apt/history.log' for reading: No such file or directory", CheckStatus.Skip)]
    [InlineData("tail: cannot open '/var/log/apt/history.log' for reading: Permission denied", CheckStatus.Unknown)]
    public void Upgrades_without_a_history(string error, CheckStatus status) =>
        Assert.Equal(status, Sample.Worker.WithDocker().With(DockerItems.AptHistory, string.Empty, exit: 1, error: error).DockerResult("Docker.Upgrades").Status);
}
