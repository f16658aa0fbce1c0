using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace TravisOps.Archives;

/// <summary>Reads a tar (V7, ustar, GNU and pax) that somebody else made, forward. Folders are passed over; links and devices are told of or refused.</summary>
internal static class TarReader
{
    private const int Block = 512;

    /// <summary>True for the first block of a tar.</summary>
    public static bool IsTar(ReadOnlySpan<byte> start) => start.Length >= Block && start.Slice(257, 5).SequenceEqual("ustar"u8);

    /// <summary>Hands over the files in their order.</summary>
    /// <param name="tar">The tar, unpacked.</param>
    /// <param name="limits">What is taken at the most.</param>
    /// <param name="budget">What may still be read.</param>
    /// <param name="visit">Gets each file; what it leaves unread is passed over.</param>
    /// <param name="link">Gets the name of each link or device; null to refuse the archive for one.</param>
    /// <exception cref="ArchiveException">It is none, damaged, or meant to do harm.</exception>
    public static void Read(Stream tar, ArchiveLimits limits, ArchiveBudget budget, Action<ArchiveEntry> visit, Action<string>? link = null)
    {
        var paths = new ArchivePaths(limits);
        var header = new byte[Block];
        string? longName = null;
        long? longSize = null;
        for (var count = 0; ; count++)
        {
            if (count > limits.Entries * 4L)
            {
                throw new ArchiveException($"It has more than {limits.Entries} entries.");
            }

            if (!Fill(tar, header, Block, mayEnd: true) || Array.TrueForAll(header, one => one == 0))
            {
                return;
            }

            CheckSum(header);
            var size = longSize ?? Number(header, 124, 12);
            var type = (char)header[156];
            if (type is 'L' or 'K' or 'x' or 'X' or 'g')
            {
                if (size < 0 || size > limits.HeaderBytes)
                {
                    throw new ArchiveException("A header in it is larger than is taken.");
                }

                var content = new byte[Padded(size)];
                Fill(tar, content, content.Length, mayEnd: false);
                if (type == 'L')
                {
                    longName = Utf8(content, 0, (int)size).TrimEnd('\0');
                }
                else if (type is 'x' or 'X')
                {
                    ReadPax(content, (int)size, ref longName, ref longSize);
                }

                continue;
            }

            var name = longName ?? ShortName(header);
            longName = null;
            longSize = null;
            if (size < 0 || size > limits.EntryBytes)
            {
                throw new ArchiveException($"{ArchivePaths.Shown(name)} is larger than is taken.");
            }

            if (type is '0' or '\0' or '7' && !name.EndsWith("/", StringComparison.Ordinal))
            {
                var entry = new TarContent(tar, size);
                using var held = new CheckedStream(entry, size, null, budget);
                visit(new ArchiveEntry(paths.Take(name), size, held));
                held.Drain();
                var padding = new byte[Block];
                Fill(tar, padding, (int)(Padded(size) - size), mayEnd: false);
            }
            else if (type is '5' or '0' or '\0')
            {
                if (size > 0 && type != '5')
                {
                    throw new ArchiveException($"The folder {ArchivePaths.Shown(name)} has content.");
                }

                if (name.TrimEnd('/') is not ("" or "."))
                {
                    ArchivePaths.Check(name.TrimEnd('/'), limits);
                }
            }
            else if (link is not null && type is '1' or '2' or '3' or '4' or '6')
            {
                link!(name);
            }
            else
            {
                throw new ArchiveException($"{ArchivePaths.Shown(name)} is a link, a device or something unknown.");
            }
        }
    }

    // Records "LENGTH key=value\n".
    private static void ReadPax(byte[] content, int size, ref string? name, ref long? length)
    {
        for (var at = 0; at < size;)
        {
            var blank = Array.IndexOf(content, (byte)' ', at, size - at);
            if (blank < 0 || !int.TryParse(Encoding.ASCII.GetString(content, at, blank - at), NumberStyles.None, CultureInfo.InvariantCulture, out var record)
                || record <= blank - at + 1 || at + record > size || content[at + record - 1] != '\n')
            {
                throw new ArchiveException("A header in it is damaged.");
            }

            var equals = Array.IndexOf(content, (byte)'=', blank, at + record - blank);
            if (equals > 0)
            {
                var key = Encoding.ASCII.GetString(content, blank + 1, equals - blank - 1);
                var value = Utf8(content, equals + 1, at + record - equals - 2);
                if (key == "path")
                {
                    name = value;
                }
                else if (key == "size")
                {
                    length = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ArchiveException("A header in it is damaged.");
                }
                else if (key.StartsWith("GNU.sparse", StringComparison.Ordinal))
                {
                    throw new ArchiveException("It has files with holes, which are not taken.");
                }
            }

            at += record;
        }
    }

    private static string ShortName(byte[] header)
    {
        var name = Field(header, 0, 100);
        var prefix = header.AsSpan(257, 6).SequenceEqual("ustar\0"u8) ? Field(header, 345, 155) : string.Empty;
        return prefix.Length > 0 ? prefix + "/" + name : name;
    }

    private static string Field(byte[] header, int at, int width)
    {
        var end = Array.IndexOf(header, (byte)0, at, width);
        return Utf8(header, at, end < 0 ? width : end - at);
    }

    private static string Utf8(byte[] bytes, int at, int length)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, at, length);
        }
        catch (ArgumentException error)
        {
            throw new ArchiveException("The name of an entry is no UTF-8.", error);
        }
    }

    private static long Number(byte[] header, int at, int width)
    {
        if ((header[at] & 0x80) != 0)
        {
            // GNU: the rest is a binary number.
            long binary = header[at] & 0x7F;
            for (var i = 1; i < width; i++)
            {
                if (binary > long.MaxValue >> 9)
                {
                    return -1;
                }

                binary = (binary << 8) | header[at + i];
            }

            return binary;
        }

        var text = Encoding.ASCII.GetString(header, at, width).Trim(' ', '\0');
        long value = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7')
            {
                throw new ArchiveException("A header in it is damaged.");
            }

            value = (value << 3) | (long)(digit - '0');
        }

        return value;
    }

    private static void CheckSum(byte[] header)
    {
        var sum = 0;
        for (var i = 0; i < Block; i++)
        {
            sum += i is >= 148 and < 156 ? ' ' : header[i];
        }

        if (Number(header, 148, 8) != sum)
        {
            throw new ArchiveException("It is no tar, or damaged: a header's sum is wrong.");
        }
    }

    private static long Padded(long size) => (size + Block - 1) / Block * Block;

    private static bool Fill(Stream tar, byte[] buffer, int count, bool mayEnd)
    {
        for (var read = 0; read < count;)
        {
            int got;
            try
            {
                got = tar.Read(buffer, read, count - read);
            }
            catch (InvalidDataException error)
            {
                throw new ArchiveException("It is damaged.", error);
            }

            if (got == 0)
            {
                return mayEnd && read == 0 ? false : throw new ArchiveException("It ends too early.");
            }

            read += got;
        }

        return true;
    }

    private sealed class TarContent(Stream tar, long length) : ReadStream
    {
        private long _left = length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = _left == 0 ? 0 : tar.Read(buffer, offset, (int)Math.Min(count, _left));
            _left -= read;
            return read;
        }
    }
}
