using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace TravisOps.Ssh;

/// <summary>
/// One running stream command: its pipes, what the host reports, and the watch over both sides' signs of life. Whatever goes wrong ends all waits
/// here at once, and the connection with it: a stream has a connection of its own.
/// </summary>
internal sealed class StreamLink : IDisposable
{
    private const int FollowBuffer = 512 * 1024;
    private const int ErrorLineLimit = 16 * 1024;
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly HostSession _session;
    private readonly StreamLimits _limits;
    private readonly SshCommand _command;
    private readonly Stream _input;
    private readonly Task _ended;
    private readonly object _state = new();
    private readonly object _send = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _name;
    private readonly string _marker;
    private readonly CapturedStream _opening = new(64 * 1024);
    private CancellationTokenRegistration _cancellation;
    private long _heard;
    private long _flowed;
    private long _beaten;
    private long _endedAt = -1;
    private int _owed;
    private int _beating;
    private volatile bool _awaitingData;
    private volatile bool _errorEnded;
    private volatile bool _released;
    private bool _started;

    public StreamLink(HostSession session, TravisHost host, StreamLimits limits, SshCommand command, string marker, string nonce, byte[] opening)
    {
        _session = session;
        _limits = limits;
        _command = command;
        _marker = marker;
        _name = HostNames.Describe(host);
        Report = new StreamReport(nonce);
        _ended = command.ExecuteAsync();
        _ = _ended.ContinueWith(task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _input = command.CreateInputStream();
        new Thread(ReadErrors) { IsBackground = true, Name = "TravisOps stream reports " + host.ComputerName }.Start();
        new Thread(Watch) { IsBackground = true, Name = "TravisOps stream watch " + host.ComputerName }.Start();
        try
        {
            _input.Write(opening, 0, opening.Length);
        }
        finally
        {
            Array.Clear(opening, 0, opening.Length);
        }
    }

    /// <summary>What the host has said.</summary>
    public StreamReport Report { get; }

    /// <summary>Why everything was ended here; null when it was not.</summary>
    public (StreamEnd End, string Reason)? Broken { get; private set; }

    /// <summary>The host takes no more: it has said all that it will, or the connection is gone. The library then drops what is sent without a word.</summary>
    public bool IsOver => Report.Ended || Broken is not null || _errorEnded;

    /// <summary>Set when the token was cancelled: then <see cref="Broken"/> is set too.</summary>
    public bool Cancelled { get; private set; }

    /// <summary>What came on standard error before the script was reached, for <see cref="RemoteAnswer"/>.</summary>
    public byte[] OpeningErrors => _opening.ToArray();

    public int? ExitStatus => _command.ExitStatus;

    public string? ExitSignal => _command.ExitSignal;

    /// <summary>From here on, cancelling breaks the stream.</summary>
    public void ObeyFromNowOn(CancellationToken cancellationToken) => _cancellation = cancellationToken.Register(() =>
    {
        Cancelled = true;
        Break(StreamEnd.Abandoned, "it was cancelled");
    });

    /// <summary>Reads what has arrived of standard output; waits for some. 0 means that no more comes, for whatever reason.</summary>
    public int ReadData(byte[] buffer, int offset, int count)
    {
        Interlocked.Exchange(ref _flowed, _clock.ElapsedMilliseconds);
        _awaitingData = true;
        try
        {
            var read = _command.OutputStream.Read(buffer, offset, count);
            Interlocked.Exchange(ref _flowed, _clock.ElapsedMilliseconds);
            if (read > 0)
            {
                Hear();
            }

            return read;
        }
        finally
        {
            _awaitingData = false;
        }
    }

    /// <summary>Sends one line of <see cref="StreamShell"/>'s protocol. What can't be sent is told by the watch.</summary>
    public void SendLine(string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line + "\n");
        lock (_send)
        {
            Write(bytes, 0, bytes.Length);
        }
    }

