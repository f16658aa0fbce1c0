using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Firewall.Local;

/// <summary>
/// Resolves names apart from connecting to them, so that a name server that is silent is not taken for a firewall. The system's resolver
/// blocks and can't be cancelled: it gets a bounded number of threads of its own, and who waits for it gives up in time.
/// </summary>
internal sealed class NameLookup(TimeSpan limit)
{
    /// <summary>A worker asks at most as many addresses of a name.</summary>
    private const int MostAddresses = 4;

    private const int MostThreads = 64;

    private const int StackSize = 256 * 1024;

    private readonly ConcurrentQueue<(string Name, TaskCompletionSource<Answer> Answer)> _waiting = new();
    private readonly Dictionary<string, Task<Answer>> _answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Starts looking up all the names. The limit counts from here for all of them.</summary>
    public void Begin(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (_answers.ContainsKey(name))
            {
                continue;
            }

            if (IPAddress.TryParse(name, out var address))
            {
                _answers[name] = Task.FromResult(new Answer([address], ConnectOutcome.Connected));
                continue;
            }

            var answer = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
            _answers[name] = OrSilentAsync(answer.Task);
            _waiting.Enqueue((name, answer));
        }

        for (var i = Math.Min(MostThreads, _waiting.Count); i > 0; i--)
        {
            new Thread(Work, StackSize) { IsBackground = true, Name = "TravisOps name lookup" }.Start();
        }
    }

    /// <summary>The addresses of a name that was begun.</summary>
    public Task<Answer> Of(string name) => _answers[name];

    private async Task<Answer> OrSilentAsync(Task<Answer> answer)
    {
        using var stop = new CancellationTokenSource();
        var first = await Task.WhenAny(answer, Task.Delay(limit, stop.Token)).ConfigureAwait(false);
        stop.Cancel();
        return first == answer ? await answer.ConfigureAwait(false) : new Answer([], ConnectOutcome.NameServerSilent);
    }

    private void Work()
    {
        while (_waiting.TryDequeue(out var one))
        {
            one.Answer.TrySetResult(Resolve(one.Name));
        }
    }

    private static Answer Resolve(string name)
    {
        try
        {
            IPAddress[] addresses = [.. Dns.GetHostAddresses(name).Distinct().Take(MostAddresses)];
            return addresses.Length == 0 ? new Answer([], ConnectOutcome.NameNotFound) : new Answer(addresses, ConnectOutcome.Connected);
        }
        catch (SocketException exception)
        {
            var outcome = ConnectFailure.Of(exception.SocketErrorCode);
            return new Answer([], outcome == ConnectOutcome.NameServerSilent ? outcome : ConnectOutcome.NameNotFound);
        }
        catch (ArgumentException)
        {
            // Too long for a name, or not to be encoded as one.
            return new Answer([], ConnectOutcome.NameNotFound);
        }
    }

    /// <summary>Addresses in the order in which the system would use them; none, and why.</summary>
    internal sealed record Answer(IReadOnlyList<IPAddress> Addresses, ConnectOutcome Outcome);
}
