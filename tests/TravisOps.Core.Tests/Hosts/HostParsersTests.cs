using System;
using System.Globalization;
using System.Linq;
using TravisOps.Core.Tests.Checks;
using TravisOps.Hosts;
using Xunit;

namespace TravisOps.Core.Tests.Hosts;

public class HostParsersTests
{
    [Theory]
    [InlineData("hosts/os-14.04.txt", "ubuntu", "14.04", "Ubuntu 14.04.6 LTS")]
    [InlineData("hosts/os-16.04.txt", "ubuntu", "16.04", "Ubuntu 16.04.7 LTS")]
    [InlineData("hosts/lsb-12.04.txt", "ubuntu", "12.04", "Ubuntu 12.04.5 LTS")]
    public void Release_is_read_from_either_file(string file, string id, string version, string pretty) =>
        Assert.Equal(new OsRelease(id, version, pretty), OsRelease.Parse(Recorded.Text(file)));

    [Theory]
    [InlineData("ID='centos'\nVERSION_ID=\"7\"\n", "centos", "7", "centos 7")]
    [InlineData("# comment\r\nID=Arch\r\nPRETTY_NAME=\"Arch Linux\"\r\n", "arch", "", "Arch Linux")]
    public void Release_of_other_distributions(string text, string id, string version, string pretty) =>
        Assert.Equal(new OsRelease(id, version, pretty), OsRelease.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("Ubuntu 14.04\n")]
    [InlineData("=x\n#ID=ubuntu\nID=\n")]
    public void No_release_in_other_text(string text) => Assert.Null(OsRelease.Parse(text));

    [Theory]
    [InlineData("MemTotal:       16424428 kB\nMemFree: 1 kB\n", 16424428L)]
    [InlineData("Noise\nMemTotal: 7 kB", 7L)]
    [InlineData("MemFree: 1 kB\n", null)]
    [InlineData("MemTotal: many kB\n", null)]
    [InlineData("", null)]
    public void Memory_is_MemTotal(string text, long? kib) => Assert.Equal(kib, MemoryInfo.TotalKib(text));

    [Theory]
    [InlineData("0-7\n", 8)]
    [InlineData("0\n", 1)]
    [InlineData("0-3,8-11", 8)]
    [InlineData("0,2,4-5", 4)]
    [InlineData("", null)]
    [InlineData("3-1", null)]
    [InlineData("0-3-5", null)]
    [InlineData("-1", null)]
    [InlineData("0-", null)]
    [InlineData("0-99999999", null)]
    [InlineData("all", null)]
    public void Cpu_list(string text, int? count) => Assert.Equal(count, CpuList.Count(text));

    [Fact]
    public void Load_average() => Assert.Equal(new LoadAverage(17.5, 9.25, 0.3), LoadAverage.Parse("17.50 9.25 0.30 3/812 4242\n"));

    [Theory]
    [InlineData("")]
    [InlineData("0.1 0.2")]
    [InlineData("0,42 0,36 0,30 1/210 4242")]
    [InlineData("-1 0.2 0.3")]
    public void No_load_in_other_text(string text) => Assert.Null(LoadAverage.Parse(text));

    [Theory]
    [InlineData("4.4.0-210-generic", "4.4.0")]
    [InlineData("3.10.0-1160.el7.x86_64", "3.10.0")]
    [InlineData("6.18-rc1", "6.18.0")]
    [InlineData("v2.34.1", "2.34.1")]
    [InlineData("17.06.2~ce-0~ubuntu", "17.6.2")]
    public void Leading_version_number(string text, string version) => Assert.Equal(Version.Parse(version), VersionNumber.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("generic")]
    [InlineData("4")]
    [InlineData("9999999999.1")]
    public void No_version_number(string? text) => Assert.Null(VersionNumber.Parse(text));

    [Fact]
    public void Df_with_long_devices_and_spaces()
    {
        var disks = DiskTable.Parse(Recorded.Text("hosts/df-platform.txt"));

        Assert.Equal(["/", "/var/lib/docker", "/var/lib/replicated", "/var/travis"], disks.Select(disk => disk.Path));
        Assert.Equal("/srv/travis data", disks[3].MountPoint);
        Assert.Equal("//nas/travis data", disks[3].Device);
        Assert.Equal(103079216, disks[3].TotalKib);
        Assert.Equal(86586540, disks[3].UsedKib);
        Assert.Equal(84, disks[3].UsedPercent);
        Assert.True(disks[0].SameFileSystem(disks[2]));
        Assert.False(disks[0].SameFileSystem(disks[1]));
    }

    [Fact]
    public void Df_without_a_percentage()
    {
        var disk = DiskTable.Parse("paths /\nFilesystem 1024-blocks Used Available Capacity Mounted on\nnone 0 0 0 - /\n").Single();

        Assert.Null(disk.UsedPercent);
    }

    [Theory]
    [InlineData("/dev/a 1000 100 1 10% /", "/dev/a 1000 100 1 10% /", true)]
    [InlineData("/dev/a 1000 100 1 10% /", "/dev/a 1000 110 1 11% /var/lib/docker", true)]
    [InlineData("/dev/a 1000 100 1 10% /", "/dev/a 1000 111 1 11% /var/lib/docker", false)]
    [InlineData("/dev/a 1000 100 1 10% /", "/dev/a 1001 100 1 10% /var/lib/docker", false)]
    [InlineData("/dev/a 1000 100 1 10% /", "/dev/b 1000 100 1 10% /var/lib/docker", false)]
    [InlineData("tmpfs 1000 0 1 0% /run", "tmpfs 1000 0 1 0% /var/lib/docker", false)]
    public void Bind_mounts_are_one_file_system(string one, string other, bool same) =>
        Assert.Equal(same, DiskTable.Read(one, "/a")!.SameFileSystem(DiskTable.Read(other, "/b")!));

    [Theory]
    [InlineData("")]
    [InlineData("paths / /var/travis\nFilesystem 1024-blocks Used Available Capacity Mounted on\n/dev/a 10 5 5 50% /\n")]
    [InlineData("/dev/a 10 5 5 50% /\n")]
    [InlineData("paths /\n/dev/a 10 5 5 50% /\n/dev/b 10 5 5 50% /b\n")]
    public void Df_that_does_not_pair_up_tells_nothing(string text) => Assert.Empty(DiskTable.Parse(text));

    [Fact]
    public void Numbers_are_read_the_same_in_German()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(0.42, LoadAverage.Parse("0.42 0.36 0.30 1/210 4242")!.OneMinute);
            Assert.Contains("15.7 GiB", Sample.Worker.Result("Hardware.Memory").Message, StringComparison.Ordinal);
            Assert.Contains("Load 0.42 on 8 CPUs is 0.05", Sample.Worker.Result("Hardware.Load").Message, StringComparison.Ordinal);
            Assert.Contains("0.2 s ahead of", Sample.Worker.Result("Host.Clock").Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
