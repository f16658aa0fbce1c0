using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>Starting and ending: what a lab leaves behind, and who may run beside whom.</summary>
public sealed class LabLifeTests(HealthyLab healthy)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lab_that_ends_leaves_nothing_behind()
    {
        LabTraces traces;
        string state;
        LabInstallation lab = await HealthyLab.StartAsync(new() { Workers = 1, Scenario = "disk-full" });
        await using (lab)
        {
            traces = await LabTraces.OfAsync(lab, Token);
            state = lab.StateDirectory;
            Assert.NotEmpty(traces.Find());
            Assert.True(File.Exists(Path.Combine(state, "ready")));
        }

        Assert.Empty(traces.Find());
        Assert.False(Directory.Exists(state));
    }

    [Fact]
    public async Task A_state_directory_that_was_given_stays_and_keeps_keys_and_passwords()
    {
        string state = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            (string Known, string Password) first = await StartAndReadAsync();
            (string Known, string Password) second = await StartAndReadAsync();
            Assert.Equal(first.Password, second.Password);
            Assert.Equal(Keys(first.Known), Keys(second.Known));
            Assert.False(File.Exists(Path.Combine(state, "ready")));
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }

        async Task<(string Known, string Password)> StartAndReadAsync()
        {
            LabInstallation lab = await HealthyLab.StartAsync(new() { Workers = 1, WorkerDocker = false, Scenario = HealthyLab.WithoutDocker, StateDirectory = state });
            await using (lab)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(state));
                LabExecResult result = await SystemSsh.RunAsync(lab, lab.Workers[0], "root", "id -un", Token);
                Assert.Equal("root\n", result.Stdout);
                return (await File.ReadAllTextAsync(lab.KnownHostsPath, Token), await File.ReadAllTextAsync(lab.SudoPasswordPath, Token));
            }
        }

        // The address may be another, if another lab took its number meanwhile.
        static string[] Keys(string knownHosts) => [.. knownHosts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[2])];
    }

    [Fact]
    public async Task A_host_that_does_not_come_up_is_named_with_its_log_and_nothing_is_left()
    {
        string state = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        LabOptions options = new() { Workers = 1, WorkerDocker = false, Scenario = HealthyLab.WithoutDocker, StateDirectory = state };
        try
        {
            await (await HealthyLab.StartAsync(options)).DisposeAsync();
            await File.WriteAllTextAsync(Path.Combine(state, "hostkeys", "rsa"), "no key", Token);
            foreach (string key in (string[])["ed25519", "ecdsa"])
            {
                await File.WriteAllTextAsync(Path.Combine(state, "hostkeys", "worker-1.lab.test", $"ssh_host_{key}_key"), "no key", Token);
            }

            LabException error = await Assert.ThrowsAsync<LabException>(() => HealthyLab.StartAsync(options));
            Assert.Contains("worker-1.lab.test", error.Message, StringComparison.Ordinal);
            Assert.Contains("no hostkeys available", error.Message, StringComparison.Ordinal);
            Assert.Empty(LabTraces.OfNumber(File.ReadLines(Path.Combine(state, "known_hosts")).First().Split(' ')[0]).Find());
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public async Task A_directory_with_other_files_is_refused_and_left_alone()
    {
        string state = Directory.CreateTempSubdirectory().FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(state, "thesis.txt"), "", Token);
            LabException error = await Assert.ThrowsAsync<LabException>(() => HealthyLab.StartAsync(new() { Workers = 0, StateDirectory = state }));
            Assert.Contains("no lab's", error.Message, StringComparison.Ordinal);
            Assert.Single(Directory.EnumerateFileSystemEntries(state));
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_nothing_behind()
    {
        HealthyLab.SkipWithoutLab();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        string state = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Task<LabInstallation> start = LabInstallation.StartAsync(new() { Workers = 1, StateDirectory = state }, stop.Token);
            while (!File.Exists(Path.Combine(state, "log", "platform.lab.test.log")) && !start.IsCompleted)
            {
                await Task.Yield();
            }

            string address = File.ReadLines(Path.Combine(state, "known_hosts")).First().Split(' ')[0];
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
            Assert.Empty(LabTraces.OfNumber(address).Find());
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public async Task The_next_start_cleans_up_after_a_lab_whose_program_was_killed()
    {
        HealthyLab.SkipWithoutLab();
        string state = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            LabTraces traces;
            using (Process program = StartProgram("up", "--workers", "0", "--state", state))
            {
                await ReadUntilAsync(program, "Ready.");
                traces = LabTraces.OfNumber(File.ReadLines(Path.Combine(state, "known_hosts")).First().Split(' ')[0]);

                // Frozen, the lab's first process can't notice that the program is gone: the worst that a kill can leave.
                Signal(traces.Supervisor(), "STOP");
                program.Kill();
                await program.WaitForExitAsync(Token);
            }

            Assert.NotEmpty(traces.Processes());

            LabInstallation next = await HealthyLab.StartAsync(new() { Workers = 0, Scenario = HealthyLab.WithoutDocker });
            await next.DisposeAsync();

            Assert.Empty(traces.Find());
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public async Task Up_ends_in_order_with_exit_code_0_on_SIGTERM()
    {
        HealthyLab.SkipWithoutLab();
        string state = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using Process program = StartProgram("up", "--workers", "1", "--no-worker-docker", "--scenario", HealthyLab.WithoutDocker, "--state", state);
            await ReadUntilAsync(program, "Ready.");
            LabTraces traces = LabTraces.OfNumber(File.ReadLines(Path.Combine(state, "known_hosts")).First().Split(' ')[0]);
            Signal(program.Id, "TERM");
            await program.WaitForExitAsync(Token);
            Assert.Equal(0, program.ExitCode);
            Assert.Empty(traces.Find());
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public async Task Two_labs_run_at_once_without_meeting()
    {
        LabInstallation one = await healthy.GetAsync();
        LabInstallation two = await HealthyLab.StartAsync(new() { Workers = 1, WorkerDocker = false, Scenario = HealthyLab.WithoutDocker });
        await using (two)
        {
            Assert.NotEqual(one.Platform.Address, two.Platform.Address);
            await two.Platform.ExecAsync("touch /home/ops/second", Token);
            Assert.Equal("", (await SystemSsh.RunAsync(one, one.Platform, "ops", "ls", Token)).Stdout);
            Assert.Equal("second\n", (await SystemSsh.RunAsync(two, two.Platform, "ops", "ls", Token)).Stdout);
        }

        Assert.Equal(0, (await SystemSsh.RunAsync(one, one.Platform, "ops", "true", Token)).ExitCode);
    }

    private static Process StartProgram(params string[] arguments)
    {
        ProcessStartInfo info = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", [typeof(LabInstallation).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        return Process.Start(info)!;
    }

    private static async Task ReadUntilAsync(Process program, string start)
    {
        while (await program.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail("The lab program ended before it was ready.");
    }

    private static void Signal(int pid, string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
