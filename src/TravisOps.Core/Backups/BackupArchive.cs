using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using TravisOps.Ssh;
using TravisOps.Tar;

namespace TravisOps.Backups;

/// <summary>Reads archives.</summary>
public static class BackupArchive
{
    /// <summary>
    /// The archive as the tar stream that it is, decompressed. It holds <see cref="BackupLayout.OwnFolder"/> too; <c>tar --exclude=travisops</c> leaves that out.
    /// Nothing is checked: do <see cref="Verify"/> first.
    /// </summary>
    /// <param name="archivePath">Full path.</param>
    /// <param name="compression">As the manifest has it.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static Stream OpenTar(string archivePath, BackupCompression compression)
    {
        var file = new FileStream(archivePath, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.SequentialScan);
        return compression == BackupCompression.None ? file : BackupDecompression.Open(file, compression, leaveOpen: false);
    }

    /// <summary>Reads all of it and compares everything: size and hash of the archive, each entry and its hash, and the dumps.</summary>
    /// <param name="archivePath">Full path.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="progress">Gets the bytes of the archive that were read; may be null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It is not what the manifest says; the message says in what.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Verify(string archivePath, BackupManifest manifest, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var file = new FileStream(archivePath, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.SequentialScan);
        if (file.Length != manifest.ArchiveSize)
        {
            throw Damaged(archivePath, $"it has {file.Length} bytes, and the manifest says {manifest.ArchiveSize}");
        }

        using var archive = new HashingStream(file);
        var at = 0;
        try
        {
            using var dumps = new DumpHashes();
            using var tar = manifest.Compression == BackupCompression.None ? null : BackupDecompression.Open(archive, manifest.Compression, leaveOpen: true);
            ArchiveScanner.Scan(
                tar ?? archive,
                entry =>
                {
                    if (at >= manifest.Entries.Count || manifest.Entries[at] != entry)
                    {
                        throw Damaged(archivePath, at >= manifest.Entries.Count ? $"it has '{entry.Path}', which the manifest has not" : $"'{manifest.Entries[at].Path}' is not as the manifest has it");
                    }

                    at++;
                },
                (item, buffer, count) =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    dumps.Take(item.Path, buffer, count);
                    progress?.Report(archive.Position);
                });
            var rest = new byte[64 * 1024];
            while (archive.Read(rest, 0, rest.Length) > 0)
            {
            }

            if (at < manifest.Entries.Count)
            {
                throw Damaged(archivePath, $"'{manifest.Entries[at].Path}' is missing");
            }

            foreach (var database in manifest.Databases)
            {
                if (dumps.Of(database.Name) != (database.Parts, database.Size, database.Sha256))
                {
                    throw Damaged(archivePath, $"the dump of the database '{database.Name}' is not as the manifest has it");
                }
            }
        }
        catch (Exception error) when (error is InvalidDataException or ZstdSharp.ZstdException or EndOfStreamException)
        {
            throw Damaged(archivePath, error.Message, error);
        }

        if (archive.Sha256() != manifest.ArchiveSha256)
        {
            throw Damaged(archivePath, "its SHA-256 is not the manifest's");
        }
    }

    /// <summary>Copies the dump of a database, all parts put together, as <c>pg_restore</c> reads it. Check the archive before.</summary>
    /// <param name="archivePath">Full path.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="database">The database.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">There is no such dump, or another than the manifest says.</exception>
    public static void CopyDump(string archivePath, BackupManifest manifest, BackupDatabase database, Stream target, CancellationToken cancellationToken)
    {
        using var tar = OpenTar(archivePath, manifest.Compression);
        using var hash = new HashingStream(target);
        var reader = new TarReader(tar);
        var parts = 0;
        try
        {
            while (parts < database.Parts && reader.Next() is { } item)
            {
                if (BackupLayout.TryReadDumpPart(item.Path, out var name, out var part) && name == BackupLayout.SafeDatabaseName(database.Name) && part == parts + 1)
                {
                    parts++;
                    reader.ReadContent(item, (buffer, count) =>
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        hash.Write(buffer, 0, count);
                    });
                }
            }
        }
        catch (InvalidDataException error)
        {
            throw Damaged(archivePath, error.Message, error);
        }

        if (hash.Position != database.Size || hash.Sha256() != database.Sha256)
        {
            throw Damaged(archivePath, $"the dump of the database '{database.Name}' is not as the manifest has it");
        }
    }

    private static BackupException Damaged(string path, string reason, Exception? inner = null) =>
        new(BackupProblem.ArchiveDamaged, $"'{path}' is damaged: {reason}.", "Use another backup, and look at the disk that this one was on.", inner);

    private sealed class DumpHashes : IDisposable
    {
        private readonly Dictionary<string, (IncrementalHash Hash, int Parts, long Size)> _dumps = new(StringComparer.Ordinal);

        public void Take(string path, byte[] buffer, int count)
        {
            if (BackupLayout.TryReadDumpPart(path, out var name, out var part))
            {
                var dump = _dumps.TryGetValue(name, out var known) ? known : (Hash: IncrementalHash.CreateHash(HashAlgorithmName.SHA256), Parts: 0, Size: 0L);
                dump.Hash.AppendData(buffer, 0, count);
                _dumps[name] = (dump.Hash, Math.Max(dump.Parts, part), dump.Size + count);
            }
        }

        public (int Parts, long Size, string Sha256) Of(string database) =>
            _dumps.TryGetValue(BackupLayout.SafeDatabaseName(database), out var dump) ? (dump.Parts, dump.Size, Hex.Lower(dump.Hash.GetHashAndReset())) : default;

        public void Dispose()
        {
            foreach (var dump in _dumps.Values)
            {
                dump.Hash.Dispose();
            }
        }
    }
}
