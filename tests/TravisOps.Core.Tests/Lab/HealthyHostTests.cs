using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>What the hosts of a healthy lab show to OpenSSH's own client.</summary>
public sealed class HealthyHostTests(HealthyLab healthy)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "Ubuntu 16.04.7 LTS")]
    [InlineData(1, "Ubuntu 14.04.6 LTS")]
    [InlineData(2, "Ubuntu 16.04.7 LTS")]
    public async Task Each_host_looks_like_the_machine_that_the_manual_asks_for(int index, string system)
    {
        LabInstallation lab = await healthy.GetAsync();
        string[] lines = await LinesAsync(lab, lab.Hosts[index], """
            . /etc/os-release; echo "$PRETTY_NAME"
            cat /proc/sys/kernel/osrelease
            cat /sys/devices/system/cpu/online
            getconf _NPROCESSORS_ONLN
            awk '/^MemTotal/ { print $2 }' /proc/meminfo
            df -P / | awk 'END { print ($2 > 40593708 && $5 + 0 < 10) ? "roomy" : $0 }'
            df -P /var/lib/docker | awk 'END { print ($2 > 40593708 && $5 + 0 < 10) ? "roomy" : $0 }'
            sudo -n id -u
            sudo docker info --format '{{.Driver}} {{.NCPU}}' | cut -d' ' -f1
            hostname -f
            """);
        Assert.Equal([system, "4.4.0-210-generic", "0-7", "8", "16424428", "roomy", "roomy", "0", "overlay2", lab.Hosts[index].Name], lines);
    }

    [Fact]
    public async Task The_platform_runs_te_main_with_the_manuals_ports_and_Replicated()
    {
        LabInstallation lab = await healthy.GetAsync();
        string[] lines = await LinesAsync(lab, lab.Platform, """
            sudo docker ps --format '{{.Names}}' | sort | paste -sd' '
            sudo docker ps --filter name=focused_yalow --format '{{.Image}}'
            for port in 80 443 4567 5672 22; do sudo docker port focused_yalow $port | head -n 1; done
            sudo docker exec focused_yalow hostname
            sudo docker exec focused_yalow wget -qO- http://localhost/api/uptime; echo
            replicatedctl preflight status -q
            replicatedctl preflight run -o json | grep -c '"Severity": "success"'
            """);
        Assert.Equal(
            [
                "focused_yalow replicated replicated-operator replicated-premkit replicated-statsd replicated-ui",
                "10.0.0.5:9874/quay.io-travisci-te-main:4be2c83",
                "0.0.0.0:80", "0.0.0.0:443", "0.0.0.0:4567", "0.0.0.0:5672", "0.0.0.0:32770",
                "te-main", "OK", "true", "9",
            ],
            lines);
    }

    [Fact]
    public async Task One_secret_is_the_same_in_te_main_in_Replicateds_settings_and_on_both_workers()
    {
        LabInstallation lab = await healthy.GetAsync();
        string secret = await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "rabbitmq-password"), Token);
        string key = await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "encryption-key"), Token);
        string[] platform = await LinesAsync(lab, lab.Platform, """
            sudo docker exec focused_yalow grep -A1 encryption: /usr/local/travis/etc/travis/config/travis.yml
            sudo docker exec focused_yalow awk '/password:/ { print $2 }' /usr/local/travis/etc/travis/config/travis.yml
            replicatedctl app-config export --template '{{.rabbitmq_password.Value}}'
            """);
        Assert.Equal(["  encryption:", $"    key: {key}", secret, secret], platform);
        Assert.Equal(64, key.Length);
        const string uri = "set -a; for f in /etc/default/travis-enterprise /etc/default/travis-worker; do [ ! -f $f ] || . $f; done; echo $AMQP_URI";
        foreach (LabHost worker in lab.Workers)
        {
            Assert.Equal([$"amqp://travis:{secret}@travis.lab.test/travis"], await LinesAsync(lab, worker, uri));
        }
    }

    [Fact]
    public async Task The_workers_are_one_of_each_kind_and_reach_the_platform_by_its_public_name()
    {
        LabInstallation lab = await healthy.GetAsync();
        const string reach = "timeout 5 bash -c 'exec 3<>/dev/tcp/travis.lab.test/5672' && echo open";
        Assert.Equal(
            ["open", "/etc/init/travis-worker.conf", "travis-worker v=v4.6.1"],
            await LinesAsync(lab, lab.Workers[0], reach + "\nls /etc/init/travis-worker.conf\ntravis-worker -v | cut -d' ' -f1,2"));
        Assert.Equal(
            ["open", "travis-worker travisci/worker:v6.2.2", "travis-worker v=v6.2.2"],
            await LinesAsync(lab, lab.Workers[1], reach + "\nsudo docker ps --format '{{.Names}} {{.Image}}'\nsudo docker exec travis-worker travis-worker -v | cut -d' ' -f1,2"));
    }

    [Theory]
    [InlineData("root", "0")]
    [InlineData("ops", "0")]
    [InlineData("deploy", "1")]
    [InlineData("guest", "1")]
    public async Task Every_user_logs_in_with_the_key_and_has_the_sudo_rights_of_its_kind(string user, string sudo)
    {
        LabInstallation lab = await healthy.GetAsync();
        LabExecResult result = await SystemSsh.RunAsync(lab, lab.Workers[0], user, "id -un; sudo -n true 2>/dev/null; echo $?", Token);
        Assert.Equal($"{user}\n{sudo}\n", result.Stdout);
    }

    [Theory]
    [InlineData("ops", "password")]
    [InlineData("ops", "keyboard-interactive")]
    [InlineData("deploy", "password")]
    [InlineData("kbd", "keyboard-interactive")]
    public async Task The_password_logs_in(string user, string method)
    {
        LabInstallation lab = await healthy.GetAsync();
        LabExecResult result = await SystemSsh.RunWithPasswordAsync(lab, lab.Workers[0], user, method, "id -un", Token);
        Assert.Equal($"{user}\n", result.Stdout);
    }

    [Fact]
    public async Task Kbd_is_refused_with_the_key_and_with_plain_password_authentication()
    {
        LabInstallation lab = await healthy.GetAsync();
        Assert.Equal(255, (await SystemSsh.RunAsync(lab, lab.Workers[0], "kbd", "true", Token)).ExitCode);
        Assert.Equal(255, (await SystemSsh.RunWithPasswordAsync(lab, lab.Workers[0], "kbd", "password", "true", Token)).ExitCode);
    }

    [Fact]
    public async Task Deploy_gets_root_with_the_password()
    {
        LabInstallation lab = await healthy.GetAsync();
        string password = await File.ReadAllTextAsync(lab.SudoPasswordPath, Token);
        LabExecResult result = await lab.Workers[0].ExecAsync($"su deploy -c 'sudo -S -p \"\" id -un' <<'PASSWORD'\n{password}\nPASSWORD", Token);
        Assert.Equal("root\n", result.Stdout);
    }

    [Fact]
    public async Task Known_hosts_has_three_types_of_key_for_each_host()
    {
        LabInstallation lab = await healthy.GetAsync();
        string[] lines = await File.ReadAllLinesAsync(lab.KnownHostsPath, Token);
        string[] types = ["ecdsa-sha2-nistp256", "ssh-ed25519", "ssh-rsa"];
        Assert.Equal(
            lab.Hosts.SelectMany(h => types.Select(t => $"{h.Address} {t}")).Order(StringComparer.Ordinal),
            lines.Select(l => string.Join(' ', l.Split(' ')[..2])).Order(StringComparer.Ordinal));
    }

    private static async Task<string[]> LinesAsync(LabInstallation lab, LabHost host, string script)
    {
        LabExecResult result = await SystemSsh.RunAsync(lab, host, "ops", script, Token);
        Assert.True(result.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}: {result.Stderr}"));
        return result.Stdout.TrimEnd('\n').Split('\n');
    }
}
