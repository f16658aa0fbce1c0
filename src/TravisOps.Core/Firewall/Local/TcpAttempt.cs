using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Firewall.Local;

/// <summary>One TCP connection attempt with a limit. It holds a socket while it waits and no thread, on both frameworks.</summary>
internal static class TcpAttempt
{
    /// <summary>Connects, or says why not. The caller disposes the socket.</summary>
    public static async Task<(Socket? Socket, SocketError Error, TimeSpan Elapsed)> ConnectAsync(
        IPAddress address, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        Socket socket;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        }
        catch (SocketException exception)
        {
            return (null, exception.SocketErrorCode, TimeSpan.Zero);
        }

        using var arguments = new SocketAsyncEventArgs { RemoteEndPoint = new IPEndPoint(address, port) };
        var done = new TaskCompletionSource<SocketError>(TaskCreationOptions.RunContinuationsAsynchronously);
        arguments.Completed += (_, completed) => done.TrySetResult(completed.SocketError);
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clock = Stopwatch.StartNew();
        SocketError error;
        try
        {
            if (!socket.ConnectAsync(arguments))
            {
                done.TrySetResult(arguments.SocketError);
            }

            // Disposing a socket that connects ends the attempt; a socket that is connected by then is the other branch's.
            using (watch.Token.Register(() => done.TrySetResult(SocketError.TimedOut)))
            {
                watch.CancelAfter(limit);
                error = await done.Task.ConfigureAwait(false);
            }
        }
        catch (SocketException exception)
        {
            error = exception.SocketErrorCode;
        }

        clock.Stop();
        if (error == SocketError.Success)
        {
            return (socket, error, clock.Elapsed);
        }

        socket.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        return (null, error, clock.Elapsed);
    }
}
