using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

public class HardwareCheckTests
{
    [Theory]
    [InlineData("0-7", CheckStatus.Pass, "8 CPUs are online; 8 are asked for.")]
    [InlineData("0-3", CheckStatus.Fail, "Only 4 CPUs online, where 8 are asked for.")]
    [InlineData("0", CheckStatus.Fail, "Only 1 CPU online, where 8 are asked for.")]
    public void Cpus(string online, CheckStatus status, string message)
    {
        var result = Sample.Worker.With(PreflightItems.Cpus, online + "\n").Result("Hardware.Cpu");

        Assert.Equal((status, message), (result.Status, result.Message));
        Assert.Equal("cpu.online: " + online, result.Evidence);
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }

    [Fact]
    public void Cpus_from_docker_when_the_kernel_does_not_tell()
    {
        var result = Sample.Worker
            .With(PreflightItems.Cpus, string.Empty, EvidenceStatus.NotFound)
            .With(PreflightItems.DockerInfo, Recorded.Text("docker/1.9.1.txt"))
            .Result("Hardware.Cpu");

        Assert.Equal((CheckStatus.Pass, "docker.info: CPUs: 8"), (result.Status, result.Evidence));
    }

    [Fact]
    public void Cpus_that_nobody_tells()
    {
        var sample = Sample.Worker
            .With(PreflightItems.Cpus, string.Empty, EvidenceStatus.NotFound)
            .With(PreflightItems.DockerInfo, string.Empty, EvidenceStatus.NotFound);

        Assert.Equal("Could not be looked at: /sys/devices/system/cpu/online is not there on this host.", sample.Result("Hardware.Cpu").Message);
        Assert.Equal(CheckStatus.Unknown, sample.Result("Hardware.Load").Status);
    }

    [Theory]
    [InlineData(16424428, CheckStatus.Pass, "15.7 GiB of memory; a machine sold with 16 GB has 14.5 GiB or more.")]
    [InlineData(15404412, CheckStatus.Pass, "14.7 GiB of memory; a machine sold with 16 GB has 14.5 GiB or more.")]
    [InlineData(15204351, CheckStatus.Warn, "14.5 GiB of memory is less than the 16 GB that are asked for, of which a machine has 14.5 GiB or more.")]
    [InlineData(13631488, CheckStatus.Warn, "13.0 GiB of memory is less than the 16 GB that are asked for, of which a machine has 14.5 GiB or more.")]
    [InlineData(12582911, CheckStatus.Fail, "12.0 GiB of memory is far below the 16 GB that are asked for.")]
    [InlineData(7970004, CheckStatus.Fail, "7.6 GiB of memory is far below the 16 GB that are asked for.")]
    public void Memory(long kib, CheckStatus status, string message)
    {
        var result = Sample.Worker.With(PreflightItems.Memory, $"MemTotal: {kib} kB\n").Result("Hardware.Memory");

        Assert.Equal((status, message), (result.Status, result.Message));
        Assert.Equal($"memory: MemTotal: {kib} kB", result.Evidence);
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }

    [Fact]
    public void Memory_that_is_not_told() =>
        Assert.Equal(CheckStatus.Unknown, Sample.Worker.With(PreflightItems.Memory, "MemFree: 1 kB\n").Result("Hardware.Memory").Status);

    [Theory]
    [InlineData("8.00 7.00 6.00", CheckStatus.Pass, "Load 8.00 on 8 CPUs is 1.00 a CPU (6.00 over 15 minutes, rising).")]
    [InlineData("8.80 9.00 9.60", CheckStatus.Warn, "Load 8.80 on 8 CPUs is 1.10 a CPU (9.60 over 15 minutes, not rising).")]
    [InlineData("17.50 9.25 0.30", CheckStatus.Fail, "Load 17.50 on 8 CPUs is 2.19 a CPU (0.30 over 15 minutes, rising).")]
    public void Load(string load, CheckStatus status, string message)
    {
        var result = Sample.Worker.With(PreflightItems.Load, load + " 1/210 4242\n").Result("Hardware.Load");

        Assert.Equal((status, message), (result.Status, result.Message));
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }

    [Fact]
    public void Load_that_is_not_told() =>
        Assert.Equal(CheckStatus.Unknown, Sample.Worker.With(PreflightItems.Load, "high\n").Result("Hardware.Load").Status);

