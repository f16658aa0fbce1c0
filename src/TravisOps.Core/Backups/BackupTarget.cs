using System;
using System.IO;
using System.Linq;
using TravisOps.EncryptionKeys;
using TravisOps.Files;

namespace TravisOps.Backups;

/// <summary>The file that a backup becomes, and what is wrong with its place.</summary>
internal static class BackupTarget
{
    private static readonly string[] Endings = [".tar", ".tar.gz", ".tar.zst"];

    private static readonly bool IsWindows = Path.DirectorySeparatorChar == '\\';

    // ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL; ENOSPC, EDQUOT and EFBIG.
    private static readonly int[] Full = IsWindows ? [112, 39] : [28, 122, 27];

    // ERROR_NOT_READY, BAD_NETPATH, NETWORK_BUSY, DEV_NOT_EXIST, UNEXP_NET_ERR, NETNAME_DELETED, BAD_NET_NAME, SEM_TIMEOUT, IO_DEVICE, NETWORK_UNREACHABLE; ENOENT and what .NET makes of it (the mount itself is gone), EIO,
    // ENXIO, ENODEV, ECONNABORTED, ECONNRESET, ENOTCONN, ESHUTDOWN, ETIMEDOUT, EHOSTDOWN, EHOSTUNREACH, ESTALE.
    private static readonly int[] Gone = IsWindows ? [21, 53, 54, 55, 59, 64, 67, 121, 1117, 1231] : [2, 3, 5, 6, 19, 103, 104, 107, 108, 110, 112, 113, 116];

    /// <summary>Full path of the archive.</summary>
    /// <exception cref="BackupException">There is one already, or its name has another ending than its compression.</exception>
    public static string PathFor(DataBackupRequest request, TravisHost host, DateTime createdAt, BackupCompression compression)
    {
        if (!IsArchiveName(request.Destination))
        {
            return RefuseIfThere(Path.Combine(request.Destination, BackupLayout.ArchiveName(host.ComputerName, createdAt, compression)));
        }

        return request.Destination.EndsWith(BackupLayout.Ending(compression), StringComparison.OrdinalIgnoreCase)
            ? RefuseIfThere(request.Destination)
            : throw new BackupException(BackupProblem.DestinationUnusable, $"'{request.Destination}' is to be written with compression {compression}, whose files end in {BackupLayout.Ending(compression)}.", "Give the folder only, or an ending that fits.");
    }

    /// <summary>The compression that a file name asks for; null for a folder.</summary>
    public static BackupCompression? CompressionOf(string destination) => !IsArchiveName(destination) ? null
        : destination.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? BackupCompression.Gzip
        : destination.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? BackupCompression.Zstd
        : BackupCompression.None;

    /// <summary>The folder, the compression that the file's name asks for, and the bytes that are free there.</summary>
    /// <exception cref="BackupException">The folder is not there, can't be written, or does not answer.</exception>
    public static (string Folder, BackupCompression? Compression, long? Free) Look(string destination, string? share, DiskPatience? patience) => Ask(destination, share, patience, () =>
    {
        var folder = FolderOf(destination);
        return (folder, CompressionOf(destination), FreeIn(folder));
    });

    /// <summary>Asks the disk of the destination something.</summary>
    /// <exception cref="BackupException">It does not answer.</exception>
    public static T Ask<T>(string destination, string? share, DiskPatience? patience, Func<T> question)
    {
        try
        {
            return DiskThread.Once(destination, question, patience);
        }
        catch (DiskSilentException error)
        {
            throw Explain(destination, error, share);
        }
    }

    /// <summary>The folder, which must be there and writable.</summary>
    /// <exception cref="BackupException">It is not.</exception>
    public static string FolderOf(string destination)
    {
        var folder = IsArchiveName(destination) ? Path.GetDirectoryName(destination)! : destination;
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? new BackupException(BackupProblem.DestinationUnusable, $"'{folder}' is a file.", "Give a folder, or the path of an archive that ends in .tar, .tar.gz or .tar.zst.")
                : new BackupException(BackupProblem.DestinationUnusable, $"There is no folder '{folder}'. It is not made here, because it may be where a disk is not mounted.", $"Mount the disk, or make the folder: New-Item -ItemType Directory '{folder.Replace("'", "''")}'");
        }

        try
        {
            // Disposed unpublished, it is gone.
            DurableFile.CreatePrivate(Path.Combine(folder, ".travisops-probe")).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Explain(folder, error, MountedShare.Of(folder));
        }

        return folder;
    }

    /// <summary>Bytes that are free there; null where it can't be told.</summary>
    public static long? FreeIn(string folder)
    {
        try
        {
            // The drive's letter would be another disk's where a volume is mounted in a folder, and a share has none.
            return IsWindows ? NativeFiles.FreeSpace(folder) : new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A saved encryption key in the folder; null when there is none.</summary>
    public static string? KeyIn(string folder) => new DirectoryInfo(folder).EnumerateFiles().FirstOrDefault(IsKey)?.FullName;

    /// <summary>What an error about the file means.</summary>
    /// <param name="path">The file, or its folder.</param>
    /// <param name="error">What the system said.</param>
    /// <param name="share">What the folder lies on, as it was found before; null when that was not.</param>
    public static BackupException Explain(string path, Exception error, string? share) => Code(error) switch
    {
        _ when error is DiskSilentException =>
            new BackupException(BackupProblem.DestinationUnusable, $"'{path}' can't be written, since its disk or share{Named(share)} hangs: {error.Message} There is no backup.", Reconnect(path), error),
        { } code when Array.IndexOf(Full, code) >= 0 =>
            new BackupException(BackupProblem.DestinationFull, $"The disk of '{path}' is full: nothing was kept.", "Make room, or give another -Destination; a stronger -Compression helps too.", error),
        { } code when Array.IndexOf(Gone, code) >= 0 =>
            new BackupException(BackupProblem.DestinationUnusable, $"'{path}' can't be written, since its disk or share{Named(share)} has failed or is gone: {error.Message} There is no backup.", Reconnect(path), error),
        _ => new BackupException(BackupProblem.DestinationUnusable, $"'{path}' can't be written: {error.Message}", "Look at the folder's permissions and its disk, or give another -Destination.", error),
    };

    private static string Named(string? share) => share is null ? string.Empty : ", " + share + ",";

    private static string Reconnect(string path) =>
        $"See whether it is there{(IsWindows ? string.Empty : $" (findmnt -T '{(HasArchiveEnding(path) ? Path.GetDirectoryName(path) : path)}')")} and its server answers, connect it again, and run this again. What is left there of this attempt ends in {BackupLayout.PartialEnding} and can be removed.";

    private static int? Code(Exception error) => (error as IOException ?? error.InnerException as IOException) is { } said ? (said.InnerException as IOException ?? said).HResult & 0xffff : null;

    private static bool IsArchiveName(string path) => HasArchiveEnding(path) && !Directory.Exists(path);

    private static bool HasArchiveEnding(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static string RefuseIfThere(string path) => new[] { path, BackupLayout.ManifestOf(path) }.FirstOrDefault(File.Exists) is { } there
        ? throw new BackupException(BackupProblem.DestinationExists, $"'{there}' is there already, and is not overwritten.", "Give another name, or the folder only.")
        : path;

    private static bool IsKey(FileInfo file)
    {
        try
        {
            return KeyBackup.IsOne(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
