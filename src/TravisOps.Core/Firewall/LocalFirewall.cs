using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Firewall.Local;

namespace TravisOps.Firewall;

/// <summary>Looks at ports from this machine: plain sockets, all at once, so that the whole takes about one time-out however many hosts are silent.</summary>
public static class LocalFirewall
{
    /// <summary>Sockets that wait at once: each is a file descriptor and some kilobytes, and none is a thread.</summary>
    private const int MostSockets = 2048;

    /// <summary>Looks at every target.</summary>
    /// <param name="targets">From <see cref="FirewallTargets.FromHere"/>.</param>
    /// <param name="wait">Limit of a connection, of the name before it and of the greeting behind it, each.</param>
    /// <param name="completed">Is told each result as it comes, from any thread, one at a time; may be null.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The results, in the order of the targets.</returns>
    public static async Task<IReadOnlyList<FirewallResult>> ProbeAsync(
        IReadOnlyList<PortTarget> targets, TimeSpan wait, Action<FirewallResult>? completed, CancellationToken cancellationToken)
    {
        if (targets is null)
        {
            throw new ArgumentNullException(nameof(targets));
        }

        var names = new NameLookup(wait);
        names.Begin(targets.Select(target => target.Address));
        using var slots = new SemaphoreSlim(MostSockets);
        var gate = new object();

        async Task<FirewallResult> One(PortTarget target)
        {
            var result = await ProbeAsync(target, names, slots, wait, cancellationToken).ConfigureAwait(false);
            if (completed is not null)
            {
                lock (gate)
                {
                    completed(result);
                }
            }

            return result;
        }

        return await Task.WhenAll(targets.Select(One).ToList()).ConfigureAwait(false);
    }

    private static async Task<FirewallResult> ProbeAsync(PortTarget target, NameLookup names, SemaphoreSlim slots, TimeSpan wait, CancellationToken cancellationToken)
    {
        var name = await names.Of(target.Address).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        PortObservation[] seen = name.Addresses.Count == 0
            ? [new PortObservation { Outcome = name.Outcome }]
            : await Task.WhenAll(name.Addresses.Select(address => LookAsync(target, address, slots, wait, cancellationToken)).ToList()).ConfigureAwait(false);
        return FirewallJudge.Judge(target, seen, wait, DateTime.UtcNow);
    }

    private static async Task<PortObservation> LookAsync(PortTarget target, IPAddress address, SemaphoreSlim slots, TimeSpan wait, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (socket, error, elapsed) = await TcpAttempt.ConnectAsync(address, target.Port, wait, cancellationToken).ConfigureAwait(false);
            var seen = new PortObservation { Address = address.ToString(), Outcome = ConnectFailure.Of(error) };
            if (socket is null)
            {
                return seen with { Error = error.ToString() };
            }

            using (socket)
            {
                return await PortTalk.GreetAsync(socket, target, seen with { Latency = elapsed }, wait, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            slots.Release();
        }
    }
}
