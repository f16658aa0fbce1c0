using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Changes;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Environments;

/// <summary>What the shell texts find on hosts: a worker that is prepared for it, and a platform with a GitHub Enterprise behind real TLS.</summary>
public sealed class EnvironmentLabTests
{
    private const string Secret = "lab-Pa55-w0rd";

    /// <summary>A machine in Azure, managed by Puppet and visited by Ansible, in Berlin, with proxies and a history.</summary>
    private static readonly string s_worker = $$"""
        set -e
        mkdir /run/class; cp -a /sys/class/. /run/class/ 2>/dev/null || true; mkdir -p /run/class/dmi/id
        echo 'Microsoft Corporation' >/run/class/dmi/id/sys_vendor
        echo 'Virtual Machine' >/run/class/dmi/id/product_name
        echo 7783-7084-3265-9085-8269-3286-77 >/run/class/dmi/id/chassis_asset_tag
        mount --bind /run/class /sys/class
        ln -sfn /usr/share/zoneinfo/Europe/Berlin /etc/localtime
        mkdir -p /etc/cron.d /root/.ansible/tmp /etc/apt/apt.conf.d /var/lib/puppet/state
        printf '*/30 * * * * root /usr/bin/puppet agent --onetime --server p.example.com --waitforcert {{Secret}}\n' >/etc/cron.d/puppet
        touch -d '2017-10-20 12:00:00 UTC' /var/lib/puppet/state/last_run_summary.yaml
        printf 'Oct 25 08:15:01 worker-1 ansible-command: Invoked with _raw_params=echo {{Secret}} warn=True\n' >>/var/log/syslog
        printf 'http_proxy=http://user:{{Secret}}@proxy.example.com:3128\nno_proxy=localhost,.example.com\n' >/etc/environment
        printf 'Acquire::http::Proxy "http://apt:{{Secret}}@apt.example.com:3142/";\n' >/etc/apt/apt.conf.d/95proxy
        cat >>/etc/default/docker <<<'export HTTPS_PROXY="http://proxy.example.com:3128"'
        printf '{"icc": false, "registry-mirrors": ["https://m:{{Secret}}@mirror.example.com"]}' >/etc/docker/daemon.json
        cat >/var/log/apt/history.log <<'APT'

        Start-Date: 2017-10-29  02:30:00
        Commandline: apt-get install -o Acquire::http::Proxy=http://u:{{Secret}}@p docker-ce
        Requested-By: ops (1000)
        Upgrade: libc6:amd64 (1, 2), docker-ce:amd64 (17.06.2~ce-0~ubuntu, 17.12.0~ce-0~ubuntu), libc-bin:amd64 (1, 2)
        APT
        gzip -c >/var/log/apt/history.log.1.gz <<'APT'

        Start-Date: 2017-07-01  12:00:00
        Commandline: /usr/bin/unattended-upgrade
        Upgrade: containerd.io:amd64 (1.2.10-3, 1.2.11-1)
        End-Date: 2017-07-01  12:00:09
        APT
        printf '2017-07-02 09:00:00 install travis-worker:amd64 <none> 3.2.2-1\n2017-07-02 09:00:00 install vim:amd64 <none> 1\n' >/var/log/dpkg.log
        nohup perl -e '$0 = "chef-client"; sleep 60' >/dev/null 2>&1 </dev/null &
        """;

