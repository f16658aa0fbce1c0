using System.IO;
using System.IO.Compression;

namespace TravisOps.Archives;

/// <summary>Unpacks gzip (RFC 1952), all members, and refuses what grows as no honest file does.</summary>
internal sealed class GzipReader : ReadStream
{
    private readonly CountingStream _packed;
    private readonly Stream _unpacked;
    private readonly ArchiveBudget _budget;
    private long _read;

    public GzipReader(Stream packed, ArchiveBudget budget)
    {
        _packed = new CountingStream(packed);
        _budget = budget;
        _unpacked = new GzipMembers(_packed);
    }

    /// <summary>True for the first bytes of gzip.</summary>
    public static bool IsGzip(System.ReadOnlySpan<byte> start) => start.Length >= 3 && start[0] == 0x1F && start[1] == 0x8B && start[2] == 8;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read;
        try
        {
            read = _unpacked.Read(buffer, offset, count);
        }
        catch (InvalidDataException error)
        {
            throw new ArchiveException("It is damaged.", error);
        }

        _read += read;
        _budget.CheckRatio(_packed.Count, _read);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class CountingStream(Stream source) : ReadStream
    {
        public long Count { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = source.Read(buffer, offset, count);
            Count += read;
            return read;
        }
    }

    // .NET's GZipStream takes a file that was cut short for a whole one, and .NET Framework's reads the first member only. A DeflateStream reads past
    // the end of a member, except when it is given a byte at a time: that costs some 50 ns a packed byte, and a log is ten bytes then.
    private sealed class GzipMembers(Stream packed) : ReadStream
    {
        private readonly ByteStream _bytes = new(packed);
        private DeflateStream? _member;
        private uint _crc;
        private uint _length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (true)
            {
                if (_member is null && !Begin())
                {
                    return 0;
                }

                var read = _member!.Read(buffer, offset, count);
                if (read > 0)
                {
                    _crc = Crc32.Append(_crc, System.MemoryExtensions.AsSpan(buffer, offset, read));
                    _length += (uint)read;
                    return read;
                }

                _member.Dispose();
                _member = null;
                if (Number() != _crc || Number() != _length)
                {
                    throw new InvalidDataException("A checksum is wrong.");
                }
            }
        }

        private bool Begin()
        {
            var first = _bytes.Next();
            if (first < 0)
            {
                return false;
            }

            if (first != 0x1F || _bytes.Need() != 0x8B || _bytes.Need() != 8)
            {
                throw new InvalidDataException("It is no gzip.");
            }

            var flags = _bytes.Need();
            for (var i = 0; i < 6; i++)
            {
                _bytes.Need();
            }

            if ((flags & 4) != 0)
            {
                for (var left = _bytes.Need() | (_bytes.Need() << 8); left > 0; left--)
                {
                    _bytes.Need();
                }
            }

            for (var text = flags & 0x18; text != 0; text &= text - 1)
            {
                while (_bytes.Need() != 0)
                {
                }
            }

            if ((flags & 2) != 0)
            {
                _bytes.Need();
                _bytes.Need();
            }

            _crc = 0;
            _length = 0;
            _member = new DeflateStream(_bytes, CompressionMode.Decompress, leaveOpen: true);
            return true;
        }

        private uint Number() => (uint)(_bytes.Need() | (_bytes.Need() << 8) | (_bytes.Need() << 16) | (_bytes.Need() << 24));
    }

    private sealed class ByteStream(Stream source) : ReadStream
    {
        private readonly byte[] _buffer = new byte[16 * 1024];
        private int _at;
        private int _end;

        public int Next()
        {
            if (_at == _end)
            {
                _at = 0;
                _end = source.Read(_buffer, 0, _buffer.Length);
                if (_end == 0)
                {
                    return -1;
                }
            }

            return _buffer[_at++];
        }

        public int Need() => Next() is >= 0 and var one ? one : throw new InvalidDataException("It ends too early.");

        public override int Read(byte[] buffer, int offset, int count)
        {
            var one = Next();
            if (one < 0)
            {
                return 0;
            }

            buffer[offset] = (byte)one;
            return 1;
        }
    }
}
