using System;
using System.Text;
using Renci.SshNet;
using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>The way from "logged in" to "the host is ready to stream".</summary>
internal sealed class StreamOpening(HostSession session, TravisHost host, StreamLimits limits, string marker)
{
    /// <summary>The limit on the host that the bootstrap asks for. No stream comes near it; what ends one is the watch on both sides.</summary>
    public static readonly TimeSpan HostLimit = TimeSpan.FromDays(30);

    private const int NoiseLimit = 1024 * 1024;

    private readonly CapturedStream _output = new(NoiseLimit);
    private volatile StreamLink? _link;

    /// <summary>An error with what was learnt on the way.</summary>
    public static HostException Refuse(TravisHost host, ConnectionEvidence connection, HostFailure failure) =>
        new(failure.Kind, host.ComputerName, failure.Message, failure.Remedy) { Connection = connection };

    /// <summary>Sends the script and waits until the host is ready, or has said all that it will. May block.</summary>
    public bool Begin(SshCommand command, byte[] input)
    {
        var link = new StreamLink(session, host, limits, command, marker, marker + "-S", input);
        _link = link;
        var buffer = new byte[4096];
        while (!HasMarkerLine() && !_output.Overflowed)
        {
            var count = link.ReadData(buffer, 0, buffer.Length);
            if (count == 0)
            {
                break;
            }

            _output.Append(buffer, count);
        }

        return HasMarkerLine() ? link.Await(report => report.Ready) : link.Await(_ => false);
    }

    /// <summary>Judges where that led.</summary>
    /// <exception cref="HostException">Not to a stream.</exception>
    public StreamLink Finish(OutcomeReader reader, StreamScript script, Func<ScriptOutcome, ScriptOutcome> learn)
    {
        var link = _link!;
        var answer = RemoteAnswer.Read(marker, _output.ToArray(), link.OpeningErrors);
        if (!answer.Started)
        {
            var status = link.ExitStatus;
            var signal = link.ExitSignal;
            var lost = status is null && signal is null && answer.Noise.Length == 0;
            throw Refuse(host, session.Connection, lost ? reader.Lost("before the command began") : reader.NotStarted(answer, status, signal));
        }

        var outcome = learn(reader.ReadPartial(answer, script.WantRoot, new HostFailure(HostFailureKind.Other, string.Empty, string.Empty)));
        if (outcome.RootFailure is { } noRoot && script.RequireRoot)
        {
            throw Refuse(host, session.Connection, noRoot);
        }

        if (!link.Report.Ready)
        {
            var said = link.Report.LineCount == 0 ? "it said nothing" : "it said: " + PlainText.OneLine(string.Join(" ", link.Report.Lines), 300);
            throw Refuse(host, session.Connection, new HostFailure(
                HostFailureKind.InvalidAnswer,
                $"{HostNames.Describe(host)}: logged in, and the shell did not get ready to stream; {said}.",
                "Look at the login's shell and start-up files on the host; a POSIX sh is needed: printf 'echo works\\n' | sh"));
        }

        return link;
    }

    private bool HasMarkerLine()
    {
        var bytes = _output.ToArray().AsSpan();
        var start = bytes.IndexOf(Encoding.ASCII.GetBytes(marker + " "));
        return start >= 0 && bytes.Slice(start).IndexOf((byte)'\n') >= 0;
    }
}
