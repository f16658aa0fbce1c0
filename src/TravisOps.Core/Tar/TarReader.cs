using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using TravisOps.Archives;

namespace TravisOps.Tar;

/// <summary>
/// Reads a tar archive from its beginning to its end, once: GNU's form with long names and sparse files, and POSIX's with extended headers but for its own sparse forms,
/// which are refused. An archive that stops before its end mark is damaged, whatever tar says of such.
/// </summary>
/// <param name="source">The archive, unpacked; the caller's to close.</param>
/// <param name="longestText">Bytes that a name or an extended header may have.</param>
internal sealed class TarReader(Stream source, int longestText = 1024 * 1024)
{
    // A long name, a long link and an extended header each; an archive with more of them before an entry is made to keep its reader busy.
    private const int MostHeaders = 16;

    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly byte[] _buffer = new byte[128 * 1024];
    private long _left;
    private int _padding;

    /// <summary>The next entry; null at the end mark.</summary>
    /// <exception cref="InvalidDataException">It is no archive, or cut.</exception>
    public TarItem? Next()
    {
        Skip();
        string? longName = null, longLink = null;
        Dictionary<string, string>? extended = null;
        for (var headers = 0; headers < MostHeaders; headers++)
        {
            ReadBlock();
            var header = new TarHeader((byte[])_block.Clone());
            if (header.IsZero)
            {
                ReadBlock();
                return Array.TrueForAll(_block, b => b == 0) ? null : throw new InvalidDataException("a block of zeros stands alone in it");
            }

            if (!header.SumIsRight)
            {
                throw new InvalidDataException("a header's sum is wrong");
            }

            switch (header.Type)
            {
                case 'L':
                    longName = ReadText(header.Size).TrimEnd('\0');
                    break;
                case 'K':
                    longLink = ReadText(header.Size).TrimEnd('\0');
                    break;
                case 'x':
                    extended = ReadExtended(ReadText(header.Size));
                    break;
                case 'g':
                    ReadText(header.Size);
                    break;
                default:
                    return Begin(header, longName, longLink, extended);
            }
        }

        throw new InvalidDataException("it has headers without an entry");
    }

    /// <summary>Content of the entry as restored, holes as zeros, until the next one is asked for.</summary>
    public Stream OpenContent(TarItem item) => new Content(this, item);

    /// <summary>Content of the entry as restored, holes as zeros, in pieces for as long as the call lasts.</summary>
    public void ReadContent(TarItem item, Action<byte[], int> take)
    {
        var content = OpenContent(item);
        int count;
        while ((count = content.Read(_buffer, 0, _buffer.Length)) > 0)
        {
            take(_buffer, count);
        }
    }

    /// <summary>Reads to the end of the stream behind the end mark, which tar fills up to its record size.</summary>
    public void ReadRest()
    {
        int count;
        while ((count = source.Read(_buffer, 0, _buffer.Length)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (_buffer[i] != 0)
                {
                    throw new InvalidDataException("something stands behind its end");
                }
            }
        }
    }

    private static Dictionary<string, string> ReadExtended(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < bytes.Length;)
        {
            // "LENGTH KEY=VALUE\n", the length of all of it in bytes (POSIX, pax).
            var space = Array.IndexOf(bytes, (byte)' ', at);
            if (space < 0 || !int.TryParse(Encoding.ASCII.GetString(bytes, at, space - at), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length <= space - at + 1 || at + length > bytes.Length)
            {
                throw new InvalidDataException("an extended header is wrong");
            }

            var record = Encoding.UTF8.GetString(bytes, space + 1, at + length - space - 2);
            var equals = record.IndexOf('=');
            if (equals > 0)
            {
                values[record.Substring(0, equals)] = record.Substring(equals + 1);
            }

            at += length;
        }

        return values;
    }

