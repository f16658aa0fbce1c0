using System;
using System.Threading;
using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>
/// Lines from a host as they are written there, such as those of <c>tail -F</c>, <c>journalctl -f</c> or <c>docker logs -f</c>; also for large logs that end. What is
/// written leaves the host at once; a reader that does not keep up holds the host's program back, and at most a few MiB wait here.
/// </summary>
public static class LineFollower
{
    /// <summary>Characters of a line beyond this are cut, and a mark says so.</summary>
    public const int LineLimit = 64 * 1024;

    /// <summary>Reads of at most a block that the host may do ahead: 1 MiB under way.</summary>
    private const int Grants = 16;

    /// <summary>Runs the pipeline and gives each line of its output, until it ends or is cancelled. Blocks; belongs on a thread of its own.</summary>
    /// <param name="host">The host.</param>
    /// <param name="script">The pipeline.</param>
    /// <param name="options">Credentials; <see cref="SshOptions.Timeout"/> is the limit for getting to the first line only.</param>
    /// <param name="limits">Limits from then on; null stands for <see cref="StreamLimits.Patient"/>: the host must show that it is there, and may have nothing to say.</param>
    /// <param name="line">Gets each line, without its line break, on the calling thread; it may block.</param>
    /// <param name="connected">Gets what was learnt on the way in, before the first line; may be null.</param>
    /// <param name="cancellationToken">Ends it at once, here and on the host, where the programs get TERM and a second later KILL.</param>
    /// <returns>What it came to, without hashes. A pipeline that was cancelled has none.</returns>
    /// <exception cref="HostException">It could not be begun.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static StreamOutcome Run(TravisHost host, StreamScript script, SshOptions options, StreamLimits? limits, Action<string> line, Action<ConnectionEvidence>? connected, CancellationToken cancellationToken)
    {
        var session = HostSession.Open(host, options, cancellationToken);
        using var link = session.OpenStream(script, nonce => StreamShell.Download(script, nonce, follow: true), limits ?? StreamLimits.Patient, cancellationToken);
        connected?.Invoke(session.Connection);
        var lines = new LineSplitter(LineLimit, text =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            line(text);
        });
        var buffer = new byte[32 * 1024];
        long bytes = 0;
        link.Replenish(Grants);
        int count;
        while ((count = link.ReadData(buffer, 0, buffer.Length)) > 0)
        {
            bytes += count;
            lines.Take(buffer, 0, count);
            link.Replenish(0);
        }

        cancellationToken.ThrowIfCancellationRequested();
        lines.End();
        link.Await(report => report.Ended);
        return StreamVerdict.Of(host, script, link, bytes, null, hashed: false, session.Connection.Root);
    }
}
