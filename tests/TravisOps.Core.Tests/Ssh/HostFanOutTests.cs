using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

public sealed class HostFanOutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_host_is_worked_on_once()
    {
        var done = new ConcurrentBag<string>();
        await HostFanOut.RunAsync(Hosts(100), 8, (host, _) => host.ComputerName + "!", (host, result) => done.Add(host.ComputerName + "=" + result), Token);
        Assert.Equal(Hosts(100).Select(host => $"{host.ComputerName}={host.ComputerName}!").Order(), done.Order());
    }

    [Fact]
    public async Task No_host_at_all_is_no_trouble() => await HostFanOut.RunAsync([], 8, (_, _) => 0, (_, _) => { }, Token);

    [Fact]
    public async Task No_more_than_the_limit_are_worked_on_at_once()
    {
        int now = 0, most = 0;
        using var full = new Barrier(4);
        await HostFanOut.RunAsync(
            Hosts(40),
            4,
            (_, token) =>
            {
                var running = Interlocked.Increment(ref now);
                InterlockedMax(ref most, running);
                full.SignalAndWait(token);
                Interlocked.Decrement(ref now);
                return 0;
            },
            (_, _) => { },
            Token);
        Assert.Equal(4, most);
    }

    [Fact]
    public async Task What_the_work_throws_comes_out()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => HostFanOut.RunAsync<int>(Hosts(3), 1, (_, _) => throw new InvalidOperationException("broken"), (_, _) => { }, Token));
        Assert.Equal("broken", error.Message);
    }

    [Fact]
    public async Task Cancelling_returns_although_the_work_does_not()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var stuck = new ManualResetEventSlim();
        var reported = 0;
        var run = HostFanOut.RunAsync(
            Hosts(2),
            2,
            (_, _) =>
            {
                cancel.Cancel();
                stuck.Wait(Token);
                return 0;
            },
            (_, _) => Interlocked.Increment(ref reported),
            cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        stuck.Set();
        Assert.Equal(0, reported);
    }

    private static List<TravisHost> Hosts(int count) =>
        Enumerable.Range(1, count).Select(i => new TravisHost { ComputerName = "worker-" + i, Role = TravisRole.Worker }).ToList();

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = target) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
            // Another thread was first.
        }
    }
}
