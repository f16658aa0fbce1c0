using System;
using TravisOps.Checks;
using TravisOps.Core.Tests.Checks;
using TravisOps.Docker;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Docker;

public class DockerParserTests
{
    [Theory]
    [InlineData("1.7.1-devicemapper-loop.txt", "1.7.1", "1.7.1", "devicemapper", null, "json-file", null, 8)]
    [InlineData("1.9.1.txt", "1.9.1", "1.9.1", "aufs", null, "json-file", null, 8)]
    [InlineData("1.12.6.txt", "1.12.6", "1.12.6", "aufs", "/mnt/docker", "json-file", "cgroupfs", 8)]
    [InlineData("17.06.2.json", "17.06.2-ce", "17.06.2-ce", "aufs", "/var/lib/docker", "json-file", "cgroupfs", 8)]
    [InlineData("18.09.9-devicemapper-thinpool.txt", "18.09.7", "18.09.9", "devicemapper", "/var/lib/docker", "journald", "cgroupfs", 8)]
    [InlineData("20.10.24.json", "20.10.24+dfsg1", "20.10.24+dfsg1", "overlay2", "/var/lib/docker", "json-file", "cgroupfs", 2)]
    [InlineData("20.10.24.txt", "20.10.24+dfsg1", "20.10.24+dfsg1", "overlay2", "/var/lib/docker", "json-file", "cgroupfs", 2)]
    [InlineData("20.10.24-client-28.json", "28.2.2", "20.10.24+dfsg1", "overlay2", "/var/lib/docker", "json-file", "cgroupfs", 2)]
    [InlineData("20.10.24-client-28.txt", "28.2.2", "20.10.24+dfsg1", "overlay2", "/var/lib/docker", "json-file", "cgroupfs", 2)]
    [InlineData("24.0.7.json", "24.0.7", "24.0.7", "overlay2", "/var/lib/docker", "json-file", "systemd", 8)]
    [InlineData("28.2.2.json", "28.2.2", "28.2.2", "overlay2", "/var/lib/docker", "journald", "systemd", 8)]
    [InlineData("29.4.1.txt", "29.4.1", "29.4.1", "overlayfs", "/var/lib/docker", "json-file", "systemd", 8)]
    public void Each_version_says_it_in_its_own_way(
        string file, string client, string server, string driver, string? root, string logging, string? cgroup, int cpus)
    {
        var docker = Parse(Recorded.Text("docker/" + file));

        Assert.Equal(DockerProblem.None, docker.Problem);
        Assert.Equal(client, docker.Client?.Text);
        Assert.Equal(server, docker.Server?.Text);
        Assert.Equal(driver, docker.StorageDriver);
        Assert.Equal(root, docker.RootDirectory);
        Assert.Equal(logging, docker.LoggingDriver);
        Assert.Equal(cgroup, docker.CgroupDriver);
        Assert.Equal(cpus, docker.Cpus);
    }

    [Fact]
    public void Loop_file_of_devicemapper() =>
        Assert.Equal("/var/lib/docker/devicemapper/devicemapper/data", Parse(Recorded.Text("docker/1.7.1-devicemapper-loop.txt")).DataLoopFile);

    [Fact]
    public void Loop_file_of_devicemapper_in_json()
    {
        var docker = Parse("""{"Driver":"devicemapper","ServerVersion":"19.03.15","DriverStatus":[["Data file","/dev/loop0"],["Data loop file","/d/data"]]}""");

        Assert.Equal("/d/data", docker.DataLoopFile);
    }

    [Fact]
    public void Thin_pool_has_no_loop_file() => Assert.Null(Parse(Recorded.Text("docker/18.09.9-devicemapper-thinpool.txt")).DataLoopFile);

    [Fact]
    public void Disk_of_a_data_root_elsewhere()
    {
        var disk = Parse(Recorded.Text("docker/1.12.6.txt")).RootDisk;

        Assert.Equal("/mnt/docker", disk?.Path);
        Assert.Equal("/mnt", disk?.MountPoint);
        Assert.Equal(95, disk?.UsedPercent);
    }

