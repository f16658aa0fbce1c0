using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Firewall;

[CollectionDefinition(Name)]
public sealed class FirewallTests : ICollectionFixture<FirewallLab>
{
    public const string Name = "Firewall lab";
}

/// <summary>
/// A platform with real services behind real firewall rules: good ones on the manual's ports, and each kind of bad one on a port of its
/// own. Worker 1 looks at it, worker 2 logs in to its RabbitMQ, worker 3 answers nothing.
/// </summary>
public sealed class FirewallLab : IAsyncDisposable
{
    /// <summary>Dropped, refused with a reset, refused as prohibited, refused as by a closed port.</summary>
    public const int Dropped = 9101, Reset = 9102, Prohibited = 9103, PortUnreachable = 9104;

    /// <summary>Open and mute on the platform, for the numbers.</summary>
    public static readonly int[] Mute = [9201, 9202, 9203, 9204, 9205, 9206, 9207];

    private const string Services = """
        make_authority
        make_certificate good travis.lab.test valid
        make_certificate expired travis.lab.test expired
        make_certificate other travis.example.com valid
        make_certificate own travis.lab.test self-signed
        serve_http 80
        serve_tls 443 good
        serve_tls 8800 own
        serve_tls 8441 expired
        serve_tls 8442 other
        serve_tls 8443 own
        serve_http 8081
        serve_http 8082
        serve_hanging_up 9001
        serve_mute 9002 9201 9202 9203 9204 9205 9206 9207
        background sshd-2222 /usr/sbin/sshd -D -p 2222 -o PidFile=none
        await_port 2222
        nft -f - <<'RULES'
        table inet firewall_tests {
            chain in {
                type filter hook input priority 0; policy accept;
                tcp dport 9101 drop
                tcp dport 9102 reject with tcp reset
                tcp dport 9103 reject with icmpx admin-prohibited
                tcp dport 9104 reject with icmpx port-unreachable
            }
        }
        RULES
        """;

    private readonly Lazy<Task<LabInstallation>> _lab = new(StartAsync, LazyThreadSafetyMode.ExecutionAndPublication);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<LabInstallation> GetAsync()
    {
        HealthyLab.SkipWithoutLab();
        if (!File.Exists("/usr/sbin/rabbitmq-server"))
        {
            Assert.Skip("This machine has no rabbitmq-server.");
        }

        return await _lab.Value;
    }

    /// <summary>The lab's inventory, read as a command reads it.</summary>
    public async Task<TravisInstallation> InstallationAsync() => InventoryReader.Read((await GetAsync()).InventoryPath).Select(null);

    /// <summary>Has a worker look, over SSH.</summary>
    public async Task<HostEvidence> AskAsync(int worker, IReadOnlyList<PortTarget> targets, bool authenticate = false, TimeSpan? wait = null)
    {
        var installation = await InstallationAsync();
        return await Task.Run(() => HostProbe.Run(
            installation.Workers[worker], [FirewallProbe.Item(targets, wait ?? FirewallProbe.DefaultWait, authenticate)], new SshOptions(), Token));
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _lab.Value).DisposeAsync();
        }
    }

    private static async Task<LabInstallation> StartAsync()
    {
        var lab = await HealthyLab.StartAsync(new() { Workers = 3, WorkerDocker = false, Scenario = HealthyLab.WithoutDocker });
        try
        {
            await ServeAsync(lab);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    private static async Task ServeAsync(LabInstallation lab)
    {
        var password = await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "rabbitmq-password"), Token);
        await LabServices.StartAsync(lab.Platform, Services, Token);
        await LabServices.StartAsync(lab.Platform, $"serve_rabbitmq good <<'PASSWORD'\n{password.Trim()}\nPASSWORD", Token);

        // Workers trust the lab's authority, as an admin would have it.
        var authority = (await lab.Platform.ExecAsync("cat /srv/services/ca.pem", Token)).Stdout;
        foreach (var worker in lab.Workers)
        {
            var trusted = await worker.ExecAsync($"cat >/etc/ssl/certs/lab.pem <<'PEM'\n{authority}\nPEM\nln -sf lab.pem /etc/ssl/certs/$(openssl x509 -noout -subject_hash -in /etc/ssl/certs/lab.pem).0", Token);
            Assert.Equal(0, trusted.ExitCode);
        }

        await lab.Workers[2].DropAllAsync(Token);
    }
}
