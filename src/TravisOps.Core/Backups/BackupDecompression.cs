using System;
using System.IO;
using System.IO.Compression;
using TravisOps.Archives;
using ZstdSharp;

namespace TravisOps.Backups;

/// <summary>Streams for the forms of compression.</summary>
internal static class BackupDecompression
{
    /// <summary>The uncompressed content of an archive, which may be of several compressed parts one after another.</summary>
    public static Stream Open(Stream source, BackupCompression compression, bool leaveOpen) => compression switch
    {
        BackupCompression.None => source,
        BackupCompression.Gzip => new GzipMembers(source, leaveOpen),
        BackupCompression.Zstd => new DecompressionStream(source, leaveOpen: leaveOpen),
        _ => throw new ArgumentOutOfRangeException(nameof(compression)),
    };

    /// <summary>A stream that compresses a part made here. What goes through it is compressed already or small, so it tries little.</summary>
    public static Stream Compress(Stream target, BackupCompression compression) => compression switch
    {
        BackupCompression.Gzip => new GZipStream(target, CompressionLevel.NoCompression, leaveOpen: true),
        BackupCompression.Zstd => new CompressionStream(target, level: 1, leaveOpen: true),
        _ => throw new ArgumentOutOfRangeException(nameof(compression)),
    };
}
