using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Installations;
using TravisOps.KnownIssues;
using TravisOps.Lab;
using TravisOps.Logs;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab.Drills;

/// <summary>The drill of a worker's log: every known issue in it is found, in the file and in its rotation, with its cause and what to do.</summary>
public sealed class LogDrillTests
{
    [Fact]
    public async Task What_went_wrong_is_named_with_its_fix_and_stands_in_the_log()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 1, WorkerDocker = false, Scenario = $"{DrillBook.Log}@worker-1,{HealthyLab.WithoutDocker}" });
        var host = InventoryReader.Read(lab.InventoryPath).Select(null).Workers[0];
        var options = new SshOptions { Timeout = TimeSpan.FromSeconds(60) };

        var issues = HostIssueSearch.Run(host, KnownIssueCatalog.All, null, options, TestContext.Current.CancellationToken);

        Assert.Null(issues.Failure);
        Assert.Equal(
            [
                ("Amqp.ConnectionLost", 2L), ("Amqp.HostNotFound", 1), ("Amqp.LoginRefused", 1), ("Amqp.Refused", 1), ("BuildScript.NotGenerated", 1),
                ("Docker.ClientServerMismatch", 1), ("Worker.ImageNotFound", 2), ("Worker.NotEnoughCpus", 2), ("Worker.RequeueLoop", 2),
            ],
            issues.Findings.OrderBy(one => one.Id, StringComparer.Ordinal).Select(one => (one.Id, (long)one.Count)));

        // What is over needs no fix: the worker has started since.
        Assert.All(issues.Findings, one => Assert.True(one.Cause.Length > 0 && one.Remedy.Length > 0 == one.Over is null, one.Id));

        List<LogEntry> entries = [];
        Assert.Null(WorkerLog.Read(host, new WorkerLogRequest(), options, entries.Add, TestContext.Current.CancellationToken));
        Assert.Equal(
            ["Error response from daemon:client and server don't have same version (client : 1.24, server: 1.18)", "couldn't connect to AMQP", "couldn't checkout CPUSets", "timed out waiting for shutdown after amqp connection error"],
            entries.Select(entry => entry.Message).Distinct().Where(text => text.StartsWith("Error", StringComparison.Ordinal) || text.Contains("AMQP", StringComparison.Ordinal) || text.Contains("CPUSets", StringComparison.Ordinal) || text.Contains("shutdown after", StringComparison.Ordinal)));
        await What_a_log_tells_follows_from_the_setting_and_is_over_once_that_is_right(lab);
    }

    // On the lab that is there already: a drill with what logs tell.
    private static async Task What_a_log_tells_follows_from_the_setting_and_is_over_once_that_is_right(LabInstallation lab)
    {
        const string Log = "/var/log/upstart/travis-worker.log";
        const string NoDocker = "Docker.Engine";
        const string Issue = "KnownIssue.Logs.Amqp.HostNotFound";
        var worker = lab.Workers[0];
        var ground = new DrillGround(lab, TravisArea.Worker, TravisArea.KnownIssue);
        await worker.PlantAsync("wrong-host", TestContext.Current.CancellationToken);
        await ground.AtConsoleAsync(worker.Name, $"service travis-worker restart; until grep -q 'lookup travis-old' {Log}; do sleep 0.1; done");

        ground.Look();

        var first = ground.First(worker.Name, NoDocker)!;
        Assert.Equal("Worker.PlatformHost", first.Id);
        Assert.Equal(CheckStatus.Skip, Assert.Single(ground.Results(worker.Name, Issue)).Status);

        Assert.Equal(0, (await ground.PasteAsync(worker.Name, first.Remedy!)).ExitCode);
        await ground.AtConsoleAsync(worker.Name, $"until tail -n 4 {Log} | grep -q 'worker started'; do sleep 0.1; done");
        ground.Look();

        Assert.Empty(ground.Tasks.Where(task => task.ComputerName.Contains(worker.Name) && task.Status == CheckStatus.Fail && task.Id is not NoDocker and not "Worker.Restarts").Select(task => $"{task.Id}: {task.Message}"));
        var over = Assert.Single(ground.Results(worker.Name, Issue));
        Assert.Equal(CheckStatus.Pass, over.Status);
        Assert.Contains("over since ", over.Message, StringComparison.Ordinal);
    }
}
