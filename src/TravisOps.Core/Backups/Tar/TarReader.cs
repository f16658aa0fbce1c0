using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace TravisOps.Backups;

/// <summary>
/// Reads a tar archive from its beginning to its end, once: GNU's form with long names and sparse files, and POSIX's with extended headers but for its own sparse forms,
/// which are refused. An archive that stops before its end mark is damaged, whatever tar says of such.
/// </summary>
internal sealed class TarReader(Stream source)
{
    private const int LongestText = 1024 * 1024;

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
        while (true)
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
    }

    /// <summary>Content of the entry as restored, holes as zeros, in pieces for as long as the call lasts.</summary>
    public void ReadContent(TarItem item, Action<byte[], int> take)
    {
        if (item.Pieces is null)
        {
            Copy(_left, take);
            return;
        }

        long at = 0;
        foreach (var (offset, length) in item.Pieces)
        {
            if (offset < at || length < 0 || length > _left)
            {
                throw new InvalidDataException($"the map of the sparse file '{item.Path}' is wrong");
            }

            Zeros(offset - at, take);
            Copy(length, take);
            at = offset + length;
        }

        Zeros(item.Size - at, take);
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

    private static BackupEntryType TypeOf(char type) => type switch
    {
        '0' or '7' or 'S' => BackupEntryType.File,
        '1' => BackupEntryType.HardLink,
        '2' => BackupEntryType.SymbolicLink,
        '3' => BackupEntryType.CharacterDevice,
        '4' => BackupEntryType.BlockDevice,
        '5' => BackupEntryType.Directory,
        '6' => BackupEntryType.Fifo,
        _ => throw new InvalidDataException($"it has an entry of the unknown type '{type}'"),
    };

    private static Dictionary<string, string> ReadExtended(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < bytes.Length;)
        {
            // "LENGTH KEY=VALUE\n", the length of all of it in bytes (POSIX, pax).
            var space = Array.IndexOf(bytes, (byte)' ', at);
            if (space < 0 || !int.TryParse(Encoding.ASCII.GetString(bytes, at, space - at), out var length) || length <= space - at || at + length > bytes.Length)
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

        var type = TypeOf(header.Type);
        var stored = type == BackupEntryType.File ? (Extended("size") is { } size && long.TryParse(size, out var number) ? number : header.Size) : 0;
        List<(long, long)>? pieces = null;
        if (header.Type == 'S')
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
        _padding = (int)((TarHeader.BlockSize - (stored % TarHeader.BlockSize)) % TarHeader.BlockSize);
        var path = Extended("path") ?? longName ?? header.Name;
        return new TarItem
        {
            Path = path.TrimEnd('/'),
            Type = type,
            Size = pieces is null ? stored : header.SparseRealSize,
            StoredSize = stored,
            Pieces = pieces,
            Mode = Convert.ToString(header.Mode & 0xfff, 8).PadLeft(4, '0'),
            UserId = header.UserId,
            GroupId = header.GroupId,
            ModifiedAt = header.ModifiedAt,
            LinkTarget = type is BackupEntryType.SymbolicLink or BackupEntryType.HardLink ? Extended("linkpath") ?? longLink ?? header.LinkName : null,
        };
    }

    private void Skip()
    {
        Copy(_left, static (_, _) => { });
        for (; _padding > 0; _padding -= ReadSome(_buffer, _padding))
        {
        }
    }

    private void Copy(long count, Action<byte[], int> take)
    {
        while (count > 0)
        {
            var read = ReadSome(_buffer, (int)Math.Min(count, _buffer.Length));
            _left -= read;
            count -= read;
            take(_buffer, read);
        }
    }

    private static readonly byte[] s_zeros = new byte[128 * 1024];

    private static void Zeros(long count, Action<byte[], int> take)
    {
        for (; count > 0; count -= Math.Min(count, s_zeros.Length))
        {
            take(s_zeros, (int)Math.Min(count, s_zeros.Length));
        }
    }

    private string ReadText(long size)
    {
        if (size is < 0 or > LongestText)
        {
            throw new InvalidDataException("a name in it is too long");
        }

        var text = new byte[size];
        for (var at = 0; at < size;)
        {
            at += ReadInto(text, at, (int)size - at);
        }

        _padding = (int)((TarHeader.BlockSize - (size % TarHeader.BlockSize)) % TarHeader.BlockSize);
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

    private int ReadSome(byte[] buffer, int count) => ReadInto(buffer, 0, count);

    private int ReadInto(byte[] buffer, int offset, int count)
    {
        var read = source.Read(buffer, offset, count);
        return read > 0 ? read : throw new InvalidDataException("it stops before its end");
    }
}
