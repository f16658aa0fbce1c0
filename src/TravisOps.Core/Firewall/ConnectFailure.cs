using System;
using System.Net.Sockets;

namespace TravisOps.Firewall;

/// <summary>Reads the reason of a failed connection: from a socket's error here, from a tool's message on a worker.</summary>
internal static class ConnectFailure
{
    private const int TimeoutExit = 124;
    private const int KilledExit = 128 + 9;

    // strerror and gai_strerror of glibc under LC_ALL=C, as bash, perl and nc print them.
    private static readonly (string Text, ConnectOutcome Outcome)[] Messages =
    [
        ("Connection refused", ConnectOutcome.Refused),
        ("Connection reset", ConnectOutcome.Refused),
        ("timed out", ConnectOutcome.NoAnswer),
        ("No route to host", ConnectOutcome.HostUnreachable),
        ("Host is down", ConnectOutcome.HostUnreachable),
        ("Network is unreachable", ConnectOutcome.NetworkUnreachable),
        ("Machine is not on the network", ConnectOutcome.NetworkUnreachable),
        // A machine without IPv6 that is given an IPv6 address.
        ("Cannot assign requested address", ConnectOutcome.NetworkUnreachable),
        ("Address family not supported", ConnectOutcome.NetworkUnreachable),
        ("Permission denied", ConnectOutcome.Prohibited),
        ("Operation not permitted", ConnectOutcome.Prohibited),
        ("Name or service not known", ConnectOutcome.NameNotFound),
        ("No address associated with hostname", ConnectOutcome.NameNotFound),
        ("Temporary failure in name resolution", ConnectOutcome.NameServerSilent),
    ];

    /// <param name="exit">Exit code of the tool; 124 and 137 are those of <c>timeout</c>.</param>
    /// <param name="message">The first line that it printed.</param>
    public static ConnectOutcome Of(int exit, string message)
    {
        foreach (var (text, outcome) in Messages)
        {
            if (message.IndexOf(text, StringComparison.Ordinal) >= 0)
            {
                return outcome;
            }
        }

        return exit is TimeoutExit or KilledExit ? ConnectOutcome.NoAnswer : ConnectOutcome.NotTried;
    }

    public static ConnectOutcome Of(SocketError error) => error switch
    {
        SocketError.Success => ConnectOutcome.Connected,
        SocketError.ConnectionRefused or SocketError.ConnectionReset => ConnectOutcome.Refused,
        SocketError.TimedOut or SocketError.OperationAborted => ConnectOutcome.NoAnswer,
        SocketError.HostUnreachable or SocketError.HostDown => ConnectOutcome.HostUnreachable,
        SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported =>
            ConnectOutcome.NetworkUnreachable,
        SocketError.AccessDenied => ConnectOutcome.Prohibited,
        SocketError.HostNotFound or SocketError.NoData => ConnectOutcome.NameNotFound,
        SocketError.TryAgain => ConnectOutcome.NameServerSilent,
        _ => ConnectOutcome.NotTried,
    };
}
