using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Firewall;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Ssh;
using TravisOps.Tests;
using TravisOps.Workers;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>te-main with a real PostgreSQL and a real RabbitMQ, and Replicated's stand-in that stops and starts it.</summary>
public sealed class TeMainTests(TeMainTests.Fixture fixture) : IClassFixture<TeMainTests.Fixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_database_dumps_as_the_documentation_says_and_its_secrets_open_with_the_key()
    {
        LabInstallation lab = await fixture.GetAsync();
        string dump = (await OutputAsync(lab, """
            main=$(docker ps --quiet --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83)
            docker exec "$main" bash -lc 'pg_dump -U travis -h 127.0.0.1 -p 5432 -C -d travis_production'
            """)).ReplaceLineEndings("\n");
        string key = await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "encryption-key"), Token);

        Assert.Contains("CREATE DATABASE travis_production", dump, StringComparison.Ordinal);
        Assert.Contains("-- PostgreSQL database dump complete", dump, StringComparison.Ordinal);
        string[] ada = dump.Split('\n').Single(line => line.Contains("\tada\tada@lab.test\t", StringComparison.Ordinal)).Split('\t');
        string cipher = ada.Single(field => field.StartsWith("--ENCR--", StringComparison.Ordinal));
        Assert.Equal(LabDatabase.OAuthToken("ada"), Decrypt(cipher["--ENCR--".Length..], key));
        Assert.DoesNotContain(LabDatabase.OAuthToken("ada"), dump, StringComparison.Ordinal);
        string settings = dump.Split('\n').First(line => line.Contains("DEPLOY_TOKEN", StringComparison.Ordinal));
        Assert.Equal(LabDatabase.DeployToken("engine"), Decrypt(settings.Split("\"value\":\"")[1].Split('"')[0], key));
    }

    [Fact]
    public async Task Health_and_state_follow_the_application_and_a_start_makes_another_container()
    {
        LabInstallation lab = await fixture.GetAsync();
        string[] lines = (await OutputAsync(lab, """
            state() { replicatedctl app status | sed -n 's/.*"\(State\|IsTransitioning\)": "*\([a-z]*\).*/\2/p' | paste -sd' '; }
            main() { docker ps --quiet --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83; }
            health() { curl -s -o /dev/null -w '%{http_code}\n' "https://travis.lab.test/api/uptime"; }
            first=$(main)
            health
            docker exec "$first" pkill -STOP -o postgres
            docker exec "$first" env PGCONNECT_TIMEOUT=2 /usr/local/travis/uptime 2>&1 | grep -c timeout
            docker exec "$first" pkill -CONT -o postgres
            replicatedctl app stop --attach
            state; main | wc -l; ls /var/travis/postgresql | grep -c postmaster.pid
            health
            replicatedctl app start >/dev/null
            state
            until [ "$(state)" = 'started false' ]; do :; done
            health
            [ "$(main)" != "$first" ] && echo another
            """)).Split('\n');
        Assert.Equal(["200", "1", "stopped false", "0", "0", "000", "starting true", "200", "another"], lines);
    }

    [Fact]
    public async Task Every_port_of_the_platform_speaks_what_the_manual_says_and_workers_trust_its_certificate()
    {
        LabInstallation lab = await fixture.GetAsync();
        TravisInstallation installation = InventoryReader.Read(lab.InventoryPath).Select("lab");
        TravisHost worker = installation.Workers[0];
        var targets = FirewallTargets.FromWorker(installation, worker).Where(one => one.Role == TravisRole.Platform).ToList();
        var evidence = HostProbe.Run(worker, [FirewallProbe.Item(targets, FirewallProbe.DefaultWait, authenticate: true)], new SshOptions { Timeout = TimeSpan.FromSeconds(60) }, Token);

        Assert.All(
            FirewallEvaluator.Evaluate(evidence, targets),
            one => Assert.True(one.Status == CheckStatus.Pass, $"{one.Port}: {one.State}: {one.Message}"));
        Assert.Equal([22, 80, 443, 4567, 5672, 8800], targets.Select(one => one.Port).Order());
        Assert.Equal(BrokerLogin.Accepted, FirewallEvaluator.Evaluate(evidence, targets).Single(one => one.Port == 5672).Login);
    }

    [Theory]
    [InlineData("app-start-fails", "timeout 60 replicatedctl app stop -a; timeout 60 replicatedctl app start -a", 1, "stopped", "context deadline exceeded")]
    [InlineData("app-stop-hangs", "timeout 2 replicatedctl app stop -a", 124, "stopping", "\"IsTransitioning\": true")]
    public async Task Replicated_can_fail_to_stop_or_start_it(string scenario, string commands, int exitCode, string state, string detail)
    {
        LabInstallation lab = await HealthyLab.StartAsync(new() { Workers = 0, Scenario = scenario });
        await using (lab)
        {
            LabExecResult result = await lab.Platform.ExecAsync(commands, Token);
            string status = await OutputAsync(lab, "replicatedctl app status");

            Assert.Equal(exitCode, result.ExitCode);
            Assert.Contains($"\"State\": \"{state}\"", status, StringComparison.Ordinal);
            Assert.Contains(detail, status, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_broker_itself_is_asked_whether_it_takes_the_platforms_password()
    {
        LabInstallation lab = await fixture.GetAsync();
        string password = (await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "rabbitmq-password"), Token)).Trim();
        string Ask()
        {
            var item = HostProbe.Run(InventoryReader.Read(lab.InventoryPath).Select(null).Platform, [WorkerItems.Broker], new SshOptions(), Token, ProbeNonce.Create()).Items.Single();
            Assert.DoesNotContain(password, item.Text + item.ErrorText, StringComparison.Ordinal);
            return item.Text.Split('\n').Single(line => line.StartsWith("broker ", StringComparison.Ordinal));
        }

        Assert.Equal("broker takes it", Ask());
        await OutputAsync(lab, "docker exec $(docker ps --quiet --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83) bash -lc 'rabbitmqctl -q change_password travis another-one'");
        try
        {
            Assert.Equal("broker refuses it", Ask());
        }
        finally
        {
            await OutputAsync(lab, $"docker exec $(docker ps --quiet --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83) bash -lc 'rabbitmqctl -q change_password travis {password}'");
        }

        Assert.Equal("broker takes it", Ask());
    }

    /// <summary>As the gem travis-encrypt does it.</summary>
    private static string Decrypt(string value, string key)
    {
        byte[] bytes = Convert.FromBase64String(value);
        using Aes aes = Aes.Create();
        aes.Key = Encoding.ASCII.GetBytes(key[..32]);
        return Encoding.UTF8.GetString(aes.DecryptCbc(bytes.AsSpan(..^16), bytes.AsSpan(^16..)));
    }

    private static async Task<string> OutputAsync(LabInstallation lab, string script)
    {
        LabExecResult result = await lab.Platform.ExecAsync(script, Token);
        Assert.True(result.ExitCode == 0, result.Stderr);
        return result.Stdout.TrimEnd('\n');
    }

    /// <summary>A lab with both services.</summary>
    public sealed class Fixture : IAsyncDisposable
    {
        private readonly Lazy<Task<LabInstallation>> _lab = new(() => HealthyLab.StartAsync(new() { Workers = 1, WorkerDocker = false, Database = true, Broker = true }));

        public Task<LabInstallation> GetAsync()
        {
            HealthyLab.SkipWithoutLab();
            return _lab.Value;
        }

        public async ValueTask DisposeAsync()
        {
            if (_lab is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await (await _lab.Value).DisposeAsync();
            }
        }
    }
}
