using System;
using System.IO;
using System.IO.Compression;

namespace TravisOps.KnownIssues;

/// <summary>A stream of which the front has been looked at. Forward only.</summary>
internal sealed class PeekedStream : Stream
{
    private readonly Stream _inner;
    private readonly byte[] _front;
    private int _given;

    public PeekedStream(Stream inner, int length)
    {
        _inner = inner;
        var front = new byte[length];
        var filled = 0;
        int count;
        while (filled < length && (count = inner.Read(front, filled, length - filled)) > 0)
        {
            filled += count;
        }

        Array.Resize(ref front, filled);
        _front = front;
    }

    /// <summary>The first bytes, as many as there are.</summary>
    public byte[] Front => _front;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The same, decompressed when it is gzip.</summary>
    public Stream Decompressed() => _front.Length > 2 && _front[0] == 0x1F && _front[1] == 0x8B ? new GZipStream(this, CompressionMode.Decompress) : this;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_given == _front.Length)
        {
            return _inner.Read(buffer, offset, count);
        }

        var take = Math.Min(count, _front.Length - _given);
        Buffer.BlockCopy(_front, _given, buffer, offset, take);
        _given += take;
        return take;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
