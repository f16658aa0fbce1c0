using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace TravisOps.Tar;

/// <summary>One header block of a tar archive: POSIX ustar and GNU's form of it (GNU tar manual, "Basic Tar Format").</summary>
internal sealed class TarHeader
{
    public const int BlockSize = 512;

    private readonly byte[] _block;

    public TarHeader(byte[] block) => _block = block;

    public char Type => _block[156] == 0 ? '0' : (char)_block[156];

    /// <summary>Bytes of content that follow, holes not included.</summary>
    public long Size => Number(124, 12);

    public string Name
    {
        get
        {
            var name = Text(0, 100);

            // GNU's form uses the place of the prefix for other things.
            var prefix = _block[257] == 'u' && _block[262] == 0 ? Text(345, 155) : string.Empty;
            return prefix.Length > 0 ? prefix + "/" + name : name;
        }
    }

    public string LinkName => Text(157, 100);

    public int Mode => (int)Number(100, 8);

    public long UserId => Number(108, 8);

    public long GroupId => Number(116, 8);

    public DateTime ModifiedAt => Time(Number(136, 12));

    public bool SparseContinues => _block[482] != 0;

    public long SparseRealSize => Number(483, 12);

    public bool IsZero => Array.TrueForAll(_block, b => b == 0);

    /// <summary>The sum over the header that has to stand in it; bytes signed or not, as old programs did either.</summary>
    public bool SumIsRight
    {
        get
        {
            long unsigned = 0, signed = 0;
            for (var i = 0; i < BlockSize; i++)
            {
                var b = i is >= 148 and < 156 ? (byte)' ' : _block[i];
                unsigned += b;
                signed += (sbyte)b;
            }

            var sum = Number(148, 8);
            return sum == unsigned || sum == signed;
        }
    }

    public static DateTime Time(long seconds) => seconds is > -62135596800 and < 253402300800 ? DateTime.SpecifyKind(new DateTime(1970, 1, 1).AddSeconds(seconds), DateTimeKind.Utc) : default;

    /// <summary>Pieces of a sparse file that a block tells of: four in a header, 21 in a block behind it.</summary>
    public static void ReadSparse(byte[] block, int offset, int count, List<(long Offset, long Length)> pieces)
    {
        var reader = new TarHeader(block);
        for (var i = 0; i < count && block[offset + (i * 24)] != 0; i++)
        {
            pieces.Add((reader.Number(offset + (i * 24), 12), reader.Number(offset + (i * 24) + 12, 12)));
        }
    }

    public void ReadSparse(List<(long Offset, long Length)> pieces) => ReadSparse(_block, 386, 4, pieces);

    /// <summary>True for the first block of a tar, of the forms that name themselves, damaged ones too, or of V7's by its checksum.</summary>
    public static bool IsFirst(ReadOnlySpan<byte> start)
    {
        if (start.Length < BlockSize || start[0] == 0)
        {
            return false;
        }

        if (start.Slice(257, 5).SequenceEqual("ustar"u8))
        {
            return true;
        }

        try
        {
            return new TarHeader(start.Slice(0, BlockSize).ToArray()).SumIsRight;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>A header in GNU's form for what this module adds: owned by root, 0600.</summary>
    public static byte[] ForFile(string name, long size, DateTime modifiedAt)
    {
        var block = new byte[BlockSize];
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length > 100)
        {
            throw new ArgumentException("The name does not fit into a header.", nameof(name));
        }

        bytes.CopyTo(block, 0);
        Octal(block, 100, 8, 0x180);
        Octal(block, 108, 8, 0);
        Octal(block, 116, 8, 0);
        Octal(block, 124, 12, size);
        Octal(block, 136, 12, (long)(modifiedAt - new DateTime(1970, 1, 1)).TotalSeconds);
        block[156] = (byte)'0';
        Encoding.ASCII.GetBytes("ustar  ").CopyTo(block, 257);
        long sum = 8 * ' ';
        foreach (var b in block)
        {
            sum += b;
        }

        Octal(block, 148, 7, sum);
        block[155] = (byte)' ';
        return block;
    }

    private static void Octal(byte[] block, int offset, int length, long value) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(length - 1, '0')).CopyTo(block, offset);

    private string Text(int offset, int length)
    {
        var end = Array.IndexOf(_block, (byte)0, offset, length);
        return Encoding.UTF8.GetString(_block, offset, (end < 0 ? offset + length : end) - offset);
    }

    /// <summary>Octal digits, or where the highest bit is set the number itself, as GNU tar writes what does not fit.</summary>
    private long Number(int offset, int length)
    {
        if ((_block[offset] & 0x80) != 0)
        {
            var value = (_block[offset] & 0x40) != 0 ? -1L : 0;
            value = (value << 6) | (uint)(_block[offset] & 0x3f);
            for (var i = offset + 1; i < offset + length; i++)
            {
                value = (value << 8) | _block[i];
            }

            return value;
        }

        var text = Text(offset, length).Trim(' ');
        long number = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7')
            {
                throw new InvalidDataException(string.Format(CultureInfo.InvariantCulture, "'{0}' is no number", PlainDigits(text)));
            }

            number = (number << 3) | (uint)(digit - '0');
        }

        return number;
    }

    private static string PlainDigits(string text) => new([.. Array.ConvertAll(text.ToCharArray(), c => char.IsControl(c) ? '?' : c)]);
}
