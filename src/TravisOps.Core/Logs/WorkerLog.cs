using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Logs;

/// <summary>travis-worker's log: of a host, as it lies there or as it is written, or of a file.</summary>
public static class WorkerLog
{
    private const string Stage = "log";
    private const int NotFound = 3;
    private const int NotReadable = 4;

    /// <summary>
    /// Gives the lines of a worker's log, oldest first: upstart's file with its rotations (Ubuntu 14.04), or the unit's lines of the journal. Blocks until the log's end, or
    /// for ever when it is followed; belongs on a thread of its own. Memory does not depend on the log's size: while <paramref name="entry"/> does not return, the host waits.
    /// </summary>
    /// <param name="host">The worker.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="options">Credentials; <see cref="SshOptions.Timeout"/> is the limit until the log is open.</param>
    /// <param name="entry">Gets each line.</param>
    /// <param name="cancellationToken">Ends it at once on both sides.</param>
    /// <returns>Why the log could not be read, or not to its end; null when all is well.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static HostFailure? Read(TravisHost host, WorkerLogRequest request, SshOptions options, Action<LogEntry> entry, CancellationToken cancellationToken)
    {
        var script = new StreamScript { Stages = [new(Stage, Script(request))], RequireRoot = false };
        var filter = new SinceFilter(request.Since);
        try
        {
            var outcome = LineFollower.Run(host, script, options, null, Take, null, cancellationToken);
            return outcome.StatusOf(Stage) switch
            {
                NotFound => new HostFailure(
                    HostFailureKind.LogNotFound,
                    $"{HostNames.Describe(host)}: there is no log of travis-worker: neither /var/log/upstart/travis-worker.log nor a journal.",
                    "See whether the worker is installed there: Test-TravisWorker"),
                NotReadable => new HostFailure(
                    HostFailureKind.SudoDenied,
                    $"{HostNames.Describe(host)}: this login may not read travis-worker's log, and root could not be had.",
                    "Give sudo's password with -SudoCredential; or let the login read logs: sudo usermod --append --groups adm LOGIN"),
                _ => outcome.Failure,
            };
        }
        catch (HostException error)
        {
            return new HostFailure(error.Kind, error.Message, error.Remedy);
        }

        void Take(string line)
        {
            var one = LogLine.Parse(line, host.ComputerName);
            if (filter.Passes(one.Time))
            {
                entry(one);
            }
        }
    }

    /// <summary>The lines of a log that is a file here, compressed or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">What is wanted; a file can't be followed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is compressed and broken.</exception>
    public static IEnumerable<LogEntry> ReadFile(string path, WorkerLogRequest request, CancellationToken cancellationToken)
    {
        var filter = new SinceFilter(request.Since);
        var last = new Queue<LogEntry>();
        using var stream = LogFile.Open(path);
        foreach (var line in LogLines.Read(stream, cancellationToken))
        {
            var entry = LogLine.Parse(line, Path.GetFileName(path));
            if (!filter.Passes(entry.Time))
            {
                continue;
            }

            if (request.Tail is not { } tail)
            {
                yield return entry;
                continue;
            }

            last.Enqueue(entry);
            if (last.Count > tail)
            {
                last.Dequeue();
            }
        }

        foreach (var entry in last)
        {
            yield return entry;
        }
    }

    /// <summary>What runs on the host.</summary>
    internal static string Script(WorkerLogRequest request) =>
        LogShell.SetSince(request.Since)
        + LogShell.Set("tv_since_text", request.Since?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) ?? string.Empty)
        + LogShell.Set("tv_tail", request.Tail?.ToString(CultureInfo.InvariantCulture) ?? string.Empty)
        + LogShell.Set("tv_follow", request.Follow ? "yes" : string.Empty)
        + LogShell.Resource("logs.sh")
        + LogShell.Resource("worker-log.sh");
}