    [Fact]
    public async Task A_worker_is_told_as_it_is_and_no_secret_with_it()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 1, Scenario = HealthyLab.WithoutDocker });
        var worker = lab.Hosts.Single(host => host.Role == LabRole.Worker);
        var prepared = await worker.ExecAsync(s_worker, TestContext.Current.CancellationToken);
        Assert.True(prepared.ExitCode == 0, prepared.Stderr);

        var evidence = Probe(lab, TravisRole.Worker, new DateTime(2017, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var environment = EnvironmentJudge.Judge(evidence, DateTime.MinValue);

        Assert.All(evidence.Items, item => Assert.DoesNotContain(Secret, item.Text + item.ErrorText, StringComparison.Ordinal));
        Assert.Equal((IaasPlatform.Azure, 8, 15.7), (environment.Iaas, environment.Cpus, environment.MemoryGiB));
        Assert.Contains("chassis_asset_tag", environment.IaasProof, StringComparison.Ordinal);
        Assert.Equal(("Europe/Berlin", "Ubuntu 14.04.6 LTS"), (environment.TimeZone, environment.OperatingSystem));
        Assert.Equal(
            ["Chef Active process chef-client", "Puppet Active 'puppet agent' in /etc/cron.d/puppet", "Ansible Active ran lately: /root/.ansible/tmp"],
            environment.ConfigurationManagement!.Select(tool => $"{tool.Name} {tool.State} {tool.Proof}"));
        Assert.Equal(new DateTime(2017, 10, 20, 12, 0, 0, DateTimeKind.Utc), environment.ConfigurationManagement![1].LastRun);
        Assert.Equal(
            [
                "http_proxy=http://***@proxy.example.com:3128 (/etc/environment)", "no_proxy=localhost,.example.com (/etc/environment)",
                "https_proxy=http://proxy.example.com:3128 (/etc/default/docker)", "acquire::http::proxy=http://***@apt.example.com:3142/ (/etc/apt/apt.conf.d/95proxy)",
            ],
            environment.Proxies!.Select(proxy => proxy.ToString()));
        Assert.Equal(
            [
                "2017-10-29 00:30:00Z PackageUpgraded docker-ce 17.06.2~ce-0~ubuntu -> 17.12.0~ce-0~ubuntu", "2017-10-29 00:30:00Z OtherPackages 2 other packages",
                "2017-10-29 00:30:00Z AptInterrupted apt-get install -o Acquire::http::Proxy=http://***@p docker-ce",
                "2017-07-02 07:00:00Z PackageInstalled travis-worker - -> 3.2.2-1", "2017-07-01 10:00:00Z PackageUpgraded containerd.io 1.2.10-3 -> 1.2.11-1",
            ],
            environment.RecentChanges.Where(change => change.Kind <= TravisChangeKind.AptInterrupted).Select(change => change.ToString()));
        Assert.Contains(environment.RecentChanges, change => change is { Kind: TravisChangeKind.FileChanged, What: "/etc/default/travis-enterprise" });

        // Of a file with a secret in it there is no hash, not even of one that should have none.
        var files = FileFacts.Parse(evidence.Find("files"))!;
        Assert.Null(files.Single(file => file.Path == "/etc/default/travis-enterprise").Sha256);
        Assert.Null(files.Single(file => file.Path == "/etc/docker/daemon.json").Sha256);
        Assert.Null(files.Single(file => file.Path == "/etc/cron.d/puppet").Sha256);
        Assert.NotNull(files.Single(file => file.Path == "/etc/init/travis-worker.conf").Sha256);
    }

    [Fact]
    public async Task The_platform_asks_GitHub_Enterprise_for_its_version()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 1, Scenario = "docker-missing@worker-1" });
        var (platform, server) = (lab.Hosts.Single(host => host.Role == LabRole.Platform), lab.Hosts.Single(host => host.Role == LabRole.Worker));
        await LabServices.StartAsync(server, "mkdir -p /srv/ghe/api/v3; make_certificate ghe github.lab.test self-signed; serve_answers 443 ghe /srv/ghe", TestContext.Current.CancellationToken);
        await platform.ExecAsync($"echo '{server.Address} github.lab.test' >>/etc/hosts", TestContext.Current.CancellationToken);

        var password = (await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "rabbitmq-password"), TestContext.Current.CancellationToken)).Trim();
        Assert.NotEmpty(password);

        async Task<TravisEnvironment> Ask(string answer, string? tool = null)
        {
            await server.ExecAsync($"printf '%b' '{answer}' >/srv/ghe/api/v3/meta", TestContext.Current.CancellationToken);
            var host = InventoryReader.Read(lab.InventoryPath).Select(null).Platform;
            List<ProbeItem> plan = [.. EnvironmentPlan.For(TravisRole.Platform, DateTime.UtcNow, DateTime.UtcNow)
                .Select(item => tool is not null && item.Name == "github" ? item with { Source = $"tv_tools={tool}\n" + item.Source } : item)];
            var evidence = HostProbe.Run(host, plan, new SshOptions(), TestContext.Current.CancellationToken);
            Assert.Null(evidence.Failure);
            Assert.DoesNotContain(password, evidence.Find("github")!.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("session=", evidence.Find("github")!.Text, StringComparison.Ordinal);
            return EnvironmentJudge.Judge(evidence, DateTime.UtcNow);
        }

        const string Json = @"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: session=1\r\n";
        const string V218 = Json + @"\r\n{""verifiable_password_authentication"": true, ""installed_version"": ""2.18.0"", ""github_services_sha"": ""3a0f86f""}\n";

        var first = await Ask(V218);
        Assert.Equal((GitHubKind.Enterprise, "github.lab.test", "2.18.0"), (first.GitHub, first.GitHubHost, first.GitHubVersion));
        Assert.Equal((HighAvailability.No, "2.34.1", "4be2c83"), (first.HighAvailability, first.ReplicatedVersion, first.TravisVersion));
        Assert.DoesNotContain(first.NotKnown, reason => reason.Contains("Docker", StringComparison.Ordinal));

        foreach (var tool in (string[])["curl", "wget", "openssl", "python3"])
        {
            if ((await platform.ExecAsync($"PATH=/usr/bin:/bin command -v {tool}", TestContext.Current.CancellationToken)).ExitCode == 0)
            {
                var by = await Ask(V218, tool);
                Assert.True(by.GitHubVersion == "2.18.0" && by.GitHubProof!.Contains("with " + tool, StringComparison.Ordinal), by.GitHubProof);
                Assert.Equal("2.21.5", (await Ask(@"HTTP/1.1 401 Unauthorized\r\nX-GitHub-Enterprise-Version: 2.21.5\r\n\r\n{""message"": ""Must authenticate""}\n", tool)).GitHubVersion);
            }
        }

        var old = await Ask(Json + @"\r\n{""verifiable_password_authentication"": true, ""github_services_sha"": ""3a0f86f""}\n");
        Assert.Null(old.GitHubVersion);
        Assert.Contains("before 2.18", old.GitHubProof, StringComparison.Ordinal);
        Assert.Equal("2.21.0", (await Ask(Json + @"X-GitHub-Enterprise-Version: enterprise-server@2.21.0\r\n\r\n{}\n")).GitHubVersion);
        Assert.Contains("private mode", (await Ask(@"HTTP/1.1 401 Unauthorized\r\n\r\n{}\n")).GitHubProof, StringComparison.Ordinal);

        await server.RejectAllAsync(TestContext.Current.CancellationToken);
        var down = await Ask(string.Empty);
        Assert.Equal((GitHubKind.Enterprise, null), (down.GitHub, down.GitHubVersion));
        Assert.Contains("gave no answer", down.GitHubProof, StringComparison.Ordinal);
    }

    private static HostEvidence Probe(LabInstallation lab, TravisRole role, DateTime since)
    {
        var host = InventoryReader.Read(lab.InventoryPath).Select(null).Hosts.Single(one => one.Role == role);
        var evidence = HostProbe.Run(host, EnvironmentPlan.For(role, DateTime.UtcNow, since), new SshOptions(), TestContext.Current.CancellationToken);
        Assert.Null(evidence.Failure);
        return evidence;
    }
}
