using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>What can be done to a running host, each on a lab of four workers.</summary>
public sealed class LabHostTests(LabHostTests.FourWorkers fixture) : IClassFixture<LabHostTests.FourWorkers>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_script_runs_as_root_inside_the_host_and_its_failure_is_told()
    {
        LabInstallation lab = await fixture.GetAsync();
        LabExecResult result = await lab.Workers[0].ExecAsync("hostname; id -un; echo wrong >&2; exit 3", Token);
        Assert.Equal(new(3, "worker-1\nroot\n", "wrong\n"), result);
    }

    [Fact]
    public async Task Sshd_stops_and_starts_again()
    {
        LabInstallation lab = await fixture.GetAsync();
        LabHost host = lab.Workers[0];
        await host.StopSshAsync(Token);
        Assert.Contains("Connection refused", (await SystemSsh.RunAsync(lab, host, "ops", "true", Token)).Stderr, StringComparison.Ordinal);
        await host.StartSshAsync(Token);
        Assert.Equal(0, (await SystemSsh.RunAsync(lab, host, "ops", "true", Token)).ExitCode);
    }

    [Fact]
    public async Task The_firewall_drops_refuses_and_opens()
    {
        LabInstallation lab = await fixture.GetAsync();
        LabHost host = lab.Workers[1];
        await host.DropAllAsync(Token);
        Assert.Contains("timed out", (await SystemSsh.RunAsync(lab, host, "ops", "true", Token)).Stderr, StringComparison.Ordinal);
        await host.RejectAllAsync(Token);
        Assert.Contains("Connection refused", (await SystemSsh.RunAsync(lab, host, "ops", "true", Token)).Stderr, StringComparison.Ordinal);
        await host.OpenAllAsync(Token);
        Assert.Equal(0, (await SystemSsh.RunAsync(lab, host, "ops", "true", Token)).ExitCode);
    }

    [Fact]
    public async Task A_host_without_power_sends_neither_reset_nor_end()
    {
        LabInstallation lab = await fixture.GetAsync();
        using TcpClient client = await GreetedAsync(lab.Workers[2]);
        await lab.Workers[2].KillAsync(Token);
        // Readable would mean that a reset or an end has arrived.
        Assert.False(client.Client.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task A_host_that_crashes_closes_its_connections()
    {
        LabInstallation lab = await fixture.GetAsync();
        using TcpClient client = await GreetedAsync(lab.Workers[3]);
        await lab.Workers[3].CrashAsync(Token);
        try
        {
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[256], Token));
        }
        catch (System.IO.IOException)
        {
            // A reset says the same.
        }
    }

    /// <summary>A connection over which sshd has said its banner.</summary>
    private static async Task<TcpClient> GreetedAsync(LabHost host)
    {
        TcpClient client = new();
        await client.ConnectAsync(host.Address, 22, Token);
        byte[] buffer = new byte[256];
        int length = 0;
        while (length == 0 || buffer[length - 1] != (byte)'\n')
        {
            length += await client.GetStream().ReadAsync(buffer.AsMemory(length), Token);
        }

        return client;
    }

    /// <summary>Some of its hosts die in the tests.</summary>
    public sealed class FourWorkers : IAsyncDisposable
    {
        private readonly Lazy<Task<LabInstallation>> _lab = new(() => HealthyLab.StartAsync(new() { Workers = 4, WorkerDocker = false, Scenario = HealthyLab.WithoutDocker }));

        public Task<LabInstallation> GetAsync()
        {
            HealthyLab.SkipWithoutLab();
            return _lab.Value;
        }

        public async ValueTask DisposeAsync()
        {
            if (_lab.IsValueCreated)
            {
                LabInstallation lab = await _lab.Value;
                await lab.DisposeAsync();
            }
        }
    }
}
