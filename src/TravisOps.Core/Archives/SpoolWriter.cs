using System;
using System.IO;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using TravisOps.Files;
using TravisOps.Redaction;

namespace TravisOps.Archives;

/// <summary>A file on its way into the spool. Disposed before <see cref="Complete"/> it leaves nothing.</summary>
internal sealed class SpoolWriter : Stream
{
    // One of these is written at once, between those of other files.
    private const int PieceLength = 128 * 1024;

    private readonly string _path;
    private readonly Action<SpooledFile?> _done;
    private readonly SpooledBytes _compressed;
    private readonly Pieces _pieces;
    private readonly DeflateStream _deflate;
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Crc32 _crc = new();
    private long _length;
    private bool _completed;
    private bool _disposed;

    internal SpoolWriter(string path, SpoolStore store, Action<SpooledFile?> done)
    {
        _path = path;
        _done = done;
        _compressed = new SpooledBytes(store);

        _pieces = new Pieces(_compressed);

        // The fastest: of logs it leaves a tenth, and the network is not to wait for it.
        _deflate = new DeflateStream(_pieces, CompressionLevel.Fastest);
    }

    /// <summary>The path that it has in the archive.</summary>
    public string ArchivePath => _path;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position { get => _length; set => throw new NotSupportedException(); }

    /// <summary>It is whole.</summary>
    public SpooledFile Complete()
    {
        _deflate.Dispose();
        var file = new SpooledFile(_path, _compressed, _length, _length == 0 ? 0 : _compressed.Length, _crc.GetCurrentHashAsUInt32(), Hex.Lower(_sha256.GetHashAndReset()));
        _completed = true;
        Dispose();
        _done(file);
        return file;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        _crc.Append(buffer.AsSpan(offset, count));
        _sha256.AppendData(buffer, offset, count);
        _deflate.Write(buffer, offset, count);
        _length += count;
    }

#if NET
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _crc.Append(buffer);
        _sha256.AppendData(buffer);
        _deflate.Write(buffer);
        _length += buffer.Length;
    }
#endif

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            try
            {
                _deflate.Dispose();
            }
            catch (IOException) when (!_completed)
            {
                // A full disk has told so already.
            }
            finally
            {
                _pieces.Dispose();
                _sha256.Dispose();
                if (!_completed)
                {
                    _done(null);
                }
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Where the compressor writes to. Most files are small and many, so they share their buffers: each of its own would be garbage of the sort that costs most.</summary>
    private sealed class Pieces(SpooledBytes bytes) : Stream
    {
        private byte[]? _piece;
        private int _filled;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => bytes.Length;

        public override long Position { get => bytes.Length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _piece ??= RedactionPool.Bytes.Rent(PieceLength);
            for (int part; count > 0; offset += part, count -= part)
            {
                part = Math.Min(count, PieceLength - _filled);
                Buffer.BlockCopy(buffer, offset, _piece, _filled, part);
                _filled += part;
                if (_filled == PieceLength)
                {
                    WritePiece();
                }
            }
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        // The compressor does so when it has given its last.
        protected override void Dispose(bool disposing)
        {
            if (_piece is { } piece)
            {
                _piece = null;
                try
                {
                    if (_filled > 0)
                    {
                        bytes.Append(piece, 0, _filled);
                    }
                }
                finally
                {
                    RedactionPool.Bytes.Return(piece, clearArray: true);
                }
            }

            base.Dispose(disposing);
        }

        private void WritePiece()
        {
            // Also when it fails: what is disposed of then is not to try again.
            var filled = _filled;
            _filled = 0;
            bytes.Append(_piece!, 0, filled);
        }
    }
}
