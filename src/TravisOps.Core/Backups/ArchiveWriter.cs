using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using TravisOps.Archives;
using TravisOps.Files;
using TravisOps.Tar;

namespace TravisOps.Backups;

/// <summary>Writes an archive as its pieces come: what is added here, then the platform's own tar stream as it is, compressed there.</summary>
internal sealed class ArchiveWriter : IDisposable
{
    private readonly DurableFile _file;
    private readonly ChecksumStream _archive;
    private readonly BackupCompression _compression;
    private readonly DateTime _createdAt;

    /// <param name="file">What the archive is written to.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <param name="createdAt">The time of what is added here.</param>
    public ArchiveWriter(DurableFile file, BackupCompression compression, DateTime createdAt)
    {
        _file = file;
        _archive = new ChecksumStream(file.Content);
        _compression = compression;
        _createdAt = createdAt;
    }

    /// <summary>What is in it so far.</summary>
    public List<BackupEntry> Entries { get; } = [];

    /// <summary>Bytes of the archive so far.</summary>
    public long Size => _archive.Position;

    /// <summary>XXH128 of the archive so far; its SHA-256 is that of what the disk gives back, which must have the same.</summary>
    public byte[] Checksum() => _archive.Checksum();

    /// <summary>Adds a small file.</summary>
    public void AddFile(string path, string text) => AddPart(target =>
    {
        var content = Encoding.UTF8.GetBytes(text);
        AddMember(target, path, content, content.Length);
    });

    /// <summary>Adds a dump, cut into parts, of a stream that ends well or throws.</summary>
    /// <returns>The number of parts.</returns>
    public int AddDump(string database, Stream dump, Action<long> progress)
    {
        var part = new byte[BackupLayout.DumpPartSize];
        var parts = 0;
        AddPart(target =>
        {
            int filled;
            do
            {
                filled = 0;
                int count;
                while (filled < part.Length && (count = dump.Read(part, filled, part.Length - filled)) > 0)
                {
                    filled += count;
                    progress(count);
                }

                if (filled > 0)
                {
                    AddMember(target, BackupLayout.DumpPart(database, ++parts), part, filled);
                }
            }
            while (filled == part.Length);
        });
        return parts;
    }

    /// <summary>
    /// Adds the platform's tar stream and reads it as it passes. It has the archive's end mark. Getting it, writing it and reading it run at the same time: getting and reading each hash
    /// all of it, and the slowest of them is to be the network.
    /// </summary>
    /// <param name="source">The stream, compressed as the archive is; it ends well or throws. It is disposed of.</param>
    /// <param name="progress">Gets the bytes of files as they pass, and 0 when the last has.</param>
    public void AddTar(Stream source, Action<long> progress)
    {
        using var passing = new ReadAheadStream(new PassingStream(new ReadAheadStream(source, "TravisOps backup receiving"), _archive, _file.Written), "TravisOps backup writing");
        using (var tar = _compression == BackupCompression.None ? null : BackupDecompression.Open(passing, _compression, leaveOpen: true))
        {
            ArchiveScanner.Scan(tar ?? passing, Entries.Add, (_, _, count) => progress(count));
        }

        progress(0);

        // A decompressor may not ask for the end, and only there the source says whether it is whole.
        var rest = new byte[64 * 1024];
        while (passing.Read(rest, 0, rest.Length) > 0)
        {
        }
    }

    public void Dispose() => _archive.Dispose();

    private void AddPart(Action<Stream> write)
    {
        if (_compression == BackupCompression.None)
        {
            write(_archive);
            return;
        }

        using var compressed = BackupDecompression.Compress(_archive, _compression);
        write(compressed);
    }

    private void AddMember(Stream target, string path, byte[] content, int length)
    {
        var header = TarHeader.ForFile(path, length, _createdAt);
        target.Write(header, 0, header.Length);
        target.Write(content, 0, length);
        var padding = new byte[(TarHeader.BlockSize - (length % TarHeader.BlockSize)) % TarHeader.BlockSize];
        target.Write(padding, 0, padding.Length);
        using var sha256 = SHA256.Create();
        Entries.Add(new BackupEntry
        {
            Path = path,
            Type = BackupEntryType.File,
            Size = length,
            Sha256 = Hex.Lower(sha256.ComputeHash(content, 0, length)),
            Mode = "0600",
            ModifiedAt = TarHeader.Time((long)(_createdAt - new DateTime(1970, 1, 1)).TotalSeconds),
        });
    }

    /// <summary>What is read goes into the archive too.</summary>
    private sealed class PassingStream(Stream source, Stream copy, Action written) : ReadStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = source.Read(buffer, offset, count);
            copy.Write(buffer, offset, read);
            written();
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                source.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
