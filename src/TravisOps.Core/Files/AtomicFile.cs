using System;
using System.IO;
using System.Runtime.InteropServices;

namespace TravisOps.Files;

/// <summary>
/// Replaces a small file as a whole: whoever reads it sees the old or the new content, also after a crash, never a
/// part. A temporary file in the same folder, flushed to the disk, is renamed over it.
/// </summary>
internal static class AtomicFile
{
    private const int ReadOnly = 0;

    /// <summary>The file that is written in the end: a symbolic link stays, and what it points to is replaced.</summary>
    public static string TargetOf(string path)
    {
#if NET
        // LinkTarget is null for what is not there, where ResolveLinkTarget throws.
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
#else
        return path;
#endif
    }

    /// <summary>Writes the file. Its permissions are kept; those of a new one are the user's default. The folder is made when it is not there.</summary>
    /// <param name="path">The full path, see <see cref="TargetOf"/>.</param>
    /// <param name="content">The new content.</param>
    /// <param name="expected">The content that the new one was made from; null for "there was no file".</param>
    /// <exception cref="IOException">It could not be written, or someone else changed it meanwhile.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void Replace(string path, byte[] content, byte[]? expected)
    {
        if (expected is not null && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
        {
            // A rename would not ask, on POSIX systems.
            throw new UnauthorizedAccessException("the file is write-protected.");
        }

        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content, 0, content.Length);
                file.Flush(flushToDisk: true);
            }

            ThrowIfChanged(path, expected);
            Rename(temporary, path, isThere: expected is not null);
            FlushFolder(folder);
        }
        finally
        {
            // Gone after the rename; on the way out of an error this must not hide it.
            try
            {
                File.Delete(temporary);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    private static void ThrowIfChanged(string path, byte[]? expected)
    {
        var isSame = expected is null
            ? !File.Exists(path)
            : File.Exists(path) && new FileInfo(path).Length == expected.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(expected);
        if (!isSame)
        {
            throw new IOException("someone else changed the file at the same moment; run the command again.");
        }
    }

    private static void Rename(string temporary, string path, bool isThere)
    {
        if (isThere && Path.DirectorySeparatorChar == '\\')
        {
            // Keeps the access control list, which a plain rename does not.
            File.Replace(temporary, path, destinationBackupFileName: null);
            return;
        }

#if NET
        if (isThere && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
        }

        File.Move(temporary, path, overwrite: isThere);
#else
        if (isThere)
        {
            File.Replace(temporary, path, destinationBackupFileName: null);
        }
        else
        {
            File.Move(temporary, path);
        }
#endif
    }

    // On POSIX systems the rename itself is on the disk only after the folder is. A file system that refuses is left at that.
    private static void FlushFolder(string folder)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return;
        }

        var descriptor = NativeOpen(folder, ReadOnly);
        if (descriptor >= 0)
        {
            _ = NativeFsync(descriptor);
            _ = NativeClose(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int NativeOpen([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int NativeFsync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int NativeClose(int descriptor);
}
