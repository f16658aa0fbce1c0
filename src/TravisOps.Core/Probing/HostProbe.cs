using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Probing;

/// <summary>Asks one host everything in a plan: one connection, one command, one round trip.</summary>
public static class HostProbe
{
    /// <summary>
    /// Runs the plan. Blocks; belongs on a thread of its own (see <see cref="HostFanOut"/>). A host that can't be looked at, or not to the
    /// end, is evidence too: <see cref="HostEvidence.Failure"/> says why, and what had arrived is kept.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="plan">What to ask.</param>
    /// <param name="options">Credentials and limits.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <param name="key">What secrets are hashed with on the hosts of this run (see <see cref="ProbeScript.Build"/>); null for a plan that looks at none.</param>
    /// <exception cref="ArgumentException">The plan breaks a rule; nothing was contacted.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static HostEvidence Run(TravisHost host, IReadOnlyList<ProbeItem> plan, SshOptions options, CancellationToken cancellationToken, string? key = null)
    {
        var nonce = ProbeNonce.Create();
        var script = new RemoteScript { Text = ProbeScript.Build(plan, nonce, key) };
        var evidence = new HostEvidence { ComputerName = host.ComputerName, Role = host.Role, CollectedAt = DateTime.UtcNow };
        var watch = Stopwatch.StartNew();
        try
        {
            using var session = HostSession.Open(host, options, cancellationToken);
            evidence = evidence with { Connection = session.Connection };
            var outcome = session.Run(script, cancellationToken);
            var ended = evidence.CollectedAt + watch.Elapsed;
            var answer = ProbeReader.Read(outcome.Output, outcome.ErrorText, nonce, plan);
            evidence = evidence with
            {
                Connection = session.Connection with { ClockOffset = outcome.Failure is null ? ClockOffset(answer, ended, session.Connection.Latency) : null },
                Items = answer.Items,
                Failure = WhyIncomplete(host, plan, answer, outcome),
            };
        }
        catch (HostException error)
        {
            evidence = evidence with { Connection = error.Connection, Failure = new HostFailure(error.Kind, error.Message, error.Remedy) };
        }
#pragma warning disable CA1031 // One host's surprise must not end the others' probes; the failure carries what it was.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            evidence = evidence with
            {
                Failure = new HostFailure(
                    HostFailureKind.Other,
                    $"{host.ComputerName}: an error that TravisOps does not know: {error.GetType().Name}: {error.Message}",
                    "Try again with -Verbose, and report it with what it says."),
            };
        }

        return evidence with { Duration = watch.Elapsed };
    }

    /// <summary>
    /// The host's clock minus ours. The host tells its clock as the last thing before it ends; that arrives half a round trip later
    /// (<see cref="ConnectionEvidence.Latency"/> is one), which is also the uncertainty, plus what the host needs to end a session
    /// (milliseconds): enough to tell seconds, not to tune NTP.
    /// </summary>
    internal static TimeSpan? ClockOffset(ProbeAnswer answer, DateTime ended, TimeSpan? latency) =>
        answer.Clock - (ended - TimeSpan.FromTicks((latency ?? TimeSpan.Zero).Ticks / 2));

    private static HostFailure? WhyIncomplete(TravisHost host, IReadOnlyList<ProbeItem> plan, ProbeAnswer answer, ScriptOutcome outcome)
    {
        // All is there; what failed after it, such as a child in the background that kept the channel open, takes nothing away.
        if (answer.Complete)
        {
            return null;
        }

        var where = StoodAt(plan, answer);
        if (outcome.Failure is { } failure)
        {
            return where is null ? failure : failure with { Message = $"{failure.Message} It was at '{where}'." };
        }

        var how = outcome.ExitSignal is { } signal ? $"signal {signal}" : outcome.ExitStatus is { } status ? $"exit status {status}" : "no exit status";
        if (!answer.Started)
        {
            var said = answer.Noise.Length == 0 ? "it said nothing" : "it said: " + answer.Noise.Split('\n')[0].Trim();
            return new HostFailure(
                HostFailureKind.InvalidAnswer,
                $"{host.ComputerName}: logged in, and the shell did not run the probe ({how}); {said}.",
                "Look at the login's shell and start-up files on the host; a POSIX sh is needed: printf 'echo works\\n' | sh");
        }

        return answer.Problem is { } problem
            ? new HostFailure(
                HostFailureKind.InvalidAnswer,
                $"{host.ComputerName}: the answer of the probe is garbled: {problem}.",
                "Try again; if it stays, something on the host writes into the session: look at the login's start-up files.")
            : new HostFailure(
                HostFailureKind.InvalidAnswer,
                $"{host.ComputerName}: the probe ended early at '{where}' ({how}).",
                "Something on the host ended the shell: look for the out-of-memory killer and process limits: dmesg | tail -50; ulimit -a");
    }

    // The script runs the files that are read in one go first, then the rest in order.
    private static string? StoodAt(IReadOnlyList<ProbeItem> plan, ProbeAnswer answer) => !answer.Started
        ? null
        : plan.Zip(answer.Items, (item, evidence) => (item, evidence))
            .Where(pair => pair.evidence.Status == EvidenceStatus.Lost)
            .OrderBy(pair => ProbeScript.IsBatched(pair.item) ? 0 : 1)
            .Select(pair => pair.item.Name)
            .FirstOrDefault();
}
