using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
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
        Assert.All(issues.Findings, one => Assert.True(one.Cause.Length > 0 && one.Remedy.Length > 0, one.Id));

        List<LogEntry> entries = [];
        Assert.Null(WorkerLog.Read(host, new WorkerLogRequest(), options, entries.Add, TestContext.Current.CancellationToken));
        Assert.Equal(
            ["Error response from daemon:client and server don't have same version (client : 1.24, server: 1.18)", "couldn't connect to AMQP", "couldn't checkout CPUSets", "timed out waiting for shutdown after amqp connection error"],
            entries.Select(entry => entry.Message).Distinct().Where(text => text.StartsWith("Error", StringComparison.Ordinal) || text.Contains("AMQP", StringComparison.Ordinal) || text.Contains("CPUSets", StringComparison.Ordinal) || text.Contains("shutdown after", StringComparison.Ordinal)));
    }
}
