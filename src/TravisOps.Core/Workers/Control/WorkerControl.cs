using System;
using System.Diagnostics;
using System.Threading;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Workers;

/// <summary>
/// Restarts or updates travis-worker on one machine, over one connection. Its calls block and belong on a thread of their own (see
/// <see cref="HostFanOut"/>), one after another; they end at once when cancelled.
/// </summary>
/// <remarks>
/// A drain takes up to an hour, so it is not one command but many of some seconds, each with a limit of its own: a connection that is gone is
/// noticed, and made again. What must not be left half-done (stop, update, start) runs on the machine apart from the connection, and is
/// looked at from here. In the time between, the machine's own init starts the worker again when it has ended.
/// </remarks>
public sealed class WorkerControl : IDisposable
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(60);

    // Fetching a package or an image.
    private static readonly TimeSpan BeginLimit = TimeSpan.FromMinutes(15);

    private readonly TravisHost _host;
    private readonly WorkerChange _change;
    private readonly SshOptions _options;
    private readonly Action<WorkerStage>? _report;
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private HostSession? _session;
    private bool _asked;
    private bool _touched;
    private bool _over;

    /// <summary>Nothing is contacted yet.</summary>
    /// <param name="host">The worker machine.</param>
    /// <param name="change">What to do.</param>
    /// <param name="options">Credentials, and the limit for logging in.</param>
    /// <param name="report">Is told where it is, on the thread that does the work.</param>
    public WorkerControl(TravisHost host, WorkerChange change, SshOptions options, Action<WorkerStage>? report = null)
    {
        _host = host;
        _change = change;
        _options = options;
        _report = report;
    }

    /// <summary>The script that is sent, with nothing left out: first with tv_step=begin, then with more and end.</summary>
    public string Script => ControlScript.Text(ControlScript.Begin, _change, _run);

    /// <summary>Looks at the worker; changes nothing.</summary>
    /// <exception cref="HostException">It could not be looked at.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public WorkerLook Look(CancellationToken cancellationToken)
    {
        var answer = Ask(ControlScript.Look, StepLimit, cancellationToken);
        return new WorkerLook(_host.ComputerName, answer.Layout, answer["service"] ?? "unknown", answer["version"], answer["target"], ControlWords.Problem(answer["problem"], answer.Layout, _change, _host));
    }

    /// <summary>Does it, and looks at what came of it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; <see cref="WhenLeft"/> says what state the worker is in.</exception>
    public WorkerChangeResult Run(CancellationToken cancellationToken)
    {
        var words = new ControlWords(_host, _change, _watch);
        ControlAnswer? begun = null;
        try
        {
            Report("looking");
            var answer = begun = Ask(ControlScript.Begin, BeginLimit, cancellationToken);
            if (answer["refused"] is { } reason)
            {
                _asked = false;
                return words.Refused(answer, reason);
            }

            _touched = true;
            var drain = Stopwatch.StartNew();
            ControlAnswer? forced = null;
            var inStage = Stopwatch.StartNew();
            string? last = null;
            while (answer["result"] is null)
            {
                var stage = answer["stage"];
                if (stage == "lost")
                {
                    return words.Gone(begun);
                }

                if (stage != last)
                {
                    last = stage;
                    inStage.Restart();
                }

                var draining = stage is null ? begun["service"] == "running" : stage == "draining";
                Report(draining ? ControlWords.Jobs(answer.Number("jobs") ?? answer.Number("ran")) is { } jobs ? $"draining, {jobs}" : "draining" : stage ?? "stopping");
                if (draining && drain.Elapsed >= _change.DrainTimeout && forced is null)
                {
                    if (!_change.Force)
                    {
                        return words.StillDraining(begun, answer.Number("jobs") ?? begun.Number("ran"));
                    }

                    answer = forced = Ask(ControlScript.Force, StepLimit, cancellationToken);
                    continue;
                }

                if (!draining && inStage.Elapsed >= StageLimit)
                {
                    return words.StillAtWork(begun, stage ?? "stopping", StageLimit);
                }

                answer = Ask(ControlScript.More, StepLimit, cancellationToken);
            }

            _over = true;
            TryEnd(cancellationToken);
            return words.Ended(begun, answer, forced?.Number("killed"));
        }
        catch (HostException error)
        {
            Error = error;
            return words.Lost(begun, error, WhenLeft);
        }
    }

    /// <summary>How long one stage of what runs on the machine by itself may take: a package is installed, or a service ends, in less.</summary>
    internal TimeSpan StageLimit { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long to wait before each new try to reach a machine whose connection was lost.</summary>
    internal TimeSpan[] Pauses { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15)];

    /// <summary>Why the machine could not be reached any more; null when that is not what went wrong.</summary>
    public HostException? Error { get; private set; }

    /// <summary>What state the worker is in when this is left now; null when nothing has been done to it.</summary>
    public string? WhenLeft => _asked && !_over ? ControlWords.WhenLeft(_touched) : null;

    /// <summary>Ends the connection.</summary>
    public void Dispose() => _session?.Dispose();

    private void Report(string text) => _report?.Invoke(new WorkerStage(_host.ComputerName, text, _touched) { Elapsed = _watch.Elapsed });

    private void TryEnd(CancellationToken cancellationToken)
    {
        try
        {
            Ask(ControlScript.End, StepLimit, cancellationToken);
        }
        catch (HostException)
        {
            // A few files stay in /run, and the next that comes takes them away.
        }
    }

    /// <summary>Each step may be asked again: it goes on from where the machine is.</summary>
    private ControlAnswer Ask(string step, TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            HostFailure failure;
            try
            {
                _session ??= HostSession.Open(_host, _options, cancellationToken);
                _asked |= step != ControlScript.Look;
                var outcome = _session.Run(new RemoteScript { Text = ControlScript.Text(step, _change, _run) }, limit, cancellationToken);
                if (outcome.RootFailure is { } noRoot)
                {
                    throw new HostException(noRoot.Kind, _host.ComputerName, noRoot.Message, noRoot.Remedy) { Connection = _session.Connection };
                }

                var answer = new ControlAnswer(outcome.Output);
                if (outcome.Failure is null)
                {
                    return answer["layout"] is not null
                        ? answer
                        : throw new HostException(HostFailureKind.InvalidAnswer, _host.ComputerName, $"{_host.ComputerName}: the script ended without an answer: {PlainText.OneLine(outcome.ErrorText, 300)}", "Run it again with -Debug, which shows the script.");
                }

                failure = outcome.Failure;
            }
            catch (HostException error) when (_asked && attempt < Pauses.Length && IsPassing(error.Kind))
            {
                failure = error.ToFailure();
            }

            _session?.Dispose();
            _session = null;
            if (attempt >= Pauses.Length || !IsPassing(failure.Kind))
            {
                throw new HostException(failure.Kind, _host.ComputerName, failure.Message, failure.Remedy);
            }

            Report("the connection was lost; trying again");
            cancellationToken.WaitHandle.WaitOne(Pauses[attempt]);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static bool IsPassing(HostFailureKind kind) =>
        kind is HostFailureKind.ConnectionLost or HostFailureKind.Timeout or HostFailureKind.ConnectionRefused or HostFailureKind.NoAnswer or HostFailureKind.Unreachable or HostFailureKind.NotSsh;
}
