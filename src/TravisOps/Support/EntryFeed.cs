using System;
using System.Collections.Generic;
using System.Threading;

namespace TravisOps.Support;

/// <summary>
/// Hands what one thread makes to the pipeline thread, at once and in order, many at a time when there are many. When the pipeline does not keep
/// up, the thread waits, and with it whatever feeds it: nothing piles up.
/// </summary>
internal sealed class EntryFeed<T>(Action<Action> post, Action<T> write, CancellationToken cancellationToken)
{
    private const int MostWaiting = 1000;

    // A pipeline that has stopped wakes nobody.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private List<T> _waiting = [];
    private bool _posted;

    /// <summary>Hands one over; waits while there are too many.</summary>
    /// <exception cref="OperationCanceledException">Nobody takes them any more.</exception>
    public void Add(T item)
    {
        lock (_gate)
        {
            while (_waiting.Count >= MostWaiting)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate, Look);
            }

            _waiting.Add(item);
            if (!_posted)
            {
                _posted = true;
                post(Drain);
            }
        }
    }

    private void Drain()
    {
        List<T> batch;
        lock (_gate)
        {
            batch = _waiting;
            _waiting = [];
            _posted = false;
            Monitor.PulseAll(_gate);
        }

        foreach (var item in batch)
        {
            write(item);
        }
    }
}
