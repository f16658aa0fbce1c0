using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using TravisOps.Evidence;
using TravisOps.Files;

namespace TravisOps.Ssh;

/// <summary>
/// Data to a host, of any size. The programs there get its end of file only when the host has counted as many bytes as were sent; when anything breaks before that
/// they are killed with the pipe still open, so that a part is never taken for the whole. (A program that they talk to elsewhere, such as one inside a
/// container, is not killed with them: give it something that needs an end of its own, such as <c>pg_restore --single-transaction</c>.)
/// </summary>
public static class StreamUpload
{
    /// <summary>Sent in one go; a process on the host takes each.</summary>
    private const int FrameSize = 4 * 1024 * 1024;

    /// <summary>Sends all of a stream through the pipeline. Blocks; belongs on a thread of its own.</summary>
    /// <param name="host">The host.</param>
    /// <param name="script">The pipeline; <see cref="StreamScript.AfterVerified"/> makes the data count.</param>
    /// <param name="source">What is sent, to its end. What it throws is thrown here, after everything on the host was ended.</param>
    /// <param name="options">Credentials; <see cref="SshOptions.Timeout"/> is the limit for getting to the first byte only.</param>
    /// <param name="limits">Limits from then on; null stands for the defaults.</param>
    /// <param name="progress">Gets the bytes sent so far, after each few MiB; may be null.</param>
    /// <param name="connected">Gets what was learnt on the way in, before the first byte; may be null.</param>
    /// <param name="cancellationToken">Ends it at once on both sides.</param>
    /// <returns>What it came to. <see cref="StreamEnd.Complete"/> includes <see cref="StreamScript.AfterVerified"/> and <see cref="StreamScript.Finally"/>.</returns>
    /// <exception cref="HostException">It could not be begun; nothing of the pipeline ran.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static StreamOutcome Run(
        TravisHost host,
        StreamScript script,
        Stream source,
        SshOptions options,
        StreamLimits? limits,
        IProgress<long>? progress,
        Action<ConnectionEvidence>? connected,
        CancellationToken cancellationToken)
    {
        var session = HostSession.Open(host, options, cancellationToken);
        using var link = session.OpenStream(script, nonce => StreamShell.Upload(script, nonce), limits ?? new StreamLimits(), cancellationToken);
        connected?.Invoke(session.Connection);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long sent = 0;
        string? digest = null;
        try
        {
            link.SendLine("s");
            var frame = new byte[FrameSize];
            int count;
            while ((count = Fill(source, frame)) > 0 && !link.IsOver)
            {
                hash.AppendData(frame, 0, count);
                link.SendData(frame, count);
                sent += count;
                progress?.Report(sent);
            }

            if (count == 0)
            {
                digest = Hex.Lower(hash.GetHashAndReset());
                link.SendLine(string.Format(CultureInfo.InvariantCulture, "e {0} {1}", sent, digest));
            }
        }
        catch
        {
            link.Break(StreamEnd.Abandoned, "the source of the data failed");
            throw;
        }

        link.AwaitEnd();
        cancellationToken.ThrowIfCancellationRequested();
        return StreamVerdict.Of(host, script, link, sent, digest, hashed: true, session.Connection.Root);
    }

    private static int Fill(Stream source, byte[] frame)
    {
        var filled = 0;
        int count;
        while (filled < frame.Length && (count = source.Read(frame, filled, frame.Length - filled)) > 0)
        {
            filled += count;
        }

        return filled;
    }
}