    private TarItem Begin(TarHeader header, string? longName, string? longLink, Dictionary<string, string>? extended)
    {
        string? Extended(string key) => extended is not null && extended.TryGetValue(key, out var value) ? value : null;
        if (extended is not null && extended.ContainsKey("GNU.sparse.major"))
        {
            throw new InvalidDataException("it has sparse files in POSIX's form, which is not read");
        }

        var path = Extended("path") ?? longName ?? header.Name;
        var stored = header.Type is >= '1' and <= '6' ? 0 : Extended("size") is { } size ? ReadSize(size) : header.Size;
        if (stored < 0)
        {
            throw new InvalidDataException("a size in it is negative");
        }

        // V7 has no type for directories but the slash.
        var type = header.Type == '0' && path.EndsWith("/", StringComparison.Ordinal) ? '5' : header.Type;
        if (type == '5' && stored > 0)
        {
            throw new InvalidDataException("a directory in it has content");
        }

        List<(long, long)>? pieces = null;
        if (type == 'S')
        {
            pieces = [];
            header.ReadSparse(pieces);
            for (var more = header.SparseContinues; more; more = _block[504] != 0)
            {
                ReadBlock();
                TarHeader.ReadSparse(_block, 0, 21, pieces);
            }
        }

        _left = stored;
        _padding = Padding(stored);
        return new TarItem
        {
            Path = path.TrimEnd('/'),
            Type = type,
            Size = pieces is null ? stored : header.SparseRealSize,
            Pieces = pieces,
            Mode = header.Mode & 0xfff,
            UserId = header.UserId,
            GroupId = header.GroupId,
            ModifiedAt = header.ModifiedAt,
            LinkTarget = type is '1' or '2' ? Extended("linkpath") ?? longLink ?? header.LinkName : null,
        };
    }

    private static long ReadSize(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw new InvalidDataException("an extended header is wrong");

    private static int Padding(long size) => (int)((TarHeader.BlockSize - (size % TarHeader.BlockSize)) % TarHeader.BlockSize);

    private void Skip()
    {
        while (_left > 0)
        {
            ReadStored(_buffer, 0, _buffer.Length);
        }

        for (; _padding > 0; _padding -= ReadInto(_buffer, 0, _padding))
        {
        }
    }

    private int ReadStored(byte[] buffer, int offset, long count)
    {
        var read = ReadInto(buffer, offset, (int)Math.Min(Math.Min(count, buffer.Length - offset), _left));
        _left -= read;
        return read;
    }

    private string ReadText(long size)
    {
        if (size < 0 || size > longestText)
        {
            throw new InvalidDataException("a name in it is too long");
        }

        var text = new byte[size];
        for (var at = 0; at < size;)
        {
            at += ReadInto(text, at, (int)size - at);
        }

        _padding = Padding(size);
        Skip();
        return Encoding.UTF8.GetString(text);
    }

    private void ReadBlock()
    {
        for (var at = 0; at < _block.Length;)
        {
            at += ReadInto(_block, at, _block.Length - at);
        }
    }

    private int ReadInto(byte[] buffer, int offset, int count)
    {
        var read = source.Read(buffer, offset, count);
        return read > 0 ? read : throw new InvalidDataException("it stops before its end");
    }

    private sealed class Content(TarReader tar, TarItem item) : ReadStream
    {
        private long _at;
        private int _piece;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (item.Pieces is null)
            {
                return tar._left == 0 ? 0 : tar.ReadStored(buffer, offset, count);
            }

            while (_piece < item.Pieces.Count)
            {
                var (start, length) = item.Pieces[_piece];
                var end = start + length;
                if (length < 0 || end < start || end > item.Size || (_at < start ? length : end - _at) > tar._left)
                {
                    throw new InvalidDataException($"the map of the sparse file '{item.Path}' is wrong");
                }

                if (_at < start)
                {
                    return Zeros(buffer, offset, Math.Min(count, start - _at));
                }

                if (_at < end)
                {
                    var read = tar.ReadStored(buffer, offset, Math.Min(count, end - _at));
                    _at += read;
                    return read;
                }

                _piece++;
            }

            return Zeros(buffer, offset, Math.Min(count, item.Size - _at));
        }

        private int Zeros(byte[] buffer, int offset, long count)
        {
            Array.Clear(buffer, offset, (int)count);
            _at += count;
            return (int)count;
        }
    }
}
