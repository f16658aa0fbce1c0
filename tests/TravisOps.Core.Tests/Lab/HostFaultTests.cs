using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>Each fault of a machine or of the way in, as OpenSSH's client meets it; one lab carries them all, one a worker.</summary>
public sealed class HostFaultTests(HostFaultTests.FaultyWorkers fixture) : IClassFixture<HostFaultTests.FaultyWorkers>
{
    /// <summary>Scenario, what ops runs, and a part of what then comes out.</summary>
    private static readonly (string Scenario, string Command, string Expected)[] Faults =
    [
        ("healthy", "sudo -n id -un; sudo sh -c 'command -v sudo'", "root\n/usr/bin/sudo"),
        ("small-disk", "df -P / | awk 'END { print $2 }'", "31457280"),
        ("little-memory", "head -n 1 /proc/meminfo", "7992428 kB"),
        ("twelve-gigabytes", "head -n 1 /proc/meminfo", "13631488 kB"),
        ("few-cpus", "cat /sys/devices/system/cpu/online; getconf _NPROCESSORS_ONLN", "0-3\n4"),
        ("old-kernel", "cat /proc/sys/kernel/osrelease", "3.13.0-170-generic"),
        ("ancient-kernel", "cat /proc/sys/kernel/osrelease", "3.8.0-44-generic"),
        ("high-load", "cat /proc/loadavg", "57.10"),
        ("old-os", "cat /etc/lsb-release", "DISTRIB_RELEASE=12.04"),
        ("docker-missing", "command -v docker || echo none", "none"),
        ("sshd-stopped", "true", "Connection refused"),
        ("host-silent", "true", "timed out"),
        ("sshd-mute", "true", "timed out during banner exchange"),
        ("login-noise", "echo mine", "no end of linemine"),
        ("german-locale", "ls /none", "nicht gefunden"),
        ("usr-local-off-path", "echo $PATH; sudo printenv PATH", "/usr/sbin:/usr/bin:/sbin:/bin\n/usr/sbin:/usr/bin:/sbin:/bin\n"),
        ("sudo-password", "sudo -n true", "a password is required"),
        ("no-sudo", "sudo -n true", "sudo"),
        ("no-sudo-binary", "sudo -n true", "sudo: command not found"),
        ("requiretty", "sudo -n true", "you must have a tty"),
        ("expired-password", "true", "Password change required but no TTY available"),
        ("unknown-host-key", "true", "No ED25519 host key is known"),
        ("changed-host-key", "true", "REMOTE HOST IDENTIFICATION HAS CHANGED"),
        ("revoked-host-key", "true", "REVOKED HOST KEY"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Faults.Select(f => f.Scenario)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fault_shows(string scenario)
    {
        LabInstallation lab = await fixture.GetAsync();
        int index = Array.FindIndex(Faults, f => f.Scenario == scenario);
        LabExecResult result = await SystemSsh.RunAsync(lab, lab.Workers[index], "ops", Faults[index].Command, Token);
        Assert.Contains(Faults[index].Expected, result.Stdout + result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_no_rights_the_password_does_not_help()
    {
        LabInstallation lab = await fixture.GetAsync();
        LabExecResult result = await OnHostOf("no-sudo", lab).ExecAsync(
            $"su ops -c 'sudo -S -p \"\" true' <<'PASSWORD'\n{await PasswordAsync(lab)}\nPASSWORD", Token);
        Assert.Contains("is not in the sudoers file", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_sudo_asks_the_password_helps()
    {
        LabInstallation lab = await fixture.GetAsync();
        LabExecResult result = await OnHostOf("sudo-password", lab).ExecAsync(
            $"su ops -c 'sudo -S -p \"\" id -un' <<'PASSWORD'\n{await PasswordAsync(lab)}\nPASSWORD", Token);
        Assert.Equal("root\n", result.Stdout);
    }

    private static LabHost OnHostOf(string scenario, LabInstallation lab) => lab.Workers[Array.FindIndex(Faults, f => f.Scenario == scenario)];

    private static Task<string> PasswordAsync(LabInstallation lab) => System.IO.File.ReadAllTextAsync(lab.SudoPasswordPath, Token);

    /// <summary>A worker for each fault.</summary>
    public sealed class FaultyWorkers : IAsyncDisposable
    {
        private readonly Lazy<Task<LabInstallation>> _lab = new(() => HealthyLab.StartAsync(new()
        {
            Workers = Faults.Length,
            WorkerDocker = false,
            Scenario = string.Join(',', Faults.Select((f, index) => $"{f.Scenario}@worker-{index + 1}").Append(HealthyLab.WithoutDocker)),
        }));

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
