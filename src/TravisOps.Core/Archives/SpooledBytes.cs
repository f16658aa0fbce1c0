using System;
using System.Collections.Generic;
using System.IO;

namespace TravisOps.Archives;

/// <summary>Bytes in a <see cref="SpoolStore"/>, in pieces between those of others.</summary>
internal sealed class SpooledBytes
{
    private readonly SpoolStore _store;
    private readonly List<(long At, long Length)> _pieces = [];

    public SpooledBytes(SpoolStore store) => _store = store;

    /// <summary>Their number.</summary>
    public long Length { get; private set; }

    /// <summary>Adds some.</summary>
    public void Append(byte[] bytes, int offset, int count)
    {
        var at = _store.Append(bytes, offset, count);
        if (_pieces.Count > 0 && _pieces[_pieces.Count - 1] is var last && last.At + last.Length == at)
        {
            _pieces[_pieces.Count - 1] = (last.At, last.Length + count);
        }
        else
        {
            _pieces.Add((at, count));
        }

        Length += count;
    }

    /// <summary>Reads them from their beginning.</summary>
    public Stream Open() => new Reader(_store, _pieces);

    private sealed class Reader(SpoolStore store, List<(long At, long Length)> pieces) : ReadStream
    {
        private int _piece;
        private long _done;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_piece == pieces.Count || count == 0)
            {
                return 0;
            }

            var (at, length) = pieces[_piece];
            var read = store.Read(at + _done, buffer, offset, (int)Math.Min(count, length - _done));
            if (read == 0)
            {
                throw new IOException("What was written to the disk is not there any more.");
            }

            _done += read;
            if (_done == length)
            {
                _piece++;
                _done = 0;
            }

            return read;
        }
    }
}
