using System;
using System.IO;

namespace TravisOps.Archives;

/// <summary>A part of a stream that can seek.</summary>
internal sealed class PartStream : ReadStream
{
    private readonly Stream _source;
    private long _at;
    private readonly long _end;

    public PartStream(Stream source, long start, long length)
    {
        _source = source;
        _at = start;
        _end = start + length;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        _source.Position = _at;
        var read = _source.Read(buffer, offset, (int)Math.Min(count, _end - _at));
        _at += read;
        return read;
    }
}
