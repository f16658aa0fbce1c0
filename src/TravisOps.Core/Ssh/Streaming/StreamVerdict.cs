using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>Says what a stream came to, from what both sides counted.</summary>
internal static class StreamVerdict
{
    /// <summary>The outcome.</summary>
    /// <param name="host">The host.</param>
    /// <param name="script">What ran.</param>
    /// <param name="link">The command, ended or broken.</param>
    /// <param name="bytes">Bytes counted here.</param>
    /// <param name="sha256">SHA-256 computed here; null when this side did not come to the end, or none is computed.</param>
    /// <param name="hashed">A hash of both sides is wanted.</param>
    /// <param name="root">How root was had.</param>
    public static StreamOutcome Of(TravisHost host, StreamScript script, StreamLink link, long bytes, string? sha256, bool hashed, RootAccess root)
    {
        var report = link.Report;
        var outcome = new StreamOutcome
        {
            End = StreamEnd.Complete,
            Bytes = bytes,
            HostBytes = report.Bytes,
            Sha256 = sha256,
            HostSha256 = report.Hash,
            Stages = report.Stages,
            ErrorLines = report.Lines,
            ErrorLineCount = report.LineCount,
            Root = root,
        };
        return Judge(outcome, HostNames.Describe(host), script, link, hashed);
    }

    private static StreamOutcome Judge(StreamOutcome outcome, string name, StreamScript script, StreamLink link, bool hashed)
    {
        if (link.Broken is { } broken)
        {
            return Fail(outcome, broken.End, KindOf(broken.End), $"{name}: the stream was broken off after {Count(outcome.Bytes)}: {broken.Reason}.", RemedyOf(broken.End));
        }

        // A stage that died explains all that is missing behind it, so it comes first.
        if (outcome.Stages.Where(stage => !Accepts(script, stage)).ToList() is { Count: > 0 } failed)
        {
            // A stage that was cut off by the next one's death is not the cause.
            var cause = failed.LastOrDefault(stage => stage.Status is not 141) ?? failed[0];
            var said = outcome.ErrorLines.Count == 0 ? "it said nothing" : "it said: " + PlainText.OneLine(string.Join(" ", outcome.ErrorLines.Skip(Math.Max(0, outcome.ErrorLines.Count - 5))), 400);
            return Fail(outcome, StreamEnd.StageFailed, HostFailureKind.Other, $"{name}: '{cause.Name}' on the host failed with exit status {cause.Status}; {said}.", "Correct what it complains about on the host, and run this again.");
        }

        if (!link.Report.Ended)
        {
            return Fail(outcome, StreamEnd.ConnectionLost, HostFailureKind.ConnectionLost, $"{name}: the connection was lost after {Count(outcome.Bytes)}.", RemedyOf(StreamEnd.ConnectionLost));
        }

        if (Expected(script).Any(stage => outcome.StatusOf(stage) is null) || !link.Report.AllCopied)
        {
            return Fail(outcome, StreamEnd.StageFailed, HostFailureKind.Other, $"{name}: something on the host ended the stream's programs.", "Look for the out-of-memory killer and process limits there: dmesg | tail -50; ulimit -a");
        }

        if (outcome.HostBytes != outcome.Bytes)
        {
            return Fail(outcome, StreamEnd.Damaged, HostFailureKind.InvalidAnswer, $"{name}: the host counted {Count(outcome.HostBytes ?? 0)}, this side {Count(outcome.Bytes)}.", "Run it again; if it stays, something changes the data on its way.");
        }

        if (hashed && (outcome.HostSha256 is null || outcome.HostSha256 != outcome.Sha256))
        {
            return outcome.HostSha256 is null
                ? Fail(outcome, StreamEnd.Damaged, HostFailureKind.InvalidAnswer, $"{name}: the host has neither openssl nor sha256sum, so that what arrived can't be checked.", "Install one of them there: apt-get install openssl")
                : Fail(outcome, StreamEnd.Damaged, HostFailureKind.InvalidAnswer, $"{name}: the SHA-256 of both sides differ although their lengths are the same.", "Run it again; if it stays, suspect this machine's or the host's memory.");
        }

        return script.AfterVerified is not null && outcome.StatusOf(StreamScript.VerifiedStage) is null
            ? Fail(outcome, StreamEnd.StageFailed, HostFailureKind.Other, $"{name}: what makes the data count was not run on the host.", "Run this again.")
            : outcome;
    }

    private static IEnumerable<string> Expected(StreamScript script)
    {
        foreach (var stage in script.Stages)
        {
            yield return stage.Name;
        }

        if (script.Finally is not null)
        {
            yield return StreamScript.FinallyStage;
        }
    }

    private static bool Accepts(StreamScript script, StageExit exit) =>
        exit.Name == StreamScript.FinallyStage ? script.FinallyAccepted.Contains(exit.Status)
        : script.Stages.FirstOrDefault(stage => stage.Name == exit.Name)?.Accepted.Contains(exit.Status) ?? exit.Status == 0;

    private static HostFailureKind KindOf(StreamEnd end) => end switch
    {
        StreamEnd.ConnectionLost => HostFailureKind.ConnectionLost,
        StreamEnd.NoProgress => HostFailureKind.Timeout,
        _ => HostFailureKind.Other,
    };

    private static string RemedyOf(StreamEnd end) => end switch
    {
        StreamEnd.NoProgress => "Look for what hangs on the host: ps -eo pid,stat,wchan:20,etime,args | grep ' D'",
        StreamEnd.ConnectionLost => "Is the host up, and the network between? Then run this again.",
        _ => "Run this again.",
    };

    private static StreamOutcome Fail(StreamOutcome outcome, StreamEnd end, HostFailureKind kind, string message, string remedy) =>
        outcome with { End = end, Failure = new HostFailure(kind, PlainText.Harmless(message), remedy) };

    private static string Count(long bytes) => bytes.ToString("#,0", CultureInfo.InvariantCulture) + " bytes";
}
