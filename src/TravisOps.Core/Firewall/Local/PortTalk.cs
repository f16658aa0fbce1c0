using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Firewall.Greetings;

namespace TravisOps.Firewall.Local;

/// <summary>Greets what listens on a connected socket in the port's own protocol.</summary>
internal static class PortTalk
{
    private const int MostBytes = 4096;

    private const byte LineFeed = (byte)'\n';

    /// <summary>What answered. Disposing the socket when the limit is over is what ends a read that hears nothing.</summary>
    public static async Task<PortObservation> GreetAsync(
        Socket socket, PortTarget target, PortObservation seen, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (target.Protocol == PortProtocol.None)
        {
            return seen;
        }

        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var registration = watch.Token.Register(socket.Dispose);
        watch.CancelAfter(limit);
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: false);
            if (target.Protocol is PortProtocol.Https or PortProtocol.Amqps)
            {
                var (secure, tls) = await TlsTalk.HandshakeAsync(stream, target.ServerName, () => watch.IsCancellationRequested).ConfigureAwait(false);
                seen = seen with { Tls = tls };
                if (secure is null)
                {
                    return seen;
                }

                using (secure)
                {
                    return await ExchangeAsync(secure, target, seen, watch.Token).ConfigureAwait(false);
                }
            }

            return await ExchangeAsync(stream, target, seen, watch.Token).ConfigureAwait(false);
        }
        finally
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task<PortObservation> ExchangeAsync(Stream stream, PortTarget target, PortObservation seen, CancellationToken over)
    {
        var request = target.Protocol switch
        {
            PortProtocol.Http or PortProtocol.Https => HttpGreeting.Request(target.ServerName),
            PortProtocol.Amqp or PortProtocol.Amqps => AmqpGreeting.Header(),
            _ => [],
        };
        var received = new MemoryStream();
        var buffer = new byte[MostBytes];
        var end = GreetingEnd.Read;
        try
        {
            if (request.Length > 0)
            {
                await stream.WriteAsync(request, 0, request.Length, over).ConfigureAwait(false);
            }

            while (!IsEnough(received.ToArray(), target.Protocol))
            {
                var count = await stream.ReadAsync(buffer, 0, buffer.Length, over).ConfigureAwait(false);
                if (count == 0)
                {
                    end = GreetingEnd.Closed;
                    break;
                }

                received.Write(buffer, 0, count);
            }
        }
        catch (Exception exception) when (IsEndOfTalk(exception))
        {
            end = over.IsCancellationRequested ? GreetingEnd.Silent : GreetingEnd.Closed;
        }

        return seen with { Received = received.ToArray(), End = end };
    }

    /// <summary>What a stream throws when the peer, or the limit, ends the talk.</summary>
    internal static bool IsEndOfTalk(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;

    // SSH: a line that begins with SSH-. HTTP: the headers, for Location. AMQP: one frame, or what can't become one.
    private static bool IsEnough(byte[] received, PortProtocol protocol)
    {
        if (received.Length >= MostBytes)
        {
            return true;
        }

        switch (protocol)
        {
            case PortProtocol.Ssh:
                return SshGreeting.HasVersion(received);
            case PortProtocol.Http or PortProtocol.Https:
                var text = System.Text.Encoding.ASCII.GetString(received);
                return text.Contains("\r\n\r\n") || text.Contains("\n\n") || (received.Length > 0 && text[0] != 'H' && Array.IndexOf(received, LineFeed) >= 0);
            default:
                return received.Length >= 8 && (AmqpStart.FrameLength(received) is not { } length || received.Length >= length);
        }
    }
}
