using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace TravisOps.Archives;

/// <summary>
/// Reads a zip that somebody else made. Strict, since where programs disagree on what a zip holds, something hides: the central directory ends
/// where the end record begins, each entry stands where it says, alone, under the same name twice; no links, no encryption, no name twice.
/// </summary>
internal static class ZipReader
{
    private const int EndLength = 22;
    private const int MaxComment = 65535;

    /// <summary>Hands over the files in the order of their places.</summary>
    /// <param name="zip">A stream that can seek.</param>
    /// <param name="limits">What is taken at the most.</param>
    /// <param name="budget">What may still be read.</param>
    /// <param name="visit">Gets each file; what it leaves unread is read and checked too.</param>
    /// <exception cref="ArchiveException">It is none, damaged, or meant to do harm.</exception>
    public static void Read(Stream zip, ArchiveLimits limits, ArchiveBudget budget, Action<ArchiveEntry> visit)
    {
        var entries = ReadDirectory(zip, limits);
        foreach (var entry in entries)
        {
            if (entry.Path is null)
            {
                continue;
            }

            budget.CheckRatio(entry.CompressedLength, entry.Length);
            var part = new PartStream(zip, entry.Data, entry.CompressedLength);
            using var content = entry.Method == 0 ? (Stream)part : new DeflateStream(part, CompressionMode.Decompress);
            using var held = new CheckedStream(content, entry.Length, entry.Crc, budget);
            visit(new ArchiveEntry(entry.Path, entry.Length, held));
            held.Drain();
        }
    }

    private static List<Entry> ReadDirectory(Stream zip, ArchiveLimits limits)
    {
        var (count, start, length, end) = ReadEnd(zip);
        if (count > limits.Entries)
        {
            throw new ArchiveException($"It has more than {limits.Entries} entries.");
        }

        if (start < 0 || length < 0 || start + length != end || length > int.MaxValue / 2 || length < count * 46)
        {
            throw new ArchiveException("Its directory does not stand where it says.");
        }

        var directory = Take(zip, start, (int)length);
        var paths = new ArchivePaths(limits);
        var entries = new List<Entry>();
        var at = 0;
        for (long i = 0; i < count; i++)
        {
            if (at + 46 > directory.Length || U32(directory, at) != 0x02014B50)
            {
                throw new ArchiveException("Its directory is damaged.");
            }

            var nameLength = U16(directory, at + 28);
            var extraLength = U16(directory, at + 30);
            var next = at + 46 + nameLength + extraLength + U16(directory, at + 32);
            if (next > directory.Length || nameLength + extraLength > limits.HeaderBytes)
            {
                throw new ArchiveException("Its directory is damaged.");
            }

            entries.Add(ReadEntry(directory, at, nameLength, extraLength, limits, paths));
            at = next;
        }

        if (at != directory.Length)
        {
            throw new ArchiveException("Its directory has more in it than it says.");
        }

        entries.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        long free = 0;
        foreach (var entry in entries)
        {
            // One after another from the beginning: nothing before, between, or twice.
            if (entry.Offset != free)
            {
                throw new ArchiveException("Its entries overlap, or something stands between them.");
            }

            ReadLocal(zip, entry, start);
            free = entry.Data + entry.CompressedLength;
        }

        if (free != start)
        {
            throw new ArchiveException("Its entries overlap, or something stands between them.");
        }

        return entries;
    }

    private static Entry ReadEntry(byte[] directory, int at, int nameLength, int extraLength, ArchiveLimits limits, ArchivePaths paths)
    {
        var flags = U16(directory, at + 8);
        var method = U16(directory, at + 10);
        var name = Name(directory, at + 46, nameLength);
        var mode = U32(directory, at + 38) >> 16;
        if ((flags & ~((1 << 11) | (1 << 1) | (1 << 2))) != 0 || method is not (0 or 8))
        {
            throw new ArchiveException($"{ArchivePaths.Shown(name)} is encrypted or packed in a way that is not taken.");
        }

        // Unix: 0x8000 is a file, 0x4000 a folder; DOS writes nothing.
        var isFolder = name.EndsWith("/", StringComparison.Ordinal);
        if ((mode & 0xF000) is not (0 or 0x8000 or 0x4000) || ((mode & 0xF000) == 0x4000 && !isFolder))
        {
            throw new ArchiveException($"{ArchivePaths.Shown(name)} is a link or a device.");
        }

        long compressed = U32(directory, at + 20);
        long length = U32(directory, at + 24);
        long offset = U32(directory, at + 42);
        ReadLarge(directory, at + 46 + nameLength, extraLength, ref length, ref compressed, ref offset);
        if (length < 0 || length > limits.EntryBytes || compressed < 0 || (method == 0 && compressed != length) || U16(directory, at + 34) != 0)
        {
            throw new ArchiveException($"{ArchivePaths.Shown(name)} is larger than is taken, or its header lies.");
        }

        if (isFolder && length > 0)
        {
            throw new ArchiveException($"The folder {ArchivePaths.Shown(name)} has content.");
        }

        var path = isFolder ? null : paths.Take(name);
        if (isFolder)
        {
            ArchivePaths.Check(name.TrimEnd('/'), limits);
        }

        return new Entry(path, name, method, U32(directory, at + 16), compressed, length, offset);
    }

