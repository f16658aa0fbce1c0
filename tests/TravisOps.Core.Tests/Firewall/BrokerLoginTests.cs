using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Firewall;
using Xunit;

namespace TravisOps.Core.Tests.Firewall;

/// <summary>Log-in to a real RabbitMQ with what worker 2 has in its settings.</summary>
[Collection(FirewallTests.Name)]
public sealed class BrokerLoginTests(FirewallLab lab)
{
    private const int Worker = 1;

    [Fact]
    public async Task The_token_that_the_installer_wrote_is_taken()
    {
        var (evidence, results) = await AskAsync(settings: null);

        Assert.All(results, one => Assert.Equal((BrokerLogin.Accepted, CheckStatus.Pass, one.Detail), (one.Login, one.Status, one.Detail)));
        Assert.All(results, one => Assert.EndsWith("took the log-in of travis to vhost travis", one.Detail, StringComparison.Ordinal));
        await NowhereAsync(evidence, await PasswordAsync());
    }

    [Theory]
    [InlineData("amqp://travis:wrong-token-5@travis.lab.test/travis", BrokerLogin.Refused, CheckStatus.Fail, "refused the password of travis (AMQP 403)", "wrong-token-5")]
    [InlineData("amqp://travis:TOKEN@travis.lab.test/elsewhere", BrokerLogin.VhostRefused, CheckStatus.Fail, "refused vhost elsewhere (AMQP 530)", null)]
    [InlineData("amqp://travis:TOKEN@10.0.0.1:5672/travis", BrokerLogin.Accepted, CheckStatus.Warn, "AMQP_URI names another host than travis.lab.test", null)]
    [InlineData("amqp://travis:to/ken-6@travis.lab.test/travis", BrokerLogin.Unknown, CheckStatus.Fail, "AMQP_URI can't be read", "ken-6")]
    [InlineData("amqp://travis:a@b/c-7@travis.lab.test/travis", BrokerLogin.Unknown, CheckStatus.Fail, "AMQP_URI can't be read", "c-7")]
    [InlineData("amqp://travis:50%-zeta8@travis.lab.test/travis", BrokerLogin.Unknown, CheckStatus.Fail, "AMQP_URI can't be read", "zeta8")]
    [InlineData("", BrokerLogin.Unknown, CheckStatus.Unknown, "neither AMQP_URI nor TRAVIS_ENTERPRISE_SECURITY_TOKEN is set", null)]
    public async Task A_bad_setting_is_told_and_its_token_is_not(string uri, BrokerLogin login, CheckStatus status, string detail, string? secret)
    {
        var (evidence, results) = await AskAsync($"export AMQP_URI='{uri.Replace("TOKEN", await PasswordAsync(), StringComparison.Ordinal)}'");

        Assert.All(results, one => Assert.Equal((login, status, PortState.Open, one.Detail), (one.Login, one.Status, one.State, one.Detail)));
        Assert.All(results, one => Assert.Contains(detail, one.Detail, StringComparison.Ordinal));
        Assert.All(results, one => Assert.NotNull(one.Remedy));
        await NowhereAsync(evidence, secret ?? await PasswordAsync());
    }

    [Fact]
    public async Task Settings_are_read_in_the_order_of_the_workers_own_start_script()
    {
        var token = await PasswordAsync();
        var (_, results) = await AskAsync($"""
            export AMQP_URI='amqp://travis:old@travis.lab.test/travis'
            export AMQP_URI="amqp://travis:$TRAVIS_ENTERPRISE_SECURITY_TOKEN@travis.lab.test/travis"
            """, $"TRAVIS_ENTERPRISE_SECURITY_TOKEN={token}", "export TRAVIS_WORKER_AMQP_URI=\"$AMQP_URI\" AMQP_URI=amqp://travis:last@travis.lab.test/travis");

        Assert.All(results, one => Assert.Equal((BrokerLogin.Accepted, one.Detail), (one.Login, one.Detail)));
    }

    [Fact]
    public async Task A_worker_that_uses_TLS_sends_its_token_through_a_verified_connection_only()
    {
        var uri = $"export AMQP_URI=amqps://travis:{await PasswordAsync()}@travis.lab.test/travis";
        var (_, trusted) = await AskAsync(uri);
        Assert.Equal([(5672, BrokerLogin.NotAsked), (4567, BrokerLogin.Accepted)], trusted.Select(one => (one.Port, one.Login)));

        var host = (await lab.GetAsync()).Workers[Worker];

        // As Ubuntu 14.04's, which compares no names: it does not know the option, and its help does not tell it.
        await RunAsync(host, """
            printf '#!/bin/sh\ncase $* in *-help*) echo "usage: s_client args"; exit 1 ;; *-verify_host*) exit 1 ;; esac\nexec /usr/bin/openssl "$@"\n' >/usr/local/bin/openssl
            chmod 755 /usr/local/bin/openssl
            """);
        var (_, old) = await AskAsync(uri);
        await RunAsync(host, "rm /usr/local/bin/openssl");
        Assert.Equal((BrokerLogin.Unknown, CheckStatus.Unknown), (old[1].Login, old[1].Status));
        Assert.Contains("can't compare the name in a certificate", old[1].Detail, StringComparison.Ordinal);

        await RunAsync(host, "mv /etc/ssl/certs/lab.pem /etc/ssl/lab.pem");
        try
        {
            var (_, untrusted) = await AskAsync(uri);
            Assert.Equal((BrokerLogin.Unknown, CheckStatus.Fail), (untrusted[1].Login, untrusted[1].Status));
            Assert.Contains("its token was not sent", untrusted[1].Detail, StringComparison.Ordinal);
            Assert.Matches("trust the broker's certificate.*AMQP_INSECURE", untrusted[1].Remedy!);

            var (_, insecure) = await AskAsync(uri + "\nexport AMQP_INSECURE=true");
            Assert.Equal(BrokerLogin.Accepted, insecure[1].Login);
        }
        finally
        {
            await RunAsync(host, "mv /etc/ssl/lab.pem /etc/ssl/certs/lab.pem");
        }
    }

