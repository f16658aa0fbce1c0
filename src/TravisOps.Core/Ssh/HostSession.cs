using System;
using System.IO;
using System.Threading;
using Renci.SshNet;
using Renci.SshNet.Common;
using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>
/// One logged-in connection to one host. Its calls block and belong on a thread of their own (see <see cref="HostFanOut"/>); they
/// return within the deadline whatever the host does, and at once when cancelled. One deadline, <see cref="SshOptions.Timeout"/>,
/// covers the session from the first packet on. Not for several threads at once.
/// </summary>
public sealed class HostSession : IDisposable
{
    private readonly TravisHost _host;
    private readonly SshOptions _options;
    private readonly SshClient _client;
    private readonly Deadline _deadline;
    private readonly string _userName;
    private bool _released;

    private HostSession(TravisHost host, SshOptions options, SshClient client, ConnectionEvidence connection, Deadline deadline, string userName)
    {
        _host = host;
        _options = options;
        _client = client;
        _deadline = deadline;
        _userName = userName;
        Connection = connection;
    }

    /// <summary>What was learnt on the way in; <see cref="Run(RemoteScript, CancellationToken)"/> adds how root was had.</summary>
    public ConnectionEvidence Connection { get; private set; }

    /// <summary>Connects, checks the host key and logs in. Everything that is wrong on this side is found before the first packet.</summary>
    /// <param name="host">The host.</param>
    /// <param name="options">Credentials and limits of this run. Give the same object for all hosts of a run: key files are then read once.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="HostException">It failed; <see cref="HostException.Connection"/> says how far it came.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static HostSession Open(TravisHost host, SshOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RefuseImpossible(host, options);
        var login = Login.Prepare(host, options);
        var gate = new HostKeyGate(LoadKnownHosts(host, options), host, options);
        var deadline = new Deadline(options.Timeout);
        var connector = new HostConnector(host, login, gate, deadline);
        return new HostSession(host, options, connector.ConnectInTime(cancellationToken), connector.Evidence, deadline, login.UserName);
    }

    /// <summary>Runs a script in one round trip. Host-side trouble is in the outcome, not thrown.</summary>
    /// <param name="script">The script.</param>
    /// <param name="cancellationToken">Ends it at once, here and on the host.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the session can't be used any more.</exception>
    public ScriptOutcome Run(RemoteScript script, CancellationToken cancellationToken) => Run(script, _deadline, cancellationToken);

    /// <summary>The same with a limit of this script's own, for sessions that live longer than one answer takes.</summary>
    /// <param name="script">The script.</param>
    /// <param name="limit">From now on; <see cref="SshOptions.Timeout"/> has covered the log-in.</param>
    /// <param name="cancellationToken">Ends it at once, here and on the host.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the session can't be used any more.</exception>
    public ScriptOutcome Run(RemoteScript script, TimeSpan limit, CancellationToken cancellationToken) => Run(script, new Deadline(limit), cancellationToken);

    private ScriptOutcome Run(RemoteScript script, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = script.WantRoot ? RequestFor(_host.Sudo, _options) : RootRequest.None;
        var reader = new OutcomeReader(_host, _userName, deadline.Limit, request);
        var marker = "TRAVISOPS-" + Guid.NewGuid().ToString("N");
        var left = deadline.Left;
        if (_released || left == TimeSpan.Zero)
        {
            return Learn(reader.ReadPartial(RemoteAnswer.Read(marker, [], []), false, _released ? reader.Lost("it was given up before") : reader.TimedOut()));
        }

        // The host's own limit comes a little earlier (a second at the most), so that what it has gathered still arrives.
        var margin = TimeSpan.FromSeconds(Math.Min(1, left.TotalSeconds * 0.1));
        var command = Bootstrap.Command(marker, request, left - margin);
        var input = ScriptInput.Bytes(marker, script.Text, request == RootRequest.Password ? _options.SudoPassword : null);
        _client.ConnectionInfo.Timeout = left;
        var run = new ScriptRun(_client, command);
        HostFailure? failure = null;
        try
        {
            if (!DetachedCall.TryRun(() => run.Execute(input), "TravisOps run " + _host.ComputerName, deadline, () => run.Overflowed, null, out _, cancellationToken))
            {
                failure = run.Overflowed ? reader.TooLarge() : reader.TimedOut();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Release(run);
            throw;
        }
        catch (SshOperationTimeoutException)
        {
            failure = reader.TimedOut();
        }
        catch (SshException error) when (error is not SshConnectionException)
        {
            failure = reader.Refused(error.Message);
        }
        catch (Exception error) when (error is SshConnectionException or System.Net.Sockets.SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException or IOException)
        {
            failure = reader.Lost(error.Message);
        }

        if (failure is not null || run.Overflowed)
        {
            run.CollectErrorSoFar();
            Release(run);
        }

        var output = run.Output.ToArray();
        var answer = RemoteAnswer.Read(marker, output, run.Error.ToArray());
        if (script.IsSecret)
        {
            Array.Clear(output, 0, output.Length);
            run.Output.Clear();
        }

        return Learn(failure is null ? reader.Read(answer, run, script.WantRoot, limitReached: deadline.Left <= margin) : reader.ReadPartial(answer, script.WantRoot, failure));
    }

    /// <summary>
    /// Starts a stream command and returns when the host is ready for it; the session is the stream's alone from then on, and its deadline counts no more.
    /// </summary>
    /// <param name="script">What to run.</param>
    /// <param name="text">Makes the whole text of it for a random word.</param>
    /// <param name="limits">Limits from then on.</param>
    /// <param name="cancellationToken">Ends it at once, also later.</param>
    /// <exception cref="HostException">It could not be begun.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal StreamLink OpenStream(StreamScript script, Func<string, string> text, StreamLimits limits, CancellationToken cancellationToken)
    {
        var request = script.WantRoot ? RequestFor(_host.Sudo, _options) : RootRequest.None;
        var reader = new OutcomeReader(_host, _userName, _deadline.Limit, request);
        var marker = "TRAVISOPS-" + Guid.NewGuid().ToString("N");
        var command = Bootstrap.Command(marker, request, StreamOpening.HostLimit);
        var input = ScriptInput.OpenBytes(text(marker + "-S"), request == RootRequest.Password ? _options.SudoPassword : null);
        _client.ConnectionInfo.Timeout = _deadline.Left > TimeSpan.Zero ? _deadline.Left : throw StreamOpening.Refuse(_host, Connection, reader.TimedOut());
        var opening = new StreamOpening(this, _host, limits, marker);
        try
        {
            if (!DetachedCall.TryRun(() => opening.Begin(_client.CreateCommand(command), input), "TravisOps stream " + _host.ComputerName, _deadline, null, null, out _, cancellationToken))
            {
                throw StreamOpening.Refuse(_host, Connection, reader.TimedOut());
            }

            var link = opening.Finish(reader, script, outcome => Learn(outcome));
            _client.ConnectionInfo.Timeout = Timeout.InfiniteTimeSpan;
            link.ObeyFromNowOn(cancellationToken);
            return link;
        }
        catch (SshException error)
        {
            ReleaseLater();
            throw StreamOpening.Refuse(_host, Connection, error is SshConnectionException ? reader.Lost(error.Message) : reader.Refused(error.Message));
        }
        catch
        {
            ReleaseLater();
            throw;
        }
    }

    /// <summary>Ends the connection on a thread of its own.</summary>
    internal void ReleaseLater()
    {
        if (!_released)
        {
            _released = true;
            ClientRelease.Later(_client, static () => { });
        }
    }

    /// <summary>Ends the connection.</summary>
    public void Dispose()
    {
        if (!_released)
        {
            _released = true;
            ClientRelease.Now(_client);
        }
    }

    /// <summary>Finds what can't work before anything is contacted.</summary>
    internal static void RefuseImpossible(TravisHost host, SshOptions options)
    {
        if (host.JumpHost is not null)
        {
            throw Impossible(host, $"{host.ComputerName} is behind the jump host {host.JumpHost}, and jump hosts are not supported yet.", "Run this on the jump host or on a machine that reaches the host, and remove jumpHost from its entry.");
        }

        if (options.SudoPassword is { } password && SecureText.HasControl(password))
        {
            throw Impossible(host, "The sudo password has a line break or a NUL in it; sudo reads one line.", "Give it again with -SudoCredential, without the line break.");
        }

        try
        {
            SshAlgorithms.OfferedKeyExchanges();
        }
        catch (FormatException error)
        {
            throw Impossible(host, error.Message, $"Correct or remove the environment variable {SshAlgorithms.KeyExchangeVariable}.");
        }
    }

    private static KnownHosts LoadKnownHosts(TravisHost host, SshOptions options)
    {
        try
        {
            return RunCache.Of(options).KnownHosts(KnownHosts.FilesFor(host, options));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Impossible(host, $"{host.ComputerName}: known_hosts can't be read: {error.Message}", "Make it readable, or give another file with -KnownHostsPath.");
        }
    }

    private static HostException Impossible(TravisHost host, string message, string remedy) => new(HostFailureKind.BadClientConfiguration, host.ComputerName, message, remedy);

    private static RootRequest RequestFor(SudoMode mode, SshOptions options) => (mode, options.SudoPassword) switch
    {
        (SudoMode.None, _) => RootRequest.None,
        (SudoMode.NoPassword, _) or (SudoMode.Auto, null) => RootRequest.NoPassword,
        (_, null) => RootRequest.None,
        _ => RootRequest.Password,
    };

    private ScriptOutcome Learn(ScriptOutcome outcome)
    {
        Connection = Connection with { Root = outcome.Root, RootFailure = outcome.RootFailure };
        return outcome;
    }

    private void Release(ScriptRun run)
    {
        if (!_released)
        {
            _released = true;
            ClientRelease.Later(_client, run.Cancel);
        }
    }
}