    private static void ReadLarge(byte[] directory, int at, int extraLength, ref long length, ref long compressed, ref long offset)
    {
        var end = at + extraLength;
        while (at + 4 <= end)
        {
            var size = U16(directory, at + 2);
            var field = at + 4;
            var next = field + size;
            if (next > end)
            {
                throw new ArchiveException("A header in it is damaged.");
            }

            if (U16(directory, at) == 1)
            {
                Large(ref length);
                Large(ref compressed);
                Large(ref offset);
            }

            at = next;

            void Large(ref long value)
            {
                if (value == uint.MaxValue && field + 8 <= next)
                {
                    value = (long)U64(directory, field);
                    field += 8;
                }
            }
        }
    }

    private static void ReadLocal(Stream zip, Entry entry, long directory)
    {
        if (entry.Offset < 0 || entry.Offset + 30 > directory)
        {
            throw new ArchiveException("An entry stands outside the archive.");
        }

        var header = Take(zip, entry.Offset, 30);
        var nameLength = U16(header, 26);
        entry.Data = entry.Offset + 30 + nameLength + U16(header, 28);
        if (U32(header, 0) != 0x04034B50 || entry.Data + entry.CompressedLength > directory || U16(header, 8) != entry.Method
            || Name(Take(zip, entry.Offset + 30, nameLength), 0, nameLength) != entry.Name)
        {
            throw new ArchiveException($"{ArchivePaths.Shown(entry.Name)} has two headers that differ.");
        }
    }

    private static (long Count, long Start, long Length, long End) ReadEnd(Stream zip)
    {
        if (zip.Length < EndLength)
        {
            throw new ArchiveException("It is no zip.");
        }

        var tailLength = (int)Math.Min(zip.Length, EndLength + MaxComment);
        var tail = Take(zip, zip.Length - tailLength, tailLength);
        for (var at = tailLength - EndLength; at >= 0; at--)
        {
            if (U32(tail, at) != 0x06054B50 || at + EndLength + U16(tail, at + 20) != tailLength)
            {
                continue;
            }

            var end = zip.Length - tailLength + at;
            long count = U16(tail, at + 10);
            long length = U32(tail, at + 12);
            long start = U32(tail, at + 16);
            if (U16(tail, at + 4) != 0 || U16(tail, at + 6) != 0 || U16(tail, at + 8) != count)
            {
                throw new ArchiveException("It is one of several parts.");
            }

            if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue)
            {
                if (end < 20 + 56)
                {
                    throw new ArchiveException("Its end is damaged.");
                }

                var locator = Take(zip, end - 20, 20);
                var place = (long)U64(locator, 8);
                if (U32(locator, 0) != 0x07064B50 || place != end - 20 - 56)
                {
                    throw new ArchiveException("Its end is damaged.");
                }

                var large = Take(zip, place, 56);
                return U32(large, 0) != 0x06064B50 ? throw new ArchiveException("Its end is damaged.") : ((long)U64(large, 32), (long)U64(large, 48), (long)U64(large, 40), place);
            }

            return (count, start, length, end);
        }

        throw new ArchiveException("It is no zip, or its end is missing.");
    }

    private static string Name(byte[] bytes, int at, int length)
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

    private static byte[] Take(Stream zip, long at, int count)
    {
        var bytes = new byte[count];
        zip.Position = at;
        for (var read = 0; read < count;)
        {
            var got = zip.Read(bytes, read, count - read);
            read += got > 0 ? got : throw new ArchiveException("It ends too early.");
        }

        return bytes;
    }

    private static int U16(byte[] bytes, int at) => bytes[at] | (bytes[at + 1] << 8);

    private static uint U32(byte[] bytes, int at) => (uint)(U16(bytes, at) | (U16(bytes, at + 2) << 16));

    private static ulong U64(byte[] bytes, int at) => U32(bytes, at) | ((ulong)U32(bytes, at + 4) << 32);

    private sealed class Entry(string? path, string name, int method, uint crc, long compressedLength, long length, long offset)
    {
        /// <summary>Null for a folder.</summary>
        public string? Path => path;

        public string Name => name;

        public int Method => method;

        public uint Crc => crc;

        public long CompressedLength => compressedLength;

        public long Length => length;

        public long Offset => offset;

        /// <summary>Where its content begins.</summary>
        public long Data { get; set; }
    }
}