    [Theory]
    [InlineData("1.7.1", 1, 7, 1)]
    [InlineData("1.12.0~rc2", 1, 12, 0)]
    [InlineData("17.06.2-ce", 17, 6, 2)]
    [InlineData("17.12.0~ce-0~ubuntu", 17, 12, 0)]
    [InlineData("19.03.8", 19, 3, 8)]
    [InlineData("20.10.21-0ubuntu1~20.04.1", 20, 10, 21)]
    [InlineData("24.0", 24, 0, 0)]
    public void Versions_compare_by_their_numbers(string text, int major, int minor, int patch)
    {
        var version = DockerVersion.Parse(text)!;

        Assert.Equal(new Version(major, minor, patch), version.Number);
        Assert.Equal(text, version.ToString());
    }

    [Theory]
    [InlineData("permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock", DockerProblem.PermissionDenied)]
    [InlineData("Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get http://%2Fvar%2Frun%2Fdocker.sock/v1.30/info: dial unix /var/run/docker.sock: connect: permission denied", DockerProblem.PermissionDenied)]
    [InlineData("Get http:///var/run/docker.sock/v1.19/info: dial unix /var/run/docker.sock: permission denied. Are you trying to connect to a TLS-enabled daemon without TLS?", DockerProblem.PermissionDenied)]
    [InlineData("Get http:///var/run/docker.sock/v1.19/info: dial unix /var/run/docker.sock: no such file or directory. Are you trying to connect to a TLS-enabled daemon without TLS?", DockerProblem.NotRunning)]
    [InlineData("Cannot connect to the Docker daemon. Is the docker daemon running on this host?", DockerProblem.NotRunning)]
    [InlineData("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", DockerProblem.NotRunning)]
    [InlineData("no socket at /var/run/docker.sock", DockerProblem.NotRunning)]
    [InlineData("sh: 1: docker: not found", DockerProblem.NotInstalled)]
    [InlineData("sh: docker: command not found", DockerProblem.NotInstalled)]
    [InlineData("Error response from daemon: something new", DockerProblem.Other)]
    public void Errors_of_the_client(string error, DockerProblem problem)
    {
        var docker = Parse("Docker version 17.06.2-ce, build cec0b72\n", 1, error + "\n");

        Assert.Equal(problem, docker.Problem);
        Assert.Equal(error, docker.ProblemLine);
        Assert.Equal("17.06.2-ce", docker.Client?.Text);
    }

    [Fact]
    public void Empty_object_of_a_client_without_engine_is_no_answer()
    {
        const string Error = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?";

        var docker = Parse("""{"ID":"","Driver":"","DriverStatus":null,"NCPU":0,"ServerVersion":"","ClientInfo":{"Version":"28.2.2"}}""", 1, Error);

        Assert.Equal(DockerProblem.NotRunning, docker.Problem);
        Assert.Equal("28.2.2", docker.Client?.Text);
        Assert.Null(docker.Cpus);
    }

    [Theory]
    [InlineData("")]
    [InlineData("podman version 4.9.3")]
    [InlineData("{\"host\":{\"arch\":\"amd64\"}}")]
    [InlineData("{\"Driver\":")]
    [InlineData("{{{{\n{\n[\n")]
    public void Anything_else_is_a_problem_and_no_exception(string text) => Assert.Equal(DockerProblem.Other, Parse(text).Problem);

    private static DockerFacts Parse(string text, int exit = 0, string error = "") => DockerParser.Parse(new EvidenceItem
    {
        Name = PreflightItems.DockerInfo.Name,
        Source = PreflightItems.DockerInfo.Source,
        Status = EvidenceStatus.Collected,
        ExitCode = exit,
        Text = text,
        ErrorText = error,
    });
}
