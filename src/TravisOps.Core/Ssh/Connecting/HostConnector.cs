using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Renci.SshNet;
using Renci.SshNet.Common;
using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>Makes one logged-in connection to one host and keeps what was learnt on the way, also when it fails.</summary>
internal sealed class HostConnector
{
    /// <summary>A TCP connection that is not there after this time (four SYNs were lost by then) does not come.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    private readonly TravisHost _host;
    private readonly Login _login;
    private readonly HostKeyGate _gate;
    private readonly Deadline _deadline;
    private readonly object _sync = new();
    private ConnectionEvidence _evidence;
    private volatile ConnectStage _stage;
    private volatile Deadline? _tcpLimit;

    public HostConnector(TravisHost host, Login login, HostKeyGate gate, Deadline deadline)
    {
        _host = host;
        _login = login;
        _gate = gate;
        _deadline = deadline;
        _stage = IPAddress.TryParse(host.Address, out _) ? ConnectStage.Connecting : ConnectStage.Resolving;
        _evidence = new ConnectionEvidence { UserName = login.UserName };
    }

    /// <summary>What was learnt so far; any thread may ask.</summary>
    public ConnectionEvidence Evidence
    {
        get
        {
            lock (_sync)
            {
                return _evidence;
            }
        }
    }

    /// <summary>Connects and logs in, and leaves at the deadline or when cancelled, whatever blocks.</summary>
    /// <exception cref="HostException">It failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SshClient ConnectInTime(CancellationToken cancellationToken)
    {
        var abandoned = new CancellationTokenSource();
        try
        {
            return DetachedCall.TryRun(() => Connect(abandoned.Token), "TravisOps connect " + _host.ComputerName, _deadline, null, ClientRelease.Now, out var client, cancellationToken)
                ? client
                : throw TimedOut();
        }
        catch (Exception error)
        {
            abandoned.Cancel();
            if (error is HostException failure)
            {
                throw new HostException(failure.Kind, failure.ComputerName, failure.Message, failure.Remedy, failure.InnerException) { Connection = Evidence };
            }

            throw;
        }
    }

    /// <summary>
    /// Connects, to each of the host's addresses in turn until one answers. Blocks where nothing can stop it.
    /// </summary>
    /// <exception cref="HostException">It failed.</exception>
    private SshClient Connect(CancellationToken abandoned)
    {
        var failures = new ConnectFailures(_host, _login, _gate, _deadline);
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(_host.Address, out var literal) ? [literal] : Dns.GetHostAddresses(_host.Address);
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            throw failures.NameNotFound(error);
        }

        _stage = ConnectStage.Connecting;
        if (_deadline.Left == TimeSpan.Zero)
        {
            throw failures.TooShort();
        }

        for (var i = 0; ; i++)
        {
            var attempt = new LoginAttempt(_login);
            try
            {
                return ConnectTo(addresses[i], addresses.Length - i, attempt, abandoned);
            }
            catch (Exception error) when (error is not HostException)
            {
                if (error is SocketException or SshOperationTimeoutException && _stage == ConnectStage.Connecting && i + 1 < addresses.Length && !abandoned.IsCancellationRequested)
                {
                    continue;
                }

                var failure = failures.Explain(error, addresses[i], _stage, attempt, Evidence.ServerVersion);
                Learn(evidence => evidence with { Online = evidence.Online || failure.Kind == HostFailureKind.NotSsh });
                throw failure;
            }
            finally
            {
                attempt.Dispose();
            }
        }
    }

    /// <summary>The error for a connection that was still under way at the deadline.</summary>
    private HostException TimedOut()
    {
        // A TCP connection attempt has a limit below the deadline: whoever is still in that stage after it has connected and hears nothing.
        var stage = _stage;
        var connected = stage == ConnectStage.Connecting && _tcpLimit is { } limit && limit.Left == TimeSpan.Zero;
        Learn(evidence => evidence with { Online = evidence.Online || connected });
        var failures = new ConnectFailures(_host, _login, _gate, _deadline);
        return stage == ConnectStage.Connecting && !connected ? failures.TooShort() : failures.TimedOut(stage);
    }

    private SshClient ConnectTo(IPAddress address, int addressesLeft, LoginAttempt attempt, CancellationToken abandoned)
    {
        using var log = new HandshakeLog();
        var info = new ConnectionInfo(address.ToString(), _host.Port, _login.UserName, attempt.Methods)
        {
            LoggerFactory = log,
            RetryAttempts = 1,
        };
        SshAlgorithms.Apply(info, SshAlgorithms.OfferedKeyExchanges(), _gate.Algorithms);
        var client = new SshClient(info);

        // As late as can be: the first connection of a process has much code to load before it gets here.
        log.BeforeConnecting = () =>
        {
            var share = Share(addressesLeft);
            info.Timeout = share;
            _tcpLimit = new Deadline(share);
        };

        // The library has read the limit for the TCP connection when this comes; all that follows has the whole time that is left.
        log.Connecting = () => info.Timeout = AtLeastOneTick(_deadline.Left);
        log.Encrypted = () =>
        {
            _stage = ConnectStage.LoggingIn;
            Learn(evidence => evidence with { KeyExchange = info.CurrentKeyExchangeAlgorithm, Cipher = info.CurrentClientEncryption });
        };
        client.ServerIdentificationReceived += (_, args) =>
        {
            _stage = ConnectStage.KeyExchange;
            Learn(evidence => evidence with { Online = true, ServerVersion = PlainText.Harmless(args.SshIdentification.ToString()) });
        };
        client.HostKeyReceived += (_, args) =>
        {
            _gate.Decide(args);
            args.CanTrust &= !abandoned.IsCancellationRequested;
            Learn(evidence => evidence with { HostKeyType = _gate.Key!.KeyType, HostKeyFingerprint = _gate.Key.Fingerprint });
        };
        try
        {
            client.Connect();
            _stage = ConnectStage.LoggedIn;
            Learn(evidence => evidence with { LoggedIn = true });
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
        finally
        {
            Learn(evidence => evidence with { Latency = log.RoundTrip });
        }
    }

    /// <summary>The time for one address: what is left is shared between those still to try, and never all of it, so that the end of a TCP attempt and the deadline are told apart.</summary>
    private TimeSpan Share(int addresses)
    {
        var share = TimeSpan.FromMilliseconds(_deadline.Left.TotalMilliseconds * 0.9 / addresses);
        return AtLeastOneTick(share < ConnectLimit ? share : ConnectLimit);
    }

    private static TimeSpan AtLeastOneTick(TimeSpan time) => time > TimeSpan.FromMilliseconds(1) ? time : TimeSpan.FromMilliseconds(1);

    private void Learn(Func<ConnectionEvidence, ConnectionEvidence> change)
    {
        lock (_sync)
        {
            _evidence = change(_evidence);
        }
    }
}
