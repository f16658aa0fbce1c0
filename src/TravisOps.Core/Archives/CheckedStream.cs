using System;
using System.IO;
using System.IO.Hashing;

namespace TravisOps.Archives;

/// <summary>The content of an entry, held to what its header says.</summary>
internal sealed class CheckedStream : ReadStream
{
    private readonly Stream _source;
    private readonly long _length;
    private readonly uint? _crc;
    private readonly ArchiveBudget _budget;
    private readonly Crc32 _seen = new();
    private long _read;
    private bool _ended;

    /// <summary>Reads a source to that length.</summary>
    public CheckedStream(Stream source, long length, uint? crc, ArchiveBudget budget)
    {
        _source = source;
        _length = length;
        _crc = crc;
        _budget = budget;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_ended || count == 0)
        {
            return 0;
        }

        int read;
        try
        {
            // At the end one byte more is asked for: there must be none.
            read = _read < _length ? _source.Read(buffer, offset, (int)Math.Min(count, _length - _read)) : _source.Read(new byte[1], 0, 1);
        }
        catch (InvalidDataException error)
        {
            throw new ArchiveException("It is damaged.", error);
        }

        if (_read == _length)
        {
            _ended = true;
            if (read > 0)
            {
                throw new ArchiveException("An entry is longer than its header says.");
            }

            if (_crc is { } crc && crc != _seen.GetCurrentHashAsUInt32())
            {
                throw new ArchiveException("It is damaged: a checksum is wrong.");
            }

            return 0;
        }

        if (read == 0)
        {
            throw new ArchiveException("An entry is shorter than its header says.");
        }

        _read += read;
        _budget.Take(read);
        if (_crc is not null)
        {
            _seen.Append(buffer.AsSpan(offset, read));
        }

        return read;
    }

    /// <summary>Reads what is left, so that it is checked too.</summary>
    public void Drain()
    {
        var buffer = new byte[32 * 1024];
        while (Read(buffer, 0, buffer.Length) > 0)
        {
        }
    }
}
