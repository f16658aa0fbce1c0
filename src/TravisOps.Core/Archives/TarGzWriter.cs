using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace TravisOps.Archives;

/// <summary>
/// Writes a .tar.gz (POSIX.1-2001, RFC 1952) of spooled files, with fixed times, owners and modes. Headers and contents are gzip members of their own,
/// one after another, which every gunzip reads as one stream: so what the spool has compressed is copied.
/// </summary>
internal static class TarGzWriter
{
    private const int Block = 512;
    private const long MaxOctal = 0x1FFFFFFFF;

    /// <summary>Writes it.</summary>
    public static void Write(Stream output, IReadOnlyList<SpooledFile> files)
    {
        var pending = new MemoryStream();
        foreach (var file in files)
        {
            WriteHeaders(pending, file);
            WriteMember(output, pending);
            if (file.Length > 0)
            {
                WriteCopy(output, file);
                pending.Write(new byte[Block], 0, (int)((Block - (file.Length % Block)) % Block));
            }
        }

        pending.Write(new byte[2 * Block], 0, 2 * Block);
        WriteMember(output, pending);
    }

    private static void WriteHeaders(Stream tar, SpooledFile file)
    {
        var name = Encoding.UTF8.GetBytes(file.Path);
        var plain = name.Length <= 100 && Array.TrueForAll(name, c => c < 0x80);
        if (!plain || file.Length > MaxOctal)
        {
            var records = new MemoryStream();
            WriteRecord(records, "path", file.Path);
            if (file.Length > MaxOctal)
            {
                WriteRecord(records, "size", file.Length.ToString(CultureInfo.InvariantCulture));
            }

            WriteHeader(tar, "PaxHeaders/header"u8.ToArray(), records.Length, 'x');
            records.WriteTo(tar);
            tar.Write(new byte[Block], 0, (int)((Block - (records.Length % Block)) % Block));
        }

        WriteHeader(tar, plain ? name : name.AsSpan(0, Math.Min(100, name.Length)).ToArray(), Math.Min(file.Length, MaxOctal), '0');
    }

    private static void WriteHeader(Stream tar, byte[] name, long size, char type)
    {
        var header = new byte[Block];
        name.CopyTo(header, 0);
        Octal(header, 100, 8, 384);
        Octal(header, 108, 8, 0);
        Octal(header, 116, 8, 0);
        Octal(header, 124, 12, size);
        Octal(header, 136, 12, 0);
        header.AsSpan(148, 8).Fill((byte)' ');
        header[156] = (byte)type;
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        header[263] = (byte)'0';
        header[264] = (byte)'0';
        var sum = 0;
        foreach (var one in header)
        {
            sum += one;
        }

        Octal(header, 148, 7, sum);
        tar.Write(header, 0, Block);
    }

    private static void Octal(byte[] header, int at, int width, long value)
    {
        var digits = Convert.ToString(value, 8).PadLeft(width - 1, '0');
        Encoding.ASCII.GetBytes(digits, 0, digits.Length, header, at);
        header[at + width - 1] = 0;
    }

    // "LENGTH key=value\n", the length counting itself.
    private static void WriteRecord(Stream records, string key, string value)
    {
        var rest = Encoding.UTF8.GetBytes($" {key}={value}\n");
        var length = rest.Length;
        while ((rest.Length + length.ToString(CultureInfo.InvariantCulture).Length) is var full && full != length)
        {
            length = full;
        }

        var digits = Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture));
        records.Write(digits, 0, digits.Length);
        records.Write(rest, 0, rest.Length);
    }

    private static void WriteMember(Stream output, MemoryStream content)
    {
        var bytes = content.ToArray();
        content.SetLength(0);
        Start(output);
        using (var deflate = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(bytes, 0, bytes.Length);
        }

        End(output, Crc32.HashToUInt32(bytes), bytes.Length);
    }

    private static void WriteCopy(Stream output, SpooledFile file)
    {
        Start(output);
        using (var content = file.Compressed.Open())
        {
            content.CopyTo(output);
        }

        End(output, file.Crc32, file.Length);
    }

    private static void Start(Stream output) => output.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF], 0, 10);

    private static void End(Stream output, uint crc, long length)
    {
        var tail = new byte[8];
        for (var i = 0; i < 4; i++)
        {
            tail[i] = (byte)(crc >> (8 * i));
            tail[i + 4] = (byte)((uint)length >> (8 * i));
        }

        output.Write(tail, 0, tail.Length);
    }
}
