#if NETFRAMEWORK
using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace TravisOps.Backups;

/// <summary>
/// A gzip file of several members as the one content that it is (RFC 1952, 2.2). <see cref="GZipStream"/> does that by itself on .NET; on .NET Framework it takes the end
/// of the first member for the end of all, and has read some bytes of the next. Where that begins is found by the member's own end: the CRC-32 and the length of what
/// came out of it, eight bytes that are known by then.
/// </summary>
internal sealed class GzipMembers : Stream
{
    private const int TrailerSize = 8;
    private static readonly byte[] s_magic = [0x1f, 0x8b, 8];
    private static readonly uint[] s_table = MakeTable();

    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private Window _window;
    private GZipStream? _member;
    private uint _crc = uint.MaxValue;
    private uint _length;

    public GzipMembers(Stream source, bool leaveOpen)
    {
        _source = source;
        _leaveOpen = leaveOpen;
        _window = new Window(source, []);
        _member = new GZipStream(_window, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_member is not null && count > 0)
        {
            var read = _member.Read(buffer, offset, count);
            if (read > 0)
            {
                Count(buffer, offset, read);
                return read;
            }

            Next();
        }

        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            if (!_leaveOpen)
            {
                _source.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Next()
    {
        _member!.Dispose();
        _member = null;
        var rest = _window.After(Trailer());
        if (rest.Length == 0)
        {
            var one = new byte[1];
            if (_source.Read(one, 0, 1) == 0)
            {
                return;
            }

            rest = one;
        }

        _crc = uint.MaxValue;
        _length = 0;
        _window = new Window(_source, rest);
        _member = new GZipStream(_window, CompressionMode.Decompress, leaveOpen: true);
    }

    private byte[] Trailer()
    {
        var trailer = new byte[TrailerSize];
        var crc = ~_crc;
        for (var i = 0; i < 4; i++)
        {
            trailer[i] = (byte)(crc >> (8 * i));
            trailer[4 + i] = (byte)(_length >> (8 * i));
        }

        return trailer;
    }

    private void Count(byte[] buffer, int offset, int count)
    {
        var crc = _crc;
        for (var i = offset; i < offset + count; i++)
        {
            crc = s_table[(crc ^ buffer[i]) & 0xff] ^ (crc >> 8);
        }

        _crc = crc;
        unchecked
        {
            _length += (uint)count;
        }
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : 0xedb88320 ^ (value >> 1);
            }

            table[i] = value;
        }

        return table;
    }

    /// <summary>The source from the beginning of a member, that remembers what it gave out last: the end of the member is in there.</summary>
    private sealed class Window(Stream source, byte[] first) : Stream
    {
        private readonly List<byte> _given = [];
        private byte[] _first = first;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read;
            if (_first.Length > 0)
            {
                read = Math.Min(count, _first.Length);
                Buffer.BlockCopy(_first, 0, buffer, offset, read);
                _first = _first.AsSpan(read).ToArray();
            }
            else
            {
                read = source.Read(buffer, offset, count);
            }

            if (read > 0)
            {
                // The trailer may begin in the piece before.
                if (_given.Count > TrailerSize)
                {
                    _given.RemoveRange(0, _given.Count - TrailerSize);
                }

                _given.AddRange(new ArraySegment<byte>(buffer, offset, read));
            }

            return read;
        }

        /// <summary>What was read of the source behind the trailer.</summary>
        /// <exception cref="InvalidDataException">There is no trailer: the content is not what it was.</exception>
        public byte[] After(byte[] trailer)
        {
            byte[] given = [.. _given, .. _first];
            for (var at = 0; at + TrailerSize <= given.Length; at++)
            {
                // Zeros can stand before a trailer of zeros, so what follows counts too: nothing, or the next member.
                var rest = given.AsSpan(at + TrailerSize);
                if (given.AsSpan(at, TrailerSize).SequenceEqual(trailer) && s_magic.AsSpan(0, Math.Min(rest.Length, s_magic.Length)).SequenceEqual(rest[..Math.Min(rest.Length, s_magic.Length)]))
                {
                    return rest.ToArray();
                }
            }

            throw new InvalidDataException("a gzip member has no end, or not the one of its content");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
#endif
