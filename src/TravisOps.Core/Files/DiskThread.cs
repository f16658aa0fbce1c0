using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace TravisOps.Files;

/// <summary>
/// Asks a disk on a thread of its own, one call after the other, so that whoever asks can leave: a share whose server is silent holds the thread that asked in a call
/// that nothing ends. Once it was silent nothing more is asked, and what has to be done when it wakes up after all is done by that thread, with nobody waiting.
/// </summary>
internal sealed class DiskThread : IDisposable
{
    private readonly string _path;
    private readonly object _gate = new();
    private readonly Queue<Action> _calls = new();
    private readonly Thread _thread;
    private bool _ending;
    private bool _silent;

    /// <summary>Begins.</summary>
    /// <param name="path">What is asked for, for the error.</param>
    /// <param name="patience">How long one call may take; null for the default.</param>
    public DiskThread(string path, DiskPatience? patience = null)
    {
        _path = path;
        Patience = patience ?? DiskPatience.Default;
        _thread = new Thread(Work) { IsBackground = true, Name = "TravisOps disk" };
        _thread.Start();
    }

    /// <summary>How long one call may take.</summary>
    public DiskPatience Patience { get; }

    /// <summary>Whether a call took too long.</summary>
    public bool IsSilent
    {
        get
        {
            lock (_gate)
            {
                return _silent;
            }
        }
    }

    /// <summary>One call, of a path that nothing else is asked about.</summary>
    /// <inheritdoc cref="Run{T}"/>
    public static T Once<T>(string path, Func<T> call, DiskPatience? patience = null)
    {
        using DiskThread disk = new(path, patience);
        return disk.Run(call);
    }

    /// <summary>Does it and waits for it; what it throws is thrown here.</summary>
    /// <exception cref="DiskSilentException">It took too long, or an earlier call did.</exception>
    public T Run<T>(Func<T> call)
    {
        T result = default!;
        Run(() => { result = call(); }, Patience.Call);
        return result;
    }

    /// <inheritdoc cref="Run{T}"/>
    public void Run(Action call) => Run(call, Patience.Call);

    /// <summary>Does what puts data on the disk, which may take longer.</summary>
    /// <inheritdoc cref="Run{T}"/>
    public void Flush(Action call) => Run(call, Patience.Flush);

    /// <summary>The last call: what cleans up. When the disk is silent nobody waits for it, and it is done if the disk ever answers while this process is there. Behind another last call it does nothing.</summary>
    public void End(Action cleanUp)
    {
        lock (_gate)
        {
            if (_silent)
            {
                _calls.Enqueue(() => Capture(cleanUp));
                _ending = true;
                return;
            }

            if (_ending)
            {
                return;
            }
        }

        try
        {
            Flush(cleanUp);
        }
        catch (DiskSilentException)
        {
            // It is under way, and stays so.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Lets the thread end when it has nothing more to do; waits for nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ending = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static ExceptionDispatchInfo? Capture(Action call)
    {
        try
        {
            call();
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, who asked gets it, if there is still somebody.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return ExceptionDispatchInfo.Capture(error);
        }
    }

    private void Run(Action call, TimeSpan limit)
    {
        var done = false;
        ExceptionDispatchInfo? error = null;
        var watch = Stopwatch.StartNew();
        lock (_gate)
        {
            if (_silent)
            {
                throw new DiskSilentException(_path, limit);
            }

            if (_ending)
            {
                throw new ObjectDisposedException(_path);
            }

            _calls.Enqueue(() =>
            {
                error = Capture(call);
                lock (_gate)
                {
                    done = true;
                    Monitor.PulseAll(_gate);
                }
            });
            Monitor.PulseAll(_gate);
            while (!done)
            {
                var left = limit - watch.Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    _silent = true;
                    throw new DiskSilentException(_path, limit);
                }

                Monitor.Wait(_gate, left);
            }
        }

        error?.Throw();
    }

    private void Work()
    {
        while (Next() is { } call)
        {
            call();
        }
    }

    private Action? Next()
    {
        lock (_gate)
        {
            while (_calls.Count == 0 && !_ending)
            {
                Monitor.Wait(_gate);
            }

            return _calls.Count == 0 ? null : _calls.Dequeue();
        }
    }
}