    /// <summary>Sends data with its header, so that nothing comes between. Waits while the host takes no more.</summary>
    public void SendData(byte[] data, int count)
    {
        var header = Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, "d {0} {1}\n", count / StreamShell.Block, count % StreamShell.Block));
        lock (_send)
        {
            _awaitingData = true;
            Interlocked.Exchange(ref _flowed, _clock.ElapsedMilliseconds);
            Write(header, 0, header.Length);
            for (var sent = 0; sent < count;)
            {
                var size = Math.Min(StreamShell.Block, count - sent);
                if (!Write(data, sent, size))
                {
                    break;
                }

                sent += size;
                Interlocked.Exchange(ref _flowed, _clock.ElapsedMilliseconds);
            }

            _awaitingData = false;
        }
    }

    /// <summary>A follower's grants: each that the host has used is given again, unless more is waiting here than a reader that keeps up would leave.</summary>
    /// <param name="used">Grants that the host has just used.</param>
    public void Replenish(int used)
    {
        lock (_send)
        {
            _owed += used;
            if (_owed > 0 && _command.OutputStream.Length < FollowBuffer)
            {
                var lines = new StringBuilder();
                for (; _owed > 0; _owed--)
                {
                    lines.Append("g 1\n");
                }

                var bytes = Encoding.ASCII.GetBytes(lines.ToString());
                Write(bytes, 0, bytes.Length);
            }
        }
    }

    /// <summary>Waits until the report is as wanted; false when it can't become so any more.</summary>
    public bool Await(Func<StreamReport, bool> wanted)
    {
        lock (_state)
        {
            while (!wanted(Report))
            {
                if (_errorEnded || Broken is not null)
                {
                    return false;
                }

                Monitor.Wait(_state);
            }

            return true;
        }
    }

    /// <summary>Waits for what the host does behind the last byte that was sent, as long as <see cref="StreamLimits.Ending"/> allows.</summary>
    public void AwaitEnd()
    {
        Interlocked.Exchange(ref _flowed, _clock.ElapsedMilliseconds);
        _awaitingData = true;
        Await(report => report.Ended);
        _awaitingData = false;
    }

    /// <summary>Ends everything for that reason; the first one counts.</summary>
    public void Break(StreamEnd end, string reason)
    {
        lock (_state)
        {
            if (Broken is not null || _released)
            {
                return;
            }

            Broken = (end, reason);
            Monitor.PulseAll(_state);
        }

        EndReaders();
        Release();
    }

    public void Dispose()
    {
        _cancellation.Dispose();
        lock (_state)
        {
            if (_released)
            {
                return;
            }

            Monitor.PulseAll(_state);
        }

        // The library leaves whoever reads waiting, for ever when a process on the host holds the pipe open.
        EndReaders();
        Release();
    }

    /// <summary>How many milliseconds ago the host was heard last.</summary>
    private void Hear() => Interlocked.Exchange(ref _heard, _clock.ElapsedMilliseconds);

    // What the library still gets for these streams has nowhere to go.
    private void EndReaders()
    {
        _command.OutputStream.Dispose();
        _command.ExtendedOutputStream.Dispose();
    }

    private void Release()
    {
        lock (_state)
        {
            if (_released)
            {
                return;
            }

            _released = true;
        }

        // Never on a thread that somebody waits for: on a dead connection it can block.
        _session.ReleaseLater();
    }

    private bool Write(byte[] bytes, int offset, int count)
    {
        try
        {
            _input.Write(bytes, offset, count);
            return true;
        }
        catch (Exception error) when (error is SshException or ObjectDisposedException or InvalidOperationException or IOException or System.Net.Sockets.SocketException)
        {
            // The command has ended or the connection is lost: the end of its streams tells.
            return false;
        }
    }

    private void ReadErrors()
    {
        var buffer = new byte[16 * 1024];
        var used = 0;
        var lines = new LineSplitter(ErrorLineLimit, line =>
        {
            lock (_state)
            {
                if (_started)
                {
                    used += Report.Take(line) ? 1 : 0;
                    if (Report.Ended && _endedAt < 0)
                    {
                        _endedAt = _clock.ElapsedMilliseconds;
                        ThreadPool.QueueUserWorkItem(_ => SendLine("q"));
                    }
                }
                else
                {
                    var text = Encoding.UTF8.GetBytes(line + "\n");
                    _opening.Append(text, text.Length);
                    _started = line == _marker;
                }

                Monitor.PulseAll(_state);
            }
        });
        try
        {
            int count;
            while ((count = _command.ExtendedOutputStream.Read(buffer, 0, buffer.Length)) > 0)
            {
                Hear();
                lines.Take(buffer, 0, count);
                if (used > 0)
                {
                    Replenish(used);
                    used = 0;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // Ended from this side.
        }

        lines.End();
        lock (_state)
        {
            _errorEnded = true;
            Monitor.PulseAll(_state);
        }
    }

    private void Watch()
    {
        while (true)
        {
            lock (_state)
            {
                if (_released || _errorEnded)
                {
                    return;
                }

                Monitor.Wait(_state, Tick);
            }

            // Until then the session's own limit counts.
            if (!Report.Ready)
            {
                continue;
            }

            var now = _clock.ElapsedMilliseconds;
            if (_endedAt >= 0)
            {
                // A process that a stage left behind may hold the pipe open for ever; what it was to carry has arrived long since.
                if (now - _endedAt > CloseGrace.TotalMilliseconds)
                {
                    _command.OutputStream.Dispose();
                    return;
                }

                continue;
            }

            if (now - Interlocked.Read(ref _heard) > _limits.Silence.TotalMilliseconds)
            {
                Break(StreamEnd.ConnectionLost, string.Format(CultureInfo.InvariantCulture, "nothing was heard of it for {0:0.#} s", _limits.Silence.TotalSeconds));
                return;
            }

            // Once all data has been sent, what is awaited is what the host does behind it: the pipe closes with that.
            var (limit, reason) = Report.Bytes is null
                ? (_limits.NoProgress, string.Format(CultureInfo.InvariantCulture, "no data flowed for {0:0.#} s although the host is there", _limits.NoProgress.TotalSeconds))
                : (_limits.Ending, string.Format(CultureInfo.InvariantCulture, "what the host has to do at the end took longer than {0:0.#} minutes", _limits.Ending.TotalMinutes));
            if (limit > TimeSpan.Zero && _awaitingData && now - Interlocked.Read(ref _flowed) > limit.TotalMilliseconds)
            {
                Break(StreamEnd.NoProgress, reason);
                return;
            }

            if (now - _beaten >= StreamLimits.BeatSeconds * 1000L && Interlocked.Exchange(ref _beating, 1) == 0)
            {
                _beaten = now;
                ThreadPool.QueueUserWorkItem(_ => Beat());
            }
        }
    }

    // Data under way is a sign of life too, and nothing may come between its parts.
    private void Beat()
    {
        if (Monitor.TryEnter(_send))
        {
            try
            {
                Write([(byte)'b', (byte)'\n'], 0, 2);
            }
            finally
            {
                Monitor.Exit(_send);
            }
        }

        Interlocked.Exchange(ref _beating, 0);
    }
}
