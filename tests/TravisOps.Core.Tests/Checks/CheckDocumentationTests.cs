using System;
using System.Globalization;
using System.IO;
using System.Linq;
using TravisOps.Checks;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

public class CheckDocumentationTests
{
    [Fact]
    public void The_page_tells_exactly_what_the_catalog_does()
    {
        var page = File.ReadAllText(Path.Combine(Recorded.RepositoryRoot, "docs", "about_TravisOps_Checks.md"));
        var rows = page.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();

        Assert.Equal(CheckCatalog.All.Select(Row), rows);
    }

    [Fact]
    public void Ids_are_unique() =>
        Assert.Equal(CheckCatalog.All.Count, CheckCatalog.All.Select(check => check.Id).Distinct().Count());

    [Fact]
    public void Limits_in_words_are_the_limits_in_numbers()
    {
        Assert.Contains(Number(Requirements.Cpus), Limits("Hardware.Cpu"), StringComparison.Ordinal);
        Assert.Contains(Number(Requirements.MemoryPassKib / 1048576.0) + " GiB", Limits("Hardware.Memory"), StringComparison.Ordinal);
        Assert.Contains(Number(Requirements.MemoryFailKib / 1048576.0) + " GiB", Limits("Hardware.Memory"), StringComparison.Ordinal);
        Assert.Contains(Number(Requirements.DiskKib) + " 1K-blocks", Limits("Hardware.Disk"), StringComparison.Ordinal);
        Assert.Contains((Requirements.DiskKib / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " GiB", Limits("Hardware.Disk"), StringComparison.Ordinal);
        Assert.Contains(Number(Requirements.DiskUseWarnPercent) + " %", Limits("Hardware.DiskUsage"), StringComparison.Ordinal);
        Assert.Contains(Number(Requirements.DiskUseFailPercent) + " %", Limits("Hardware.DiskUsage"), StringComparison.Ordinal);
        Assert.Contains(Number(Requirements.LoadWarnPerCpu) + " a CPU", Limits("Hardware.Load"), StringComparison.Ordinal);
        Assert.Contains("above " + Number(Requirements.LoadFailPerCpu), Limits("Hardware.Load"), StringComparison.Ordinal);
        Assert.Contains(Number(Requirements.ClockWarnSeconds) + " s", Limits("Host.Clock"), StringComparison.Ordinal);
        Assert.Contains(Number(Requirements.ClockFailSeconds) + " s", Limits("Host.Clock"), StringComparison.Ordinal);
        Assert.Contains(Requirements.KernelFail.ToString(2), Limits("System.Kernel"), StringComparison.Ordinal);
        Assert.Contains(Requirements.KernelWarn.ToString(2), Limits("System.Kernel"), StringComparison.Ordinal);
        Assert.Contains(Requirements.KernelManual.ToString(2), Limits("System.Kernel"), StringComparison.Ordinal);
        Assert.Contains(Requirements.KernelOverlay2.ToString(2), Limits("Docker.DriverKernel"), StringComparison.Ordinal);
        Assert.Contains(Requirements.KernelManual.ToString(2), Limits("Docker.DriverKernel"), StringComparison.Ordinal);
        Assert.Contains(Requirements.KernelFail.ToString(2), Limits("Docker.DriverKernel"), StringComparison.Ordinal);
        Assert.Contains(Requirements.KernelWithoutAufs.ToString(2), Limits("Docker.DriverKernel"), StringComparison.Ordinal);
        Assert.Contains($"fewer than {Requirements.LeftoverContainers} exited", Limits("Docker.Containers"), StringComparison.Ordinal);
        Assert.Contains($"below {Requirements.RestartLoopCount} restarts", Limits("Docker.Restarts"), StringComparison.Ordinal);
        Assert.Contains($"{Requirements.RestartLoopTime.TotalMinutes} minutes", Limits("Docker.Restarts"), StringComparison.Ordinal);
        Assert.Contains($"{Requirements.RestartRecentTime.TotalHours} hours", Limits("Docker.Restarts"), StringComparison.Ordinal);
        Assert.Contains($"{Requirements.DiskUseWarnPercent} %", Limits("Docker.DiskUse"), StringComparison.Ordinal);
        Assert.Contains($"{Requirements.DiskUseFailPercent} %", Limits("Docker.DiskUse"), StringComparison.Ordinal);
        Assert.Contains($"{Requirements.UpgradeRecentTime.TotalDays} days", Limits("Docker.Upgrades"), StringComparison.Ordinal);
        Assert.Contains(Requirements.DockerReplicatedFirst.ToString(3), Limits("Docker.Version"), StringComparison.Ordinal);
        Assert.Contains(Requirements.DockerReplicatedLater.ToString(3), Limits("Docker.Version"), StringComparison.Ordinal);
        Assert.Contains(Requirements.DockerReplicatedLast.ToString(3), Limits("Docker.Version"), StringComparison.Ordinal);
        Assert.Contains(Requirements.DockerWorker.ToString(2), Limits("Docker.Version"), StringComparison.Ordinal);
        Assert.Contains("to " + Number(Requirements.DockerRefusesOldApi.Major - 1), Limits("Docker.Version"), StringComparison.Ordinal);
    }

    private static string Row(Check check)
    {
        var roles = string.Join(", ", check.Roles.Select(role => role.ToString().ToLowerInvariant()));
        return $"| `{check.Id}` | {roles} | {check.Title} | {check.Limits} | {check.Reference} |";
    }

    private static string Limits(string id) => CheckCatalog.All.Single(check => check.Id == id).Limits;

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
