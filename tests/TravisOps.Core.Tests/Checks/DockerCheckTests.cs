using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

public class DockerCheckTests
{
    private static readonly string[] Dependents = ["Docker.Version", "Docker.ClientServer", "Docker.StorageDriver", "Docker.DriverKernel", "Docker.DevicemapperLoopback"];

    [Fact]
    public void Engine_that_answers()
    {
        var result = Sample.Worker.Result("Docker.Engine");

        Assert.Equal((CheckStatus.Pass, "Docker Engine 20.10.24+dfsg1 answers."), (result.Status, result.Message));
        Assert.Equal("docker.info: Server Version: 20.10.24+dfsg1", result.Evidence);
        Assert.Equal(TimeSpan.FromMilliseconds(40), result.Duration);
    }

    [Fact]
    public void Engine_that_is_down_is_one_failure_and_the_rest_stands_on_it()
    {
        var sample = Sample.Worker.With(PreflightItems.DockerInfo, string.Empty, exit: 1, error: "no socket at /var/run/docker.sock\n");

        var engine = sample.Result("Docker.Engine");
        Assert.Equal(CheckStatus.Fail, engine.Status);
        Assert.Equal("Docker Engine is not running: no socket at /var/run/docker.sock", engine.Message);
        Assert.StartsWith("sudo service docker start;", engine.Remedy, StringComparison.Ordinal);
        Assert.All(Dependents, id => Assert.Equal((CheckStatus.Skip, "Stands on Docker Engine, which did not answer: see Docker.Engine."), (sample.Result(id).Status, sample.Result(id).Message)));
    }

