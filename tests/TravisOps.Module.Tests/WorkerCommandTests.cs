using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>
/// Restart-TravisWorker and Update-TravisWorker through the real engine. Without Docker in the lab its 14.04-style workers (1 and 3) run and its
/// 16.04-style ones (2 and 4) can't be started.
/// </summary>
public sealed class WorkerCommandTests(WorkerCommandTests.Workers fixture) : IClassFixture<WorkerCommandTests.Workers>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIf_shows_the_script_for_each_worker_and_changes_nothing()
    {
        var lab = await fixture.GetAsync();
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);
        var before = await RunAsync(lab.Workers[0], "status travis-worker; cat /var/log/upstart/travis-worker.log; ls /run");

        var result = engine.Run("param($path) Update-TravisWorker -InventoryPath $path -ComputerName worker-1*, worker-3* -WhatIf", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Empty(result.Output);
        Assert.Contains("worker-1.lab.test (Upstart, running): update travis-worker 4.6.1-1 to 4.6.1-1 once its jobs have ended, within 3600 s.", host.Screen, StringComparison.Ordinal);
        Assert.Contains("tv_step=begin\ntv_action=Update\n", host.Screen, StringComparison.Ordinal);
        Assert.Contains("--force-confold --only-upgrade install \"travis-worker=$(cat \"$D/target\")\"", host.Screen, StringComparison.Ordinal);
        Assert.Contains("As root on worker-3.lab.test, the same script with:", host.Screen, StringComparison.Ordinal);
        Assert.Equal(before, await RunAsync(lab.Workers[0], "status travis-worker; cat /var/log/upstart/travis-worker.log; ls /run"));
    }

    [Fact]
    public async Task Workers_are_restarted_in_turn_and_none_after_one_that_fails()
    {
        var lab = await fixture.GetAsync();
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);

        var result = engine.Run("param($path) Restart-TravisWorker -InventoryPath $path -OutVariable all | Out-Default; $all", ("path", lab.InventoryPath));

        Assert.True(result.Property<string>("Status").SequenceEqual(["Done", "Failed", "NotBegun", "NotBegun"]), string.Join(" | ", result.Property<string>("Message")));
        Assert.Equal(lab.Workers.Select(worker => worker.Name), result.Property<string>("ComputerName"));
        Assert.Equal(("Upstart", "True", "2", "4.6.1-1"), (Text(result, 0, "Layout"), Text(result, 0, "Drained"), Text(result, 0, "PoolSize"), Text(result, 0, "Version")));
        Assert.Contains("because of worker-2.lab.test", Text(result, 2, "Message"), StringComparison.Ordinal);
        var error = Assert.Single(result.Errors);
        Assert.Equal(("WorkerRestartFailed", lab.Workers[1].Name), (error.FullyQualifiedErrorId.Split(',')[0], error.TargetObject));
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        var screen = System.Text.RegularExpressions.Regex.Replace(host.Screen, "\u001b\\[[0-9;]*m", string.Empty);
        Assert.All(screen.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
        Assert.Contains("Restarted; connected to the platform", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_can_not_be_reached_is_one_error_and_the_rest_is_not_begun()
    {
        var lab = await fixture.GetAsync();
        await lab.Workers[2].StopSshAsync(Token);
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Restart-TravisWorker -InventoryPath $path -ComputerName worker-3*, worker-4*", ("path", lab.InventoryPath));

        await lab.Workers[2].StartSshAsync(Token);
        Assert.Equal("ConnectionRefused", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(["Failed", "NotBegun"], result.Property<string>("Status"));
        Assert.Contains("The worker was not touched.", Text(result, 0, "Message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_tells_what_state_the_worker_is_in()
    {
        var lab = await fixture.GetAsync();
        var worker = lab.Workers[2];
        await RunAsync(worker, "lab-job start 42");
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);
        using var shell = engine.Create("param($path) Restart-TravisWorker -InventoryPath $path -ComputerName worker-3*", ("path", lab.InventoryPath));

        var running = shell.InvokeAsync();
        await RunAsync(worker, "n=0; until [ -e /run/travisops-worker/alive ] && [ -e /run/travisops-worker/pid ]; do n=$((n + 1)); [ $n -lt 600 ]; sleep 0.05; done");
        // A drain is told once its first step has answered.
        await Task.WhenAny(running, Told(shell, "draining"));
        await shell.StopAsync(null, null);

        Assert.Contains($"WARNING: {worker.Name}: The worker has been told to take no more jobs. It ends with the last of them, and the machine starts it again", host.Screen, StringComparison.Ordinal);
        Assert.Equal("42", await RunAsync(worker, "ls /var/tmp/lab-worker/running"));
        await RunAsync(worker, "lab-job end 42; rm -rf /run/travisops-worker");
    }

    [Fact]
    public async Task The_platform_alone_is_no_worker()
    {
        var lab = await fixture.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Restart-TravisWorker -InventoryPath $path -Role Platform", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Empty(result.Output);
        Assert.Contains("No worker", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    private static Task Told(PowerShell shell, string text)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(object? sender, DataAddedEventArgs added)
        {
            if (shell.Streams.Progress.Any(one => one.CurrentOperation?.Contains(text, StringComparison.Ordinal) == true))
            {
                told.TrySetResult();
            }
        }

        shell.Streams.Progress.DataAdded += Look;
        Look(null, null!);
        return told.Task;
    }

    private static string Text(EngineResult result, int index, string property) => result.Output[index].Properties[property]?.Value?.ToString() ?? string.Empty;

    private static async Task<string> RunAsync(LabHost host, string script)
    {
        var result = await host.ExecAsync("set -e\n" + script, Token);
        Assert.True(result.ExitCode == 0, result.Stdout + result.Stderr);
        return result.Stdout.Trim();
    }

    /// <summary>Four workers; the rest of five seconds after each end is one here.</summary>
    public sealed class Workers : IAsyncDisposable
    {
        private readonly Lazy<Task<LabInstallation>> _lab = new(async () =>
        {
            var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 4, WorkerDocker = false, Scenario = HealthyLab.WithoutDocker });
            foreach (var worker in (LabHost[])[lab.Workers[0], lab.Workers[2]])
            {
                await RunAsync(worker, "sed -i 's/^post-stop exec sleep 5/post-stop exec sleep 1/' /etc/init/travis-worker.conf; stop travis-worker; start travis-worker; until [ -d /var/tmp/lab-worker/requeued ]; do sleep 0.02; done");
            }

            return lab;
        });

        public Task<LabInstallation> GetAsync()
        {
            HealthyLab.SkipWithoutLab();
            return _lab.Value;
        }

        public async ValueTask DisposeAsync()
        {
            if (_lab.IsValueCreated)
            {
                await (await _lab.Value).DisposeAsync();
            }
        }
    }
}
