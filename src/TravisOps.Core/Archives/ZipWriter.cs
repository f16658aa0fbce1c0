using System.Collections.Generic;
using System.IO;
using System.Text;

namespace TravisOps.Archives;

/// <summary>
/// Writes a zip (PKWARE's APPNOTE 6.3) of spooled files: in their order, all of 1 January 1980, for their owner only, so that the same files give the
/// same bytes. Sizes are known, so there are no data descriptors; what needs 64 bits has them.
/// </summary>
internal static class ZipWriter
{
    private const uint LocalHeader = 0x04034B50;
    private const uint CentralHeader = 0x02014B50;
    private const ushort Utf8Names = 1 << 11;
    private const ushort Stored = 0;
    private const ushort Deflate = 8;
    private const ushort FirstDay = (1 << 5) | 1;

    // A regular file, 0600, made on Unix.
    private const uint Mode = 0x81800000;

    /// <summary>Writes it.</summary>
    public static void Write(Stream output, IReadOnlyList<SpooledFile> files)
    {
        var writer = new BinaryWriter(output, Encoding.UTF8, leaveOpen: true);
        var offsets = new long[files.Count];
        long at = 0;
        for (var i = 0; i < files.Count; i++)
        {
            offsets[i] = at;
            at += WriteLocal(writer, files[i]);
        }

        var start = at;
        for (var i = 0; i < files.Count; i++)
        {
            at += WriteCentral(writer, files[i], offsets[i]);
        }

        WriteEnd(writer, files.Count, start, at - start);
        writer.Flush();
    }

    private static long WriteLocal(BinaryWriter writer, SpooledFile file)
    {
        var name = Encoding.UTF8.GetBytes(file.Path);
        var large = file.Length >= uint.MaxValue || file.CompressedLength >= uint.MaxValue;
        writer.Write(LocalHeader);
        WriteCommon(writer, file, large);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)(large ? 20 : 0));
        writer.Write(name);
        if (large)
        {
            writer.Write((ushort)1);
            writer.Write((ushort)16);
            writer.Write(file.Length);
            writer.Write(file.CompressedLength);
        }

        writer.Flush();
        if (file.Length == 0)
        {
            return 30 + name.Length;
        }

        using (var content = file.Compressed.Open())
        {
            content.CopyTo(writer.BaseStream);
        }

        return 30 + name.Length + (large ? 20 : 0) + file.CompressedLength;
    }

    private static long WriteCentral(BinaryWriter writer, SpooledFile file, long offset)
    {
        var name = Encoding.UTF8.GetBytes(file.Path);
        var large = file.Length >= uint.MaxValue || file.CompressedLength >= uint.MaxValue;
        var far = offset >= uint.MaxValue;
        var extra = (large ? 16 : 0) + (far ? 8 : 0);
        writer.Write(CentralHeader);
        writer.Write((ushort)((3 << 8) | 45));
        WriteCommon(writer, file, large);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)(extra > 0 ? extra + 4 : 0));
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(Mode);
        writer.Write(far ? uint.MaxValue : (uint)offset);
        writer.Write(name);
        if (extra > 0)
        {
            writer.Write((ushort)1);
            writer.Write((ushort)extra);
            if (large)
            {
                writer.Write(file.Length);
                writer.Write(file.CompressedLength);
            }

            if (far)
            {
                writer.Write(offset);
            }
        }

        return 46 + name.Length + (extra > 0 ? extra + 4 : 0);
    }

    private static void WriteCommon(BinaryWriter writer, SpooledFile file, bool large)
    {
        writer.Write((ushort)(large ? 45 : 20));
        writer.Write(Utf8Names);
        writer.Write(file.Length == 0 ? Stored : Deflate);
        writer.Write((ushort)0);
        writer.Write(FirstDay);
        writer.Write(file.Crc32);
        writer.Write(large ? uint.MaxValue : (uint)file.CompressedLength);
        writer.Write(large ? uint.MaxValue : (uint)file.Length);
    }

    private static void WriteEnd(BinaryWriter writer, int count, long start, long length)
    {
        if (count >= ushort.MaxValue || start >= uint.MaxValue || length >= uint.MaxValue)
        {
            writer.Write(0x06064B50u);
            writer.Write(44L);
            writer.Write((ushort)((3 << 8) | 45));
            writer.Write((ushort)45);
            writer.Write(0u);
            writer.Write(0u);
            writer.Write((long)count);
            writer.Write((long)count);
            writer.Write(length);
            writer.Write(start);
            writer.Write(0x07064B50u);
            writer.Write(0u);
            writer.Write(start + length);
            writer.Write(1u);
        }

        writer.Write(0x06054B50u);
        writer.Write(0u);
        writer.Write((ushort)(count >= ushort.MaxValue ? ushort.MaxValue : count));
        writer.Write((ushort)(count >= ushort.MaxValue ? ushort.MaxValue : count));
        writer.Write(length >= uint.MaxValue ? uint.MaxValue : (uint)length);
        writer.Write(start >= uint.MaxValue ? uint.MaxValue : (uint)start);
        writer.Write((ushort)0);
    }
}