    [Fact]
    public void Engine_that_the_login_may_not_ask_is_unknown_and_so_is_the_rest()
    {
        var sample = Sample.Worker
            .Connected(connection => connection with { Root = RootAccess.None })
            .With(
                PreflightItems.DockerInfo, "Docker version 20.10.24, build 297e128\n", exit: 1,
                error: "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock\n");

        Assert.Equal(CheckStatus.Unknown, sample.Result("Docker.Engine").Status);
        Assert.Contains("(the docker command is 20.10.24)", sample.Result("Docker.Engine").Message, StringComparison.Ordinal);
        Assert.All(Dependents.Append("Docker.Engine"), id => Assert.Equal(CheckStatus.Unknown, sample.Result(id).Status));
        Assert.All(Dependents.Append("Docker.Engine"), id => Assert.Contains("-SudoCredential", sample.Result(id).Remedy, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.12.6", RootAccess.None, CheckStatus.Unknown)]
    [InlineData("1.12.6", RootAccess.Direct, CheckStatus.Fail)]
    [InlineData("17.06.2-ce", RootAccess.None, CheckStatus.Fail)]
    public void Old_clients_say_not_running_for_may_not_ask(string client, RootAccess root, CheckStatus status)
    {
        var result = Sample.Worker
            .Connected(connection => connection with { Root = root })
            .With(
                PreflightItems.DockerInfo, $"Docker version {client}, build 0\n", exit: 1,
                error: "Cannot connect to the Docker daemon. Is the docker daemon running on this host?\n")
            .Result("Docker.Engine");

        Assert.Equal(status, result.Status);
    }

    [Theory]
    [InlineData(EvidenceStatus.NotFound, 127, CheckStatus.Fail, CheckStatus.Skip, "There is no docker command on this host.")]
    [InlineData(EvidenceStatus.Collected, 127, CheckStatus.Fail, CheckStatus.Skip, "There is no docker command on this host.")]
    [InlineData(EvidenceStatus.TimedOut, null, CheckStatus.Unknown, CheckStatus.Unknown, "Could not be looked at: docker.info did not end within 10 s and was ended.")]
    [InlineData(EvidenceStatus.Skipped, null, CheckStatus.Unknown, CheckStatus.Unknown, "Could not be looked at: docker.info was not tried, because another command of the same service on this host had not ended in time.")]
    [InlineData(EvidenceStatus.Lost, null, CheckStatus.Unknown, CheckStatus.Unknown, "Could not be looked at: the connection ended before the answer to docker.info was complete.")]
    [InlineData(EvidenceStatus.Denied, null, CheckStatus.Unknown, CheckStatus.Unknown, "Could not be looked at: the login may not read docker.info.")]
    public void Engine_that_could_not_be_asked(EvidenceStatus status, int? exit, CheckStatus engine, CheckStatus rest, string message)
    {
        var sample = Sample.Worker.With(PreflightItems.DockerInfo, string.Empty, status, exit, exit == 127 ? "docker: not found\n" : string.Empty);

        Assert.Equal((engine, message), (sample.Result("Docker.Engine").Status, sample.Result("Docker.Engine").Message));
        Assert.NotNull(sample.Result("Docker.Engine").Remedy);
        Assert.All(Dependents, id => Assert.Equal(rest, sample.Result(id).Status));
    }

    [Fact]
    public void Engine_that_says_something_new()
    {
        var sample = Sample.Worker.With(PreflightItems.DockerInfo, "beep\n", exit: 1);

        Assert.Equal((CheckStatus.Unknown, "Docker Engine gave no answer that could be read: beep"), (sample.Result("Docker.Engine").Status, sample.Result("Docker.Engine").Message));
        Assert.All(Dependents, id => Assert.Equal(CheckStatus.Unknown, sample.Result(id).Status));
    }

    [Theory]
    [InlineData(TravisRole.Platform, "1.6.2", CheckStatus.Fail, "older than the manual's 1.7.")]
    [InlineData(TravisRole.Platform, "1.7.0", CheckStatus.Fail, "never took anything older than 1.7.1")]
    [InlineData(TravisRole.Platform, "1.7.1", CheckStatus.Warn, "want 1.10.3 or newer")]
    [InlineData(TravisRole.Platform, "1.10.3", CheckStatus.Pass, "among the versions that Replicated supports")]
    [InlineData(TravisRole.Platform, "17.06.2-ce", CheckStatus.Pass, "among the versions that Replicated supports")]
    [InlineData(TravisRole.Platform, "24.0.2", CheckStatus.Pass, "among the versions that Replicated supports")]
    [InlineData(TravisRole.Platform, "24.0.7", CheckStatus.Warn, "newer than 24.0.2")]
    [InlineData(TravisRole.Worker, "1.6.2", CheckStatus.Fail, "older than the manual's 1.7.")]
    [InlineData(TravisRole.Worker, "1.9.1", CheckStatus.Fail, "meets the manual's 1.7, but travis-worker 3.1.0")]
    [InlineData(TravisRole.Worker, "1.12.0~rc2", CheckStatus.Warn, "client and server don't have same version")]
    [InlineData(TravisRole.Worker, "17.06.1-ce", CheckStatus.Warn, "client and server don't have same version")]
    [InlineData(TravisRole.Worker, "17.06.2-ce", CheckStatus.Pass, "new enough for travis-worker")]
    [InlineData(TravisRole.Worker, "28.2.2", CheckStatus.Pass, "new enough for travis-worker")]
    [InlineData(TravisRole.Worker, "29.0.0", CheckStatus.Warn, "client version 1.24 is too old")]
    public void Version(TravisRole role, string version, CheckStatus status, string message)
    {
        var result = Sample.Of(role).With(PreflightItems.DockerInfo, Info(version, version, "overlay2")).Result("Docker.Version");

        Assert.Equal((status, version), (result.Status, result.Actual));
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }

    [Theory]
    [InlineData("17.06.2-ce", "17.06.2-ce", CheckStatus.Pass, "The docker command and Docker Engine are both 17.06.2-ce.")]
    [InlineData("20.10.21-0ubuntu1~20.04.1", "20.10.21", CheckStatus.Pass, "The docker command and Docker Engine are both 20.10.21.")]
    [InlineData("28.2.2", "20.10.24", CheckStatus.Warn, "The docker command is 28.2.2 and Docker Engine is 20.10.24.")]
    public void Client_and_server(string client, string server, CheckStatus status, string message)
    {
        var result = Sample.Worker.With(PreflightItems.DockerInfo, Info(client, server, "overlay2")).Result("Docker.ClientServer");

        Assert.Equal((status, message), (result.Status, result.Message));
    }

    [Fact]
    public void Versions_that_are_not_told()
    {
        var sample = Sample.Worker.With(PreflightItems.DockerInfo, "Storage Driver: aufs\n");

        Assert.Equal(CheckStatus.Unknown, sample.Result("Docker.Version").Status);
        Assert.Equal(CheckStatus.Unknown, sample.Result("Docker.ClientServer").Status);
        Assert.Equal(CheckStatus.Pass, sample.Result("Docker.StorageDriver").Status);
    }

    [Theory]
    [InlineData(TravisRole.Platform, "aufs", "14.04", CheckStatus.Pass, "the manual's default")]
    [InlineData(TravisRole.Platform, "aufs", "16.04", CheckStatus.Pass, "the manual's default")]
    [InlineData(TravisRole.Worker, "aufs", "18.04", CheckStatus.Warn, "on Ubuntu 18.04 the installers set overlay2")]
    [InlineData(TravisRole.Platform, "overlay2", "16.04", CheckStatus.Pass, "what the installers for Ubuntu 16.04 and later set")]
    [InlineData(TravisRole.Worker, "overlay2", "", CheckStatus.Pass, "what the installers")]
    [InlineData(TravisRole.Worker, "devicemapper", "14.04", CheckStatus.Pass, "one of the manual's two drivers for workers")]
    [InlineData(TravisRole.Platform, "devicemapper", "14.04", CheckStatus.Warn, "not for the platform")]
    [InlineData(TravisRole.Worker, "overlay", "16.04", CheckStatus.Warn, "uses up inodes")]
    [InlineData(TravisRole.Worker, "vfs", "16.04", CheckStatus.Fail, "vfs copies every layer")]
    [InlineData(TravisRole.Worker, "btrfs", "16.04", CheckStatus.Warn, "btrfs is none of the drivers")]
    [InlineData(TravisRole.Worker, "overlayfs", "22.04", CheckStatus.Warn, "overlayfs is none of the drivers")]
    [InlineData(TravisRole.Worker, "windowsfilter", "16.04", CheckStatus.Unknown, "no rule for")]
    public void Storage_driver(TravisRole role, string driver, string release, CheckStatus status, string message)
    {
        var result = Sample.Of(role)
            .With(PreflightItems.OsRelease, release.Length == 0 ? string.Empty : $"ID=ubuntu\nVERSION_ID=\"{release}\"\nPRETTY_NAME=\"Ubuntu {release}\"\n")
            .With(PreflightItems.DockerInfo, Info("20.10.24", "20.10.24", driver))
            .Result("Docker.StorageDriver");

        Assert.Equal((status, driver, "docker.info: Storage Driver: " + driver), (result.Status, result.Actual, result.Evidence));
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }

    [Theory]
    [InlineData("overlay2", "4.4.0-210-generic", CheckStatus.Pass, "overlay2 wants kernel 4.0 or later, and this is 4.4.0-210-generic.")]
    [InlineData("overlay2", "3.16.0-77-generic", CheckStatus.Warn, "overlay2 wants kernel 4.0 or later and this is 3.16.0-77-generic")]
    [InlineData("overlay2", "3.10.0-1160.el7.x86_64", CheckStatus.Pass, "Red Hat's 3.10.0-514")]
    [InlineData("overlay2", "3.10.0-327.el7.x86_64", CheckStatus.Warn, "overlay2 wants kernel 4.0")]
    [InlineData("overlay", "3.13.0-170-generic", CheckStatus.Fail, "overlay needs kernel 3.18 and this is 3.13.0-170-generic")]
    [InlineData("overlay", "4.4.0-210-generic", CheckStatus.Pass, "overlay runs on 4.4.0-210-generic.")]
    [InlineData("aufs", "3.13.0-170-generic", CheckStatus.Pass, "the manual's 3.18 was meant for the overlay driver")]
    [InlineData("aufs", "5.4.0-150-generic", CheckStatus.Pass, "aufs runs on 5.4.0-150-generic.")]
    [InlineData("aufs", "5.15.0-91-generic", CheckStatus.Warn, "have no aufs and this is 5.15.0-91-generic")]
    [InlineData("aufs", "3.8.0-44-generic", CheckStatus.Fail, "aufs wants kernel 3.10 or later")]
    [InlineData("devicemapper", "3.16.0-77-generic", CheckStatus.Pass, "the manual's 3.18 was meant for the overlay driver")]
    [InlineData("zfs", "4.4.0-210-generic", CheckStatus.Skip, "see Docker.StorageDriver")]
    [InlineData("overlay2", "", CheckStatus.Unknown, "kernel.release came back empty")]
    public void Kernel_that_fits_the_driver(string driver, string kernel, CheckStatus status, string message)
    {
        var result = Sample.Worker
            .With(PreflightItems.Kernel, kernel)
            .With(PreflightItems.DockerInfo, Info("20.10.24", "20.10.24", driver))
            .Result("Docker.DriverKernel");

        Assert.Equal(status, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_driver_that_is_not_told() => Assert.Equal(
        CheckStatus.Unknown,
        Sample.Worker.With(PreflightItems.DockerInfo, "{\"ServerVersion\":\"24.0.7\"}").Result("Docker.StorageDriver").Status);

    [Theory]
    [InlineData("1.7.1-devicemapper-loop.txt", CheckStatus.Warn, "devicemapper keeps its data in /var/lib/docker/devicemapper/devicemapper/data on a loop device")]
    [InlineData("18.09.9-devicemapper-thinpool.txt", CheckStatus.Pass, "devicemapper does not use a loop device.")]
    [InlineData("20.10.24.json", CheckStatus.Skip, "Does not apply: the storage driver is overlay2.")]
    public void Loopback(string file, CheckStatus status, string message)
    {
        var result = Sample.Worker.With(PreflightItems.DockerInfo, Recorded.Text("docker/" + file)).Result("Docker.DevicemapperLoopback");

        Assert.Equal(status, result.Status);
        Assert.StartsWith(message, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loopback_without_a_driver() => Assert.Equal(
        CheckStatus.Unknown,
        Sample.Worker.With(PreflightItems.DockerInfo, "{\"ServerVersion\":\"24.0.7\"}").Result("Docker.DevicemapperLoopback").Status);

    private static string Info(string client, string server, string driver) =>
        $"Server Version: {server}\nStorage Driver: {driver}\nClient:\n Version:      {client}\n\nServer:\n Version:      {server}\n";
}
