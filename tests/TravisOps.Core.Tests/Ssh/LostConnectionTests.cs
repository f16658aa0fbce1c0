using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

[Collection(SshdTests.Name)]
public sealed class LostConnectionTests(SshdFixture sshd)
{
    /// <summary>Writes something and goes on for long.</summary>
    private const string Waiting = "head -c 200000 /dev/zero; sleep 4321";

    /// <summary>Bytes on the wire; less the handshake and a packet of 32 KiB that may have its end still on the way, that is over 100,000 of the answer.</summary>
    private const int Passed = 150_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_is_cut_mid_answer_keeps_what_came()
    {
        using var proxy = new CuttingProxy(sshd.Server.Port);
        using var session = HostSession.Open(SshdFixture.HostAt(proxy.Port), Options(proxy, TimeSpan.FromHours(1)), Token);
        var running = Task.Run(() => session.Run(new RemoteScript { Text = Waiting }, Token), Token);
        UntilItRuns(proxy);
        proxy.Cut();
        var outcome = await running;
        Assert.Equal(HostFailureKind.ConnectionLost, outcome.Failure?.Kind);
        Assert.Null(outcome.ExitStatus);
        Assert.InRange(outcome.Output.Length, 100_000, 200_000);
        UntilNothingRuns();

        var again = session.Run(new RemoteScript { Text = "echo" }, Token);
        Assert.Equal(HostFailureKind.ConnectionLost, again.Failure?.Kind);
    }

    [Fact]
    public async Task A_peer_that_vanishes_mid_answer_ends_at_the_deadline()
    {
        using var proxy = new CuttingProxy(sshd.Server.Port);
        using var session = HostSession.Open(SshdFixture.HostAt(proxy.Port), Options(proxy, TimeSpan.FromSeconds(10)), Token);
        var running = Task.Run(() => session.Run(new RemoteScript { Text = Waiting }, Token), Token);
        UntilItRuns(proxy);
        proxy.FallSilent();
        var outcome = await running;
        Assert.Equal(HostFailureKind.Timeout, outcome.Failure?.Kind);
        Assert.InRange(outcome.Output.Length, 100_000, 200_000);
        UntilNothingRuns();
    }

    [Fact]
    public async Task Cancelling_does_not_wait_for_a_peer_that_vanished()
    {
        using var proxy = new CuttingProxy(sshd.Server.Port);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var session = HostSession.Open(SshdFixture.HostAt(proxy.Port), Options(proxy, TimeSpan.FromHours(1)), Token);
        var running = Task.Run(() => session.Run(new RemoteScript { Text = Waiting }, cancel.Token), Token);
        UntilItRuns(proxy);
        proxy.FallSilent();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        proxy.Cut();
        UntilNothingRuns();
    }

    [Fact]
    public void One_connection_is_made_to_a_host()
    {
        using var proxy = new CuttingProxy(sshd.Server.Port);
        using var session = HostSession.Open(SshdFixture.HostAt(proxy.Port), Options(proxy, TimeSpan.FromMinutes(1)), Token);
        session.Run(new RemoteScript { Text = "echo 1" }, Token);
        Assert.Equal(1, proxy.Connections);
    }

    [Fact]
    public async Task Cancelling_a_run_over_many_hosts_leaves_none_of_them_busy()
    {
        const int Hosts = 16;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var started = new CountdownEvent(Hosts);
        var hosts = Enumerable.Range(1, Hosts).Select(i => sshd.Host(i % 2 == 0 ? "ops" : "root") with { ComputerName = "worker-" + i }).ToList();
        var options = sshd.Options with { Timeout = TimeSpan.FromHours(1) };
        var run = HostFanOut.RunAsync(
            hosts,
            Hosts,
            (host, token) =>
            {
                using var session = HostSession.Open(host, options, token);
                started.Signal();
                return session.Run(new RemoteScript { Text = "exec sleep 4321" }, token);
            },
            (_, _) => Assert.Fail("No host has a result."),
            cancel.Token);
        started.Wait(Token);
        using (var other = HostSession.Open(sshd.Host(), sshd.Options, Token))
        {
            other.Run(new RemoteScript { Text = "until [ \"$(pgrep -xfc 'sleep 4321')\" = 16 ]; do sleep 0.05; done" }, Token);
        }

        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        UntilNothingRuns();
    }

    private SshOptions Options(CuttingProxy proxy, TimeSpan timeout)
    {
        var known = System.IO.Path.Combine(sshd.Server.Folder, "known_hosts." + proxy.Port);
        System.IO.File.WriteAllText(known, System.IO.File.ReadAllText(sshd.Server.KnownHostsPath).Replace("]:" + sshd.Server.Port, "]:" + proxy.Port, StringComparison.Ordinal));
        return sshd.Options with { KnownHostsPath = known, Timeout = timeout };
    }

    private static void UntilItRuns(CuttingProxy proxy) => proxy.WaitForBytes(Passed, Token);

    private void UntilNothingRuns() => Ask("while pgrep -xf 'sleep 4321' >/dev/null; do sleep 0.05; done");

    private void Ask(string text)
    {
        using var session = HostSession.Open(sshd.Host(), sshd.Options, Token);
        Assert.Equal(0, session.Run(new RemoteScript { Text = text }, Token).ExitStatus);
    }
}
