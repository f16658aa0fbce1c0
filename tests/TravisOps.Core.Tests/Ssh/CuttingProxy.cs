using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Core.Tests.Ssh;

/// <summary>Stands between a client and a server, counts its connections, and can cut them or fall silent: a network that fails, with real SSH on both ends.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly object _gate = new();
    private readonly System.Collections.Generic.List<Socket> _sockets = [];
    private readonly int _target;
    private volatile bool _silent;
    private int _connections;
    private long _bytes;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public int Connections => _connections;

    /// <summary>Waits until so many bytes were passed to clients.</summary>
    public void WaitForBytes(long count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            while (_bytes < count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Ends all connections; what was passed on before still arrives.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            foreach (var socket in _sockets)
            {
                try
                {
                    socket.Shutdown(SocketShutdown.Both);
                }
                catch (SocketException)
                {
                    // Its peer was first.
                }
            }
        }
    }

    /// <summary>Passes nothing on from now on, and closes nothing: the machine at the other end has lost its power.</summary>
    public void FallSilent() => _silent = true;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        lock (_gate)
        {
            foreach (var socket in _sockets)
            {
                socket.Dispose();
            }
        }

        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                Interlocked.Increment(ref _connections);
                lock (_gate)
                {
                    _sockets.Add(client);
                    _sockets.Add(server);
                }

                _ = PumpAsync(client, server, counted: false);
                _ = PumpAsync(server, client, counted: true);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool counted)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, SocketFlags.None, _end.Token)) > 0)
            {
                if (!_silent)
                {
                    await to.SendAsync(buffer.AsMemory(0, count), SocketFlags.None, _end.Token);
                    Count(counted ? count : 0);
                }
            }

            if (!_silent)
            {
                to.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private void Count(int count)
    {
        lock (_gate)
        {
            _bytes += count;
            Monitor.PulseAll(_gate);
        }
    }
}