    [Fact]
    public async Task The_kernel_sees_no_token_in_an_argument_or_an_environment_and_no_file_written()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "This machine has no strace.");
        await AskAsync(settings: null);
        var installation = await lab.InstallationAsync();
        var item = FirewallProbe.Item(FirewallTargets.FromWorker(installation, installation.Workers[Worker]), FirewallProbe.DefaultWait, authenticate: true);
        var traced = await (await lab.GetAsync()).Workers[Worker].ExecAsync(
            $"cat >/run/item.sh <<'ITEM'\n{item.Source}\nITEM\nstrace -f -v -s 65536 -e trace=execve,open,openat,creat -o /run/trace sh /run/item.sh >/run/said </dev/null; cat /run/said /run/trace",
            TestContext.Current.CancellationToken);
        var calls = traced.Stdout.Split('\n');

        Assert.Contains("login open", calls);
        Assert.Contains(calls, line => line.Contains("execve(", StringComparison.Ordinal) && line.Contains("s_client", StringComparison.Ordinal));
        Assert.DoesNotContain(await PasswordAsync(), traced.Stdout, StringComparison.Ordinal);
        string[] writing = ["O_WRONLY", "O_RDWR", "O_CREAT", "creat("];
        Assert.All(
            calls.Where(line => writing.Any(word => line.Contains(word, StringComparison.Ordinal))),
            line => Assert.Matches("\"/dev/(null|tty)\"", line));
    }

    [Fact]
    public async Task Without_being_asked_nobody_logs_in()
    {
        var installation = await lab.InstallationAsync();
        var targets = FirewallTargets.FromWorker(installation, installation.Workers[Worker], [5672]);
        var evidence = await lab.AskAsync(Worker, targets);

        Assert.Equal(BrokerLogin.NotAsked, FirewallEvaluator.Evaluate(evidence, targets)[0].Login);
        Assert.DoesNotContain("login", evidence.Find(FirewallProbe.ItemName)!.Text, StringComparison.Ordinal);
    }

    private async Task<(HostEvidence Evidence, IReadOnlyList<FirewallResult> Results)> AskAsync(string? settings, string enterprise = "", string local = "")
    {
        var host = (await lab.GetAsync()).Workers[Worker];
        await RunAsync(host, $$"""
            cd /etc/default
            [ -d /root/default ] || cp -a /etc/default /root/default
            rm -f travis-*
            cp -a /root/default/travis-* .
            if [ -n '{{(settings is null ? "" : "yes")}}' ]; then
                cat >travis-enterprise <<'SETTINGS'
            {{enterprise}}
            SETTINGS
                cat >travis-worker <<'SETTINGS'
            {{settings}}
            SETTINGS
                cat >travis-worker-local <<'SETTINGS'
            {{local}}
            SETTINGS
            fi
            """);
        var installation = await lab.InstallationAsync();
        var targets = FirewallTargets.FromWorker(installation, installation.Workers[Worker], [5672, 4567]);
        var evidence = await lab.AskAsync(Worker, targets, authenticate: true);
        Assert.Null(evidence.Failure);
        return (evidence, FirewallEvaluator.Evaluate(evidence, targets));
    }

    private async Task<string> PasswordAsync() =>
        (await File.ReadAllTextAsync(Path.Combine((await lab.GetAsync()).StateDirectory, "rabbitmq-password"), TestContext.Current.CancellationToken)).Trim();

    // In nothing that came back, spelt as it is or as bytes, and in no log of the worker.
    private async Task NowhereAsync(HostEvidence evidence, string secret)
    {
        var text = string.Join("\n", evidence.Items.Select(item => item.Source + "\n" + item.Text + "\n" + item.ErrorText))
            + string.Join("\n", FirewallEvaluator.Evaluate(evidence).Select(one => one.ToString()));
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(string.Join(" ", secret.Select(c => $"{(int)c:x2}")), text, StringComparison.Ordinal);
        var host = (await lab.GetAsync()).Workers[Worker];
        Assert.Equal("0", (await host.ExecAsync($"IFS= read -r secret <<'SECRET'\n{secret}\nSECRET\ngrep -rlF -- \"$secret\" /tmp /var/log /root/.bash_history 2>/dev/null | wc -l", TestContext.Current.CancellationToken)).Stdout.Trim());
    }

    private static async Task RunAsync(TravisOps.Lab.LabHost host, string script)
    {
        var result = await host.ExecAsync(script, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Stderr);
    }
}