    [Fact]
    public void One_file_system_for_all_paths_is_one_result()
    {
        var results = Sample.Worker.Results().Where(result => result.Id.StartsWith("Hardware.Disk", StringComparison.Ordinal)).ToList();

        Assert.Equal(["Hardware.Disk", "Hardware.DiskUsage.root"], results.Select(result => result.Id));
        Assert.Equal("The root file system has 77.3 GiB in total; a 40 GB volume has 38.7 GiB.", results[0].Message);
        Assert.Equal("/, /var/lib/docker: 9.0 GiB of 77.3 GiB used (13 %); these paths are on one file system.", results[1].Message);
        Assert.All(results, result => Assert.Equal(CheckStatus.Pass, result.Status));
    }

    [Fact]
    public void Several_file_systems_are_several_results()
    {
        var results = Sample.Platform.With(PreflightItems.Disk, Recorded.Text("hosts/df-platform.txt")).Results()
            .Where(result => result.Id.StartsWith("Hardware.DiskUsage.", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            ["Hardware.DiskUsage.root", "Hardware.DiskUsage.var-lib-docker", "Hardware.DiskUsage.var-travis"],
            results.Select(result => result.Id));
        Assert.Equal([CheckStatus.Pass, CheckStatus.Fail, CheckStatus.Warn], results.Select(result => result.Status));
        Assert.Equal("/, /var/lib/replicated: 9.0 GiB of 38.7 GiB used (25 %); these paths are on one file system.", results[0].Message);
        Assert.Equal("/var/lib/docker: 70.4 GiB of 78.2 GiB used (95 %).", results[1].Message);
        Assert.Contains("docker system df", results[1].Remedy, StringComparison.Ordinal);
        Assert.Contains("du -xhd 2 '/srv/travis data' ", results[2].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_root_elsewhere_is_looked_at_too()
    {
        var result = Sample.Worker.With(PreflightItems.DockerInfo, Recorded.Text("docker/1.12.6.txt")).Result("Hardware.DiskUsage.mnt-docker");

        Assert.Equal((CheckStatus.Fail, "/mnt/docker: 70.4 GiB of 78.2 GiB used (95 %)."), (result.Status, result.Message));
        Assert.Equal("docker.info: /dev/xvdb         82045336 73840800   4013816      95% /mnt", result.Evidence);
    }

    [Theory]
    [InlineData(82, CheckStatus.Pass)]
    [InlineData(83, CheckStatus.Warn)]
    [InlineData(94, CheckStatus.Warn)]
    [InlineData(95, CheckStatus.Fail)]
    [InlineData(100, CheckStatus.Fail)]
    public void Limits_of_use(int percent, CheckStatus status)
    {
        var text = $"paths /\nFilesystem 1024-blocks Used Available Capacity Mounted on\n/dev/a 81106868 1 1 {percent}% /\n";

        Assert.Equal(status, Sample.Worker.With(PreflightItems.Disk, text).Result("Hardware.DiskUsage.root").Status);
    }

    [Theory]
    [InlineData("/dev/a 40593708 1 1 1% /", CheckStatus.Pass)]
    [InlineData("/dev/a 40593707 1 1 1% /", CheckStatus.Fail)]
    public void Limit_of_size(string row, CheckStatus status)
    {
        var result = Sample.Worker.With(PreflightItems.Disk, "paths /\n" + row + "\n").Result("Hardware.Disk");

        Assert.Equal(status, result.Status);
    }

    [Fact]
    public void Small_root_with_a_large_disk_beside_it()
    {
        var result = Sample.Worker
            .With(PreflightItems.Disk, "paths / /var/lib/docker\n/dev/a 20511312 1 1 1% /\n/dev/b 82045336 1 1 1% /var/lib/docker\n")
            .Result("Hardware.Disk");

        Assert.Equal(CheckStatus.Warn, result.Status);
        Assert.Contains("19.6 GiB in total, less than a 40 GB volume; with /var/lib/docker beside it there are 97.8 GiB", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disks_that_are_not_told()
    {
        var sample = Sample.Worker.With(PreflightItems.Disk, "paths /\n", exit: 1, error: "df: '/': Input/output error\n");

        Assert.Equal(CheckStatus.Unknown, sample.Result("Hardware.Disk").Status);
        Assert.Contains("(df: '/': Input/output error)", sample.Result("Hardware.DiskUsage").Message, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Unknown, Sample.Worker.With(PreflightItems.Disk, "paths /\nnone 0 0 0 - /\n").Result("Hardware.DiskUsage.root").Status);
    }
}
