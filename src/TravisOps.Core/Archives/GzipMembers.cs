using System;
using System.IO;
using System.IO.Compression;
using System.IO.Hashing;

namespace TravisOps.Archives;

/// <summary>
/// Unpacks gzip, all its members as the one content that they are (RFC 1952, 2.2), and takes nothing for whole that is cut or changed. <see cref="GZipStream"/> of .NET takes
/// a cut file for a whole one, and .NET Framework's takes the end of the first member for the end of all.
/// </summary>
/// <remarks>
/// A <see cref="DeflateStream"/> reads past the end of its member and does not tell how far. The end is found by what must stand there: the CRC-32 and the length of what came
/// out, which are known by then, in the piece that was read last or right behind it.
/// </remarks>
internal sealed class GzipMembers(Stream packed, bool leaveOpen = false) : ReadStream
{
    private readonly Input _input = new(packed);
    private DeflateStream? _member;
    private readonly Crc32 _crc = new();
    private uint _length;

    /// <summary>True for the first bytes of gzip.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> start) => start.Length >= 3 && start[0] == 0x1F && start[1] == 0x8B && start[2] == 8;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">It is no gzip, damaged, or cut.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            if (_member is null && !Begin())
            {
                return 0;
            }

            var read = _member!.Read(buffer, offset, count);
            if (read > 0)
            {
                _crc.Append(buffer.AsSpan(offset, read));
                _length = unchecked(_length + (uint)read);
                return read;
            }

            _member.Dispose();
            _member = null;
            _input.SkipTrailer(_crc.GetCurrentHashAsUInt32(), _length);
        }

        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            if (!leaveOpen)
            {
                packed.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    // RFC 1952, 2.3.
    private bool Begin()
    {
        var first = _input.Next();
        if (first < 0)
        {
            return false;
        }

        if (first != 0x1F || _input.Need() != 0x8B || _input.Need() != 8)
        {
            throw new InvalidDataException("It is no gzip.");
        }

        var flags = _input.Need();
        for (var i = 0; i < 6; i++)
        {
            _input.Need();
        }

        if ((flags & 4) != 0)
        {
            for (var left = _input.Need() | (_input.Need() << 8); left > 0; left--)
            {
                _input.Need();
            }
        }

        for (var text = flags & 0x18; text != 0; text &= text - 1)
        {
            while (_input.Need() != 0)
            {
            }
        }

        if ((flags & 2) != 0)
        {
            _input.Need();
            _input.Need();
        }

        _crc.Reset();
        _length = 0;
        _member = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    /// <summary>The packed bytes, of which the piece that was given last can be gone back into.</summary>
    private sealed class Input(Stream source) : ReadStream
    {
        private const int TrailerSize = 8;
        private const int MagicSize = 3;

        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _given;
        private int _at;
        private int _end;

        /// <summary>The next byte; -1 at the end.</summary>
        public int Next()
        {
            if (_at == _end && !Fill())
            {
                return -1;
            }

            _given = _at + 1;
            return _buffer[_at++];
        }

        public int Need() => Next() is >= 0 and var one ? one : throw new InvalidDataException("It ends too early.");

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == _end && !Fill())
            {
                return 0;
            }

            // Half of the buffer at most: what was given and what follows it must fit in.
            var read = Math.Min(Math.Min(count, _end - _at), _buffer.Length / 2);
            Array.Copy(_buffer, _at, buffer, offset, read);
            _given = _at;
            _at += read;
            return read;
        }

        /// <summary>Goes behind the trailer of the member that ended in the last piece.</summary>
        /// <exception cref="InvalidDataException">It is not there: the content is not what was packed, or not all of it.</exception>
        public void SkipTrailer(uint crc, uint length)
        {
            LookAhead();
            for (var at = _given; at <= _at && at + TrailerSize <= _end; at++)
            {
                // Zeros can stand before a trailer of zeros, so what follows counts too: nothing, or the next member.
                var rest = _buffer.AsSpan(at + TrailerSize, Math.Min(MagicSize, _end - at - TrailerSize));
                if (Number(at) == crc && Number(at + 4) == length && (rest.IsEmpty || IsGzip(rest)))
                {
                    _given = _at = at + TrailerSize;
                    return;
                }
            }

            throw new InvalidDataException("It is cut short, or its content is not what was packed.");
        }

        private uint Number(int at) => (uint)(_buffer[at] | (_buffer[at + 1] << 8) | (_buffer[at + 2] << 16) | (_buffer[at + 3] << 24));

        private bool Fill()
        {
            var read = source.Read(_buffer, 0, _buffer.Length);
            if (read == 0)
            {
                return false;
            }

            _given = _at = 0;
            _end = read;
            return true;
        }

        /// <summary>What was given last, with as much behind it as a trailer and the beginning of a member have, if there is as much.</summary>
        private void LookAhead()
        {
            if (_end - _at >= TrailerSize + MagicSize)
            {
                return;
            }

            Array.Copy(_buffer, _given, _buffer, 0, _end - _given);
            _at -= _given;
            _end -= _given;
            _given = 0;
            int read;
            while (_end - _at < TrailerSize + MagicSize && (read = source.Read(_buffer, _end, _buffer.Length - _end)) > 0)
            {
                _end += read;
            }
        }
    }
}
