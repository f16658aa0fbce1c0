using System;
using System.IO;
using System.Threading;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>
/// A drill on a host, with PostgreSQL's programs there: a cluster of its own in a folder of its own, on no port. The host removes it at the end in any case, also when
/// this connection is lost.
/// </summary>
internal static class RemoteDrill
{
    /// <summary>Restores a dump, or a cluster's files, there and reads what is in it. Blocks; belongs on a thread of its own.</summary>
    /// <exception cref="HostException">The host can't be used for it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DrillAnswer Run(TravisHost host, DrillScript drill, Stream data, SshOptions options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var text = drill.Text();
        StreamScript script = new()
        {
            Stages = [new StreamStage("drill", text + "\ndrill_begin </dev/null && drill_restore")],
            AfterVerified = text + "\ndrill_look",
            Finally = text + "\ndrill_end",
            // It works without root too, and then the server runs as the user who logs in.
            RequireRoot = false,
        };
        var outcome = StreamUpload.Run(host, script, data, options, StreamLimits.PatientAtEnd, progress, null, cancellationToken);
        var answer = DrillAnswer.Read(outcome.ErrorLines);
        if (outcome.End is not StreamEnd.Complete && answer.Failure is null)
        {
            var failure = outcome.Failure ?? new HostFailure(HostFailureKind.Other, $"{host.ComputerName}: the drill ended early.", "Run it again.");
            throw new HostException(failure.Kind, host.ComputerName, failure.Message, failure.Remedy);
        }

        return answer;
    }
}
