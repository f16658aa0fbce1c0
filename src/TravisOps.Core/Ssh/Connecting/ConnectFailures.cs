using System;
using System.Net;
using System.Net.Sockets;
using Renci.SshNet.Common;

namespace TravisOps.Ssh;

/// <summary>Turns what went wrong on the way to a host into an error that a person can act on.</summary>
internal sealed class ConnectFailures(TravisHost host, Login login, HostKeyGate gate, Deadline deadline)
{
    /// <summary>What the library says of a server that takes its leave by a message, such as "Too many authentication failures".</summary>
    private const string ClosedByServer = "The connection was closed by the server";

    private readonly string _name = HostNames.Describe(host);

    public HostException NameNotFound(Exception error) => New(
        HostFailureKind.NameNotFound,
        $"{_name}: the name '{host.Address}' was not found: {error.Message}",
        $"Correct the name in the inventory, or try it: nslookup {host.Address}",
        error);

    /// <summary>The error for a connection attempt to one of the host's addresses that ended by itself.</summary>
    public HostException Explain(Exception error, IPAddress address, ConnectStage stage, LoginAttempt attempt, string? serverVersion) => error switch
    {
        PasswordExpiredException => PasswordExpired(error),
        SocketException socket => ExplainSocket(socket, address),
        SshOperationTimeoutException when stage == ConnectStage.Connecting && error.Message.StartsWith("Connection failed", StringComparison.Ordinal) => NoAnswer(error),
        SshOperationTimeoutException => TimedOut(stage, error),
        SshConnectionException when gate.Verdict is { Status: not HostKeyStatus.Trusted } => gate.Refused(error),
        SshConnectionException when error.Message.StartsWith("No matching host key algorithm", StringComparison.Ordinal) && gate.KnownTypes.Count > 0 => gate.OtherTypes(error),
        SshConnectionException when error.Message.StartsWith("No matching", StringComparison.Ordinal) => New(
            HostFailureKind.NoCommonAlgorithm,
            $"{_name}: no common algorithm: {error.Message}.",
            "Bring its OpenSSH up to date, or allow a current algorithm in its sshd_config (KexAlgorithms, Ciphers, MACs, HostKeyAlgorithms).",
            error),
        SshAuthenticationException => new LoginFailures(host, login).Refused(error, attempt, serverVersion),
        SshConnectionException when stage == ConnectStage.LoggingIn && error.Message.StartsWith(ClosedByServer, StringComparison.Ordinal) => new LoginFailures(host, login).Refused(error, attempt, serverVersion),
        SshConnectionException when stage == ConnectStage.Connecting => NotSsh($"{_name}: what answers there is not an SSH server, or it is too busy: {error.Message}", error),
        SshConnectionException => New(
            HostFailureKind.ConnectionLost,
            $"{_name}: the connection was lost during the {(stage == ConnectStage.LoggingIn ? "log-in" : "key exchange")}: {error.Message}",
            "Look into the server's log: journalctl -u ssh -n 50 (Ubuntu 14.04: /var/log/auth.log).",
            error),
        FormatException => New(HostFailureKind.BadClientConfiguration, error.Message, $"Correct or remove the environment variable {SshAlgorithms.KeyExchangeVariable}.", error),
        _ => New(HostFailureKind.Other, $"{_name}: {error.GetType().Name}: {error.Message}", $"Compare with OpenSSH: ssh -v {HostNames.SshArguments(host, login.UserName)} true", error),
    };

    /// <summary>The error for a connection attempt that was still under way at the deadline.</summary>
    public HostException TimedOut(ConnectStage stage, Exception? error = null) => stage switch
    {
        ConnectStage.Resolving => New(HostFailureKind.NameNotFound, $"{_name}: looking up '{host.Address}' took longer than {Limit}.", $"Look after the name server, or put the address into the inventory: nslookup {host.Address}", error),
        ConnectStage.Connecting => NotSsh($"{_name}: accepted the connection and said nothing for {Limit}.", error),
        ConnectStage.KeyExchange => New(HostFailureKind.Timeout, $"{_name}: stopped answering during the key exchange; {Limit} passed.", "Give more time with -TimeoutSeconds; if that does not help, look for a path with a smaller MTU (VPN) or a host that swaps.", error),
        _ => New(HostFailureKind.Timeout, $"{_name}: the log-in took longer than {Limit}.", "Give more time with -TimeoutSeconds; sshd waits for DNS when its UseDNS is on and the name server is away, and for LDAP or other PAM modules.", error),
    };

    /// <summary>The error when the deadline came before a TCP connection attempt could end: nothing is known of the host.</summary>
    public HostException TooShort() => New(
        HostFailureKind.NoAnswer,
        $"{_name}: no answer on port {host.Port} yet when the {Limit} were over; this machine was too busy to tell why.",
        $"Give more time with -TimeoutSeconds. Try: {ThisMachine.Current.ReachPort(host.Address, host.Port)}",
        null);

    private HostException ExplainSocket(SocketException error, IPAddress address) => error.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => NameNotFound(error),
        SocketError.ConnectionRefused => New(
            HostFailureKind.ConnectionRefused,
            $"{_name}: refused the connection: the machine is up, and nothing listens on port {host.Port}.",
            "On the machine: service ssh start, and compare Port in /etc/ssh/sshd_config with the inventory.",
            error),
        SocketError.TimedOut => NoAnswer(error),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => NotSsh($"{_name}: closed the connection at once: {error.Message}.", error),
        _ => New(
            HostFailureKind.Unreachable,
            $"{_name}: can't be reached: {error.Message}",
            $"Look after the route and the firewalls between here and {host.Address}: {ThisMachine.Current.FindRoute(address.ToString())}",
            error),
    };

    private HostException NoAnswer(Exception error) => New(
        HostFailureKind.NoAnswer,
        $"{_name}: no answer on port {host.Port}: the machine is down, or a firewall drops the packets.",
        $"Is it running? Is TCP port {host.Port} open from here (security group, firewall)? Try: {ThisMachine.Current.ReachPort(host.Address, host.Port)}",
        error);

    private HostException NotSsh(string message, Exception? error) => New(
        HostFailureKind.NotSsh,
        message,
        $"See what answers: {ThisMachine.Current.SeeWhatAnswers(host.Address, host.Port)}. If it is sshd, it may have reached MaxStartups (use a lower -ThrottleLimit) or hang (service ssh restart).",
        error);

    private HostException PasswordExpired(Exception error) => New(
        HostFailureKind.PasswordExpired,
        $"{_name}: the password of {login.UserName} has expired and the server wants a new one.",
        $"Log in once and set it: ssh {HostNames.SshArguments(host, login.UserName)}",
        error);

    private string Limit => $"{deadline.Limit.TotalSeconds:0.###} s";

    private HostException New(HostFailureKind kind, string message, string remedy, Exception? error) => new(kind, host.ComputerName, message, remedy, error);
}
