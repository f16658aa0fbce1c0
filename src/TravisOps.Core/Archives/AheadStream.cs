using System;
using System.IO;
using System.Threading.Tasks;

namespace TravisOps.Archives;

/// <summary>Reads a stream on another core while what came before is worked on. Once it is disposed, nobody reads the stream any more.</summary>
internal sealed class AheadStream : ReadStream
{
    private const int BlockLength = 256 * 1024;

    private readonly Stream _source;
    private readonly byte[][] _blocks = [new byte[BlockLength], new byte[BlockLength]];
    private Task<int> _next;
    private int _block = 1;
    private int _length;
    private int _at;

    public AheadStream(Stream source)
    {
        _source = source;
        _next = Task.Run(() => Fill(_blocks[0]));
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == _length)
        {
            _length = _next.GetAwaiter().GetResult();
            _at = 0;
            if (_length == 0)
            {
                return 0;
            }

            var free = _blocks[_block];
            _block = 1 - _block;
            _next = Task.Run(() => Fill(free));
        }

        var read = Math.Min(count, _length - _at);
        Buffer.BlockCopy(_blocks[_block], _at, buffer, offset, read);
        _at += read;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // What it ends with was told already, or nobody asked for it.
            ((IAsyncResult)_next).AsyncWaitHandle.WaitOne();
        }

        base.Dispose(disposing);
    }

    private int Fill(byte[] block)
    {
        int length = 0, read;
        while (length < block.Length && (read = _source.Read(block, length, block.Length - length)) > 0)
        {
            length += read;
        }

        return length;
    }
}
