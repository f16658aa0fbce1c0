using System;
using System.IO;

namespace TravisOps.Archives;

/// <summary>A stream of which the beginning has been looked at, and which is read from there all the same.</summary>
internal sealed class PeekStream : ReadStream
{
    private readonly Stream _source;
    private readonly byte[] _start;
    private readonly int _length;
    private int _at;

    /// <summary>Reads the beginning of a source.</summary>
    /// <param name="source">It is the caller's to close.</param>
    /// <param name="length">How many bytes, if there are as many.</param>
    public PeekStream(Stream source, int length)
    {
        _source = source;
        _start = new byte[length];
        int read;
        while (_length < length && (read = source.Read(_start, _length, length - _length)) > 0)
        {
            _length += read;
        }
    }

    /// <summary>The beginning, shorter than asked for where the source is.</summary>
    public ReadOnlySpan<byte> Start => _start.AsSpan(0, _length);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == _length)
        {
            return _source.Read(buffer, offset, count);
        }

        var read = Math.Min(count, _length - _at);
        Array.Copy(_start, _at, buffer, offset, read);
        _at += read;
        return read;
    }
}
