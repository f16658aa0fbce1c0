using System;
using System.Threading;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace TravisOps.Ssh;

/// <summary>Ends connections. On a connection that is dead that can block, so whoever is in a hurry has it done elsewhere.</summary>
internal static class ClientRelease
{
    /// <summary>Ends it on this thread.</summary>
    public static void Now(SshClient client)
    {
        try
        {
            client.Dispose();
        }
        catch (Exception error) when (error is SshException or ObjectDisposedException or System.Net.Sockets.SocketException or InvalidOperationException or NullReferenceException)
        {
            // Two threads of the library end a broken connection at once now and then; it is ended either way.
        }
    }

    /// <summary>Does something first and then ends it, both on a thread of their own.</summary>
    public static void Later(SshClient client, Action first)
    {
        var thread = new Thread(() =>
        {
            first();
            Now(client);
        })
        {
            IsBackground = true,
            Name = "TravisOps release",
        };
        thread.Start();
    }
}
