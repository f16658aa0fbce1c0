using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Checks.Overall;
using TravisOps.Evidence;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>The drill: a fault is planted, the right check comes first, its fix is run on that host as it is printed, and the check passes.</summary>
public sealed class DrillTests
{
    private static readonly TravisArea[] Areas = [TravisArea.Preflight, TravisArea.Docker, TravisArea.Worker];

    /// <summary>What can be planted in one lab without one fault disturbing another, and the check that finds each.</summary>
    private static readonly (string Fault, string Host, string Id)[][] Labs =
    [
        [
            ("te-main-absent", "platform", "Docker.TeMain"),
            ("worker-stopped", "worker-1", "Worker.Service"),
            ("docker-stopped", "worker-2", "Docker.Engine"),
            ("build-endpoint-commented", "worker-3", "Worker.BuildEndpoint"),
            ("pool-too-big", "worker-4", "Worker.PoolCpu"),
        ],
        [
            ("replicated-stopped", "platform", "Replicated.System"),
            ("wrong-host", "worker-1", "Worker.PlatformHost"),
            ("docker-upgraded", "worker-2", "Docker.Engine"),
            ("wrong-queue", "worker-3", "Worker.Queue"),
        ],
        [
            ("app-stopped,te-main-stopped", "platform", "Replicated.App"),
        ],
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Labs.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_fault_is_found_first_and_gone_after_its_printed_fix(int number)
    {
        var faults = Labs[number];
        await using var lab = await HealthyLab.StartAsync(new LabOptions
        {
            Workers = faults.Length - 1,
            Scenario = string.Join(',', faults.SelectMany(fault => fault.Fault.Split(',').Select(name => $"{name}@{fault.Host}"))),
        });

        var tasks = Diagnose(lab).Summary.First;
        foreach (var (fault, host, id) in faults)
        {
            var first = tasks.FirstOrDefault(task => task.ComputerName.Contains($"{host}.lab.test"));
            Assert.True(first?.Id == id || (first?.Id.StartsWith(id + ".", StringComparison.Ordinal) ?? false), $"{fault}: first on {host} is {first?.Id} {first?.Status}: {first?.Message}");
            var printed = await SystemSsh.RunAsync(lab, lab.Hosts.Single(one => one.Name == $"{host}.lab.test"), "ops", first!.Remedy!, TestContext.Current.CancellationToken);
            Assert.True(printed.ExitCode == 0, $"{fault}: {first.Remedy}\nended with {printed.ExitCode}: {printed.Stdout}{printed.Stderr}");
        }

        Assert.Equal(faults[0].Host == "platform" ? faults[0].Id : tasks[0].Id, tasks[0].Id);
        var again = Diagnose(lab).Results;
        foreach (var (fault, host, id) in faults)
        {
            var still = again.Where(result => result.ComputerName == $"{host}.lab.test" && (result.Id == id || result.Id.StartsWith(id + ".", StringComparison.Ordinal))).ToList();
            Assert.NotEmpty(still);
            Assert.All(still, result => Assert.True(result.Status == CheckStatus.Pass, $"{fault}, after its fix: {result.Id} {result.Status}: {result.Message}"));
        }
    }

    /// <summary>Where only a person can help, the fix says what has to be done and where.</summary>
    [Theory]
    [InlineData("little-memory", "Hardware.Memory", "16 GB", "machine")]
    [InlineData("small-disk", "Hardware.Disk", "40 GB", "volume")]
    [InlineData("wrong-token", "Worker.Token", "sudoedit /etc/default/", ":8800/settings")]
    public async Task What_a_machine_can_not_do_names_what_and_where(string fault, string id, string what, string where)
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 1, WorkerDocker = false, Scenario = fault + "@worker-1" });

        var found = Diagnose(lab).Results.First(result => result.Id == id && result.ComputerName == lab.Workers[0].Name);

        Assert.NotEqual(CheckStatus.Pass, found.Status);
        Assert.Contains(what, found.Remedy, StringComparison.Ordinal);
        Assert.Contains(where, found.Remedy, StringComparison.Ordinal);
    }

    private static (List<CheckResult> Results, InstallationSummary Summary) Diagnose(LabInstallation lab)
    {
        var installation = InventoryReader.Read(lab.InventoryPath).Select(null);
        var hosts = installation.Hosts.ToList();
        var judge = new InstallationJudge("lab", [.. hosts.Select(host => (host.ComputerName, host.Role))], Areas);
        var key = ProbeNonce.Create();
        var evidence = new HostEvidence[hosts.Count];
        Parallel.For(0, hosts.Count, index => evidence[index] = HostProbe.Run(
            hosts[index], InstallationAreas.Plan(installation, hosts[index], Areas), new SshOptions { Timeout = TimeSpan.FromSeconds(120) }, TestContext.Current.CancellationToken, key));
        List<CheckResult> results = [.. evidence.SelectMany(judge.Add), .. judge.Complete()];
        return (results, judge.Summarize());
    }
}
