using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace TravisOps.KnownIssues;

/// <summary>Reads the files of a tar archive one after another, without writing any (POSIX.1-1988 ustar, GNU tar's and pax' long names).</summary>
internal static class TarMembers
{
    /// <summary>Bytes of a header, and what sizes are rounded up to.</summary>
    public const int Block = 512;

    // A name or a pax header; an archive that says more is none.
    private const int MostText = 1024 * 1024;

    /// <summary>Whether that is a tar header: its checksum is right.</summary>
    public static bool IsHeader(byte[] block)
    {
        if (block.Length < Block || block[0] == 0)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < Block; i++)
        {
            sum += i is >= 148 and < 156 ? ' ' : block[i];
        }

        return Number(block, 148, 8) == sum;
    }

    /// <summary>Each regular file with its name and its content, which is there until the next one is asked for. Members that are gzip themselves are decompressed.</summary>
    /// <exception cref="InvalidDataException">It is no archive any more, or cut short.</exception>
    public static IEnumerable<(string Name, Stream Content)> Read(Stream archive)
    {
        var header = new byte[Block];
        string? longName = null;
        while (Fill(archive, header) == Block && header[0] != 0)
        {
            if (!IsHeader(header))
            {
                throw new InvalidDataException("The archive is damaged: a header's checksum is wrong.");
            }

            var size = Size(header);
            var type = (char)header[156];
            if (type is 'L' or 'x')
            {
                longName = LongName(archive, size, type) ?? longName;
                continue;
            }

            var content = new Member(archive, size);
            if (type is '0' or '\0' or '7')
            {
                yield return (longName ?? Name(header), new PeekedStream(content, 3).Decompressed());
            }

            content.Skip();
            longName = null;
        }
    }

    private static string? LongName(Stream archive, long size, char type)
    {
        if (size > MostText)
        {
            throw new InvalidDataException("The archive is damaged: a name of it has no end.");
        }

        var text = new byte[size];
        var member = new Member(archive, size);
        Fill(member, text);
        member.Skip();
        var name = Encoding.UTF8.GetString(text);
        if (type == 'L')
        {
            return name.TrimEnd('\0');
        }

        foreach (var line in name.Split('\n'))
        {
            var at = line.IndexOf(" path=", StringComparison.Ordinal);
            if (at > 0)
            {
                return line.Substring(at + 6);
            }
        }

        return null;
    }

    private static string Name(byte[] header)
    {
        var prefix = header[257] == 'u' && header[262] == 0 ? Text(header, 345, 155) : string.Empty;
        var name = Text(header, 0, 100);
        return prefix.Length == 0 ? name : prefix + "/" + name;
    }

    private static string Text(byte[] block, int at, int length)
    {
        var end = Array.IndexOf(block, (byte)0, at, length);
        return Encoding.UTF8.GetString(block, at, (end < 0 ? at + length : end) - at);
    }

    private static long Size(byte[] header)
    {
        // GNU tar writes sizes from 8 GiB on as a binary number.
        if ((header[124] & 0x80) == 0)
        {
            return Number(header, 124, 12);
        }

        long size = 0;
        for (var i = 128; i < 136; i++)
        {
            size = (size << 8) | header[i];
        }

        return size >= 0 ? size : throw new InvalidDataException("The archive is damaged: a size of it is negative.");
    }

    private static long Number(byte[] block, int at, int length)
    {
        long number = 0;
        for (var i = at; i < at + length && block[i] is not 0; i++)
        {
            if (block[i] is >= (byte)'0' and <= (byte)'7')
            {
                number = (number * 8) + block[i] - '0';
            }
        }

        return number;
    }

    private static int Fill(Stream stream, byte[] buffer)
    {
        var filled = 0;
        int count;
        while (filled < buffer.Length && (count = stream.Read(buffer, filled, buffer.Length - filled)) > 0)
        {
            filled += count;
        }

        return filled;
    }

    /// <summary>The content of one member.</summary>
    private sealed class Member(Stream archive, long size) : Stream
    {
        private long _left = size;
        private long _padding = (Block - (size % Block)) % Block;

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
            var read = archive.Read(buffer, offset, (int)Math.Min(count, _left));
            if (read == 0 && _left > 0 && count > 0)
            {
                throw new InvalidDataException("The archive is cut short.");
            }

            _left -= read;
            return read;
        }

        /// <summary>Goes to the next header.</summary>
        public void Skip()
        {
            var buffer = new byte[16 * 1024];
            while (_left > 0 && Read(buffer, 0, buffer.Length) > 0)
            {
            }

            while (_padding > 0)
            {
                var read = archive.Read(buffer, 0, (int)_padding);
                if (read == 0)
                {
                    return;
                }

                _padding -= read;
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
