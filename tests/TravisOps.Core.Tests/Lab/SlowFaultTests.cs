using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>Faults that take more than one look, on one lab: the clock, the shell, sessions, and the mix.</summary>
public sealed class SlowFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_clock_is_ahead_the_shell_is_slow_and_a_second_session_is_refused()
    {
        LabInstallation lab = await HealthyLab.StartAsync(new()
        {
            Workers = 3,
            WorkerDocker = false,
            Scenario = "clock-skew@worker-1,slow-shell@worker-2,max-sessions-1@worker-3," + HealthyLab.WithoutDocker,
        });
        await using (lab)
        {
            foreach (string clock in (string[])["date +%s", "sudo date +%s"])
            {
                LabExecResult there = await SystemSsh.RunAsync(lab, lab.Workers[0], "ops", clock, Token);
                double ahead = double.Parse(there.Stdout, CultureInfo.InvariantCulture) - DateTimeOffset.UtcNow.ToUnixTimeSeconds();
                Assert.InRange(ahead, 270, 301);
            }

            // The shell's start-up file runs before the command; that it sleeps is what the host's own clock shows.
            LabExecResult slow = await SystemSsh.RunAsync(lab, lab.Workers[1], "ops", "echo $SECONDS", Token);
            Assert.InRange(int.Parse(slow.Stdout, CultureInfo.InvariantCulture), 2, int.MaxValue);

            LabExecResult sessions = await lab.Workers[2].ExecAsync("sshd -T -C user=ops | grep -i '^maxsessions'", Token);
            Assert.Equal("maxsessions 1\n", sessions.Stdout);
        }
    }

    [Fact]
    public async Task The_faulty_mix_has_a_host_that_refuses_a_full_disk_little_memory_and_a_stopped_Docker()
    {
        LabInstallation lab = await HealthyLab.StartAsync(new() { Workers = 3, Scenario = "faulty" });
        await using (lab)
        {
            const string use = "for d in / /var/lib/docker; do df -P $d | awk 'END { print $5 }'; done";
            Assert.Equal("92%\n92%\n", (await SystemSsh.RunAsync(lab, lab.Platform, "ops", use, Token)).Stdout);
            Assert.Contains("\"MaxSeverity\": \"warn\"", (await SystemSsh.RunAsync(lab, lab.Platform, "ops", "replicatedctl preflight run -o json", Token)).Stdout, StringComparison.Ordinal);
            Assert.Contains("7992428", (await SystemSsh.RunAsync(lab, lab.Workers[0], "ops", "head -n 1 /proc/meminfo", Token)).Stdout, StringComparison.Ordinal);
            Assert.Contains("Cannot connect to the Docker daemon", (await SystemSsh.RunAsync(lab, lab.Workers[1], "ops", "sudo docker ps", Token)).Stderr, StringComparison.Ordinal);
            Assert.Contains("Connection refused", (await SystemSsh.RunAsync(lab, lab.Workers[2], "ops", "true", Token)).Stderr, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_hanging_Docker_accepts_and_never_answers()
    {
        LabInstallation lab = await HealthyLab.StartAsync(new() { Workers = 0, Scenario = "docker-hangs@platform" });
        await using (lab)
        {
            LabExecResult result = await SystemSsh.RunAsync(lab, lab.Platform, "ops", "sudo timeout 1 docker ps; echo $?", Token);
            Assert.Equal("124\n", result.Stdout);
        }
    }
}
