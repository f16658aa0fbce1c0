using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using TravisOps.Evidence;
using TravisOps.Files;

namespace TravisOps.Ssh;

/// <summary>
/// Data from a host, of any size: <see cref="Data"/> is read as it comes. The host sends only what was asked for, so a reader may stall for as long as it likes
/// and memory stays flat. The end of file comes only when everything has arrived, both sides have the same length and SHA-256, and every stage ended well;
/// otherwise the reader gets a <see cref="StreamBrokenException"/> in its place.
/// </summary>
/// <example><code>
/// using var download = StreamDownload.Open(host, new StreamScript { Stages = [new("tar", "tar -C / -cf - var/travis") { Accepted = [0, 1] }] }, options, token);
/// download.Data.CopyTo(file);          // throws when it is not whole
/// var outcome = download.Outcome;      // statuses, warnings, hash
/// </code></example>
public sealed class StreamDownload : IDisposable
{
    private readonly TravisHost _host;
    private readonly StreamScript _script;
    private readonly HostSession _session;
    private readonly StreamLink _link;
    private readonly BoundedReader _reader;

    private StreamDownload(TravisHost host, StreamScript script, StreamLimits limits, HostSession session, StreamLink link)
    {
        _host = host;
        _script = script;
        _session = session;
        _link = link;
        _reader = new BoundedReader(link, limits.Grant(session.Connection.Latency), Judge);
    }

    /// <summary>The data. Not seekable, for one reader at a time. Disposed of before its end, the stream ends on both sides.</summary>
    public Stream Data => _reader;

    /// <summary>What was learnt on the way in.</summary>
    public ConnectionEvidence Connection => _session.Connection;

    /// <summary>
    /// What it came to. Before the end of <see cref="Data"/> was reached it is <see cref="StreamEnd.Abandoned"/>; after <see cref="StreamBrokenException"/> the same as in that.
    /// </summary>
    public StreamOutcome Outcome => _reader.Outcome ?? Abandoned();

    /// <summary>Logs in on a connection of its own, starts the pipeline's side there and returns when the host is ready. Blocks; belongs on a thread of its own.</summary>
    /// <param name="host">The host.</param>
    /// <param name="script">The pipeline.</param>
    /// <param name="options">Credentials; <see cref="SshOptions.Timeout"/> is the limit for getting this far only.</param>
    /// <param name="limits">Limits from then on; null stands for the defaults.</param>
    /// <param name="cancellationToken">Ends it at once on both sides, also while it is read: the reader then gets an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="HostException">It could not be begun; nothing of the pipeline ran.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static StreamDownload Open(TravisHost host, StreamScript script, SshOptions options, StreamLimits? limits, CancellationToken cancellationToken)
    {
        limits ??= new StreamLimits();
        var session = HostSession.Open(host, options, cancellationToken);
        var link = session.OpenStream(script, nonce => StreamShell.Download(script, nonce, follow: false), limits, cancellationToken);
        return new StreamDownload(host, script, limits, session, link);
    }

    /// <summary>Ends it. What still runs on the host ends too.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _link.Dispose();
    }

    private StreamOutcome Judge(long bytes, string? sha256) => StreamVerdict.Of(_host, _script, _link, bytes, sha256, hashed: true, _session.Connection.Root);

    private StreamOutcome Abandoned() => Judge(_reader.Position, null) with
    {
        End = StreamEnd.Abandoned,
        Failure = new HostFailure(HostFailureKind.Other, $"{HostNames.Describe(_host)}: the stream was not read to its end.", "Run this again."),
    };

    /// <summary>The stream that grants as it is read.</summary>
    private sealed class BoundedReader(StreamLink link, int grantBlocks, Func<long, string?, StreamOutcome> judge) : Stream
    {
        /// <summary>Grants that are out at once.</summary>
        private const int Grants = 2;

        private readonly long _grant = grantBlocks * (long)StreamShell.Block;
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _granted;
        private long _position;
        private bool _closed;

        public StreamOutcome? Outcome { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Outcome is null && count > 0)
            {
                while (_granted - _position <= (Grants - 1) * _grant)
                {
                    link.SendLine(string.Format(CultureInfo.InvariantCulture, "g {0}", grantBlocks));
                    _granted += _grant;
                }

                var read = link.ReadData(buffer, offset, count);
                if (read > 0)
                {
                    _hash.AppendData(buffer, offset, read);
                    _position += read;
                    return read;
                }

                Finish();
            }

            return Outcome is null or { End: StreamEnd.Complete } ? 0 : throw (link.Cancelled ? new OperationCanceledException() : new StreamBrokenException(Outcome));
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                _closed = true;
                if (Outcome is null)
                {
                    // Wakes whoever reads.
                    link.Break(StreamEnd.Abandoned, "the reader was closed");
                }

                _hash.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Finish()
        {
            // The last report can be behind the last byte.
            link.Await(report => report.Ended);
            Outcome = judge(_position, _closed ? null : Hex.Lower(_hash.GetHashAndReset()));
        }
    }
}
