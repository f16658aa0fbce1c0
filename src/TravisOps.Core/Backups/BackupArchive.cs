using System;
using System.IO;
using System.Threading;
using TravisOps.Files;

namespace TravisOps.Backups;

/// <summary>Reads archives.</summary>
public static class BackupArchive
{
    /// <summary>
    /// The archive as the tar stream that it is, decompressed. It holds <see cref="BackupLayout.OwnFolder"/> too; <c>tar --anchored --exclude=travisops</c> leaves that out.
    /// Nothing is checked: do <see cref="Verify"/> first.
    /// </summary>
    /// <param name="archivePath">Full path.</param>
    /// <param name="compression">As the manifest has it.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static Stream OpenTar(string archivePath, BackupCompression compression)
    {
        var file = PatientStream.OpenRead(archivePath);
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
        if (BackupReading.Read(archivePath, manifest, progress, cancellationToken).Flaw is { } flaw)
        {
            throw new BackupException(BackupProblem.ArchiveDamaged, $"'{archivePath}' is damaged: {flaw}.", "Use another backup, and look at the disk that this one was on.");
        }
    }
}
