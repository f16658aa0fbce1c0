using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TravisOps.Files;

/// <summary>What durable files need and the base class library does not offer.</summary>
internal static class NativeFiles
{
    // The numbers of Linux; those used here are the same on macOS.
    private const int NotPermitted = 1;
    private const int Exists = 17;
    private const int Invalid = 22;

    /// <summary>Gives a file its name in the same folder.</summary>
    /// <param name="from">The file.</param>
    /// <param name="to">Its new name.</param>
    /// <param name="overwrite">Whether it may take the place of another file. If not, one that appears in this moment is not lost either.</param>
    /// <param name="keepAccess">On Windows, a file whose place is taken leaves its access control list to it; elsewhere a file always has its own.</param>
    public static void Rename(string from, string to, bool overwrite, bool keepAccess)
    {
        if (overwrite)
        {
            Replace(from, to, keepAccess);
            return;
        }

        // File.Move off Windows makes a link and falls back to copying, where a crash leaves a part under the new name.
        if (Path.DirectorySeparatorChar == '\\' || !TryRenameToNew(from, to))
        {
            if (File.Exists(to))
            {
                throw Occupied(to);
            }

            File.Move(from, to);
        }
    }

    /// <summary>
    /// On POSIX systems a rename is on the disk only after its folder is. A file system that can't (some network and user-space
    /// ones) is left at that; one that fails is an error.
    /// </summary>
    public static void FlushFolder(string folder)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return;
        }

        const int ReadOnly = 0;
        const int InputOutputError = 5;
        var descriptor = NativeOpen(folder, ReadOnly);
        if (descriptor < 0)
        {
            return;
        }

        var failed = NativeFsync(descriptor) != 0 && Marshal.GetLastWin32Error() == InputOutputError;
        _ = NativeClose(descriptor);
        if (failed)
        {
            throw new IOException($"The disk reports an error for the folder '{folder}': the file is there, and may be gone after a restart.");
        }
    }

    /// <summary>Windows: bytes that this user may still write to what the folder lies on, which may be a share or a volume that is mounted in a folder. Null when it does not say.</summary>
    public static long? FreeSpace(string folder)
    {
        // A share's name is understood only with a backslash behind it.
        var name = folder.EndsWith("\\", StringComparison.Ordinal) ? folder : folder + "\\";
        return NativeFreeSpace(name, out var available, out _, out _) ? (long)Math.Min(available, long.MaxValue) : null;
    }

    /// <summary>Asks the system to forget what it keeps of a file in memory, so that reading it back reads the disk. Best effort.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where that begins.</param>
    /// <param name="length">How much; 0 for all that follows.</param>
    public static void DropCache(SafeFileHandle file, long offset, long length)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return;
        }

        const int DoNotNeed = 4;
        try
        {
            _ = NativeAdvise(file, offset, length, DoNotNeed);
        }
        catch (EntryPointNotFoundException)
        {
        }
    }

#if NET
    /// <summary>Puts a part of a file's content on the disk; <c>fsync</c> is still needed for its length. Linux only. False when this file system can't.</summary>
    /// <exception cref="IOException">The disk failed. The system tells that once.</exception>
    public static bool TryFlushRange(SafeFileHandle file, long offset, long length)
    {
        const uint WaitWriteWait = 1 | 2 | 4;
        const int InputOutputError = 5;
        const int NoSpace = 28;
        const int QuotaExceeded = 122;
        try
        {
            if (NativeSyncRange(file, offset, length, WaitWriteWait) == 0)
            {
                return true;
            }

            var error = Marshal.GetLastWin32Error();
            return error is InputOutputError or NoSpace or QuotaExceeded ? throw new IOException(new Win32Exception(error).Message, error) : false;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }
#endif

    private static void Replace(string from, string to, bool keepAccess)
    {
        var isThere = File.Exists(to);
        var isWindows = Path.DirectorySeparatorChar == '\\';
        if (isThere && isWindows && keepAccess)
        {
            File.Replace(from, to, destinationBackupFileName: null);
            return;
        }
#if NET
        File.Move(from, to, overwrite: true);
#else
        if (isThere && isWindows)
        {
            const int ReplaceExisting = 1;
            const int WriteThrough = 8;
            if (!NativeMove(from, to, ReplaceExisting | WriteThrough))
            {
                throw new IOException($"'{to}' can't be replaced: {new Win32Exception(Marshal.GetLastWin32Error()).Message}");
            }

            return;
        }

        if (isThere)
        {
            File.Replace(from, to, destinationBackupFileName: null);
        }
        else
        {
            File.Move(from, to);
        }
#endif
    }

    // False when this file system knows neither way.
    private static bool TryRenameToNew(string from, string to)
    {
        const int CurrentFolder = -100;
        const int NoReplace = 1;
        try
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            {
                if (NativeRename(CurrentFolder, from, CurrentFolder, to, NoReplace) == 0)
                {
                    return true;
                }

                // ENOSYS and EINVAL: a kernel or file system without it (NFS, CIFS, FUSE).
                var error = Marshal.GetLastWin32Error();
                if (error is not (Invalid or NotPermitted or 38 or 95))
                {
                    throw Failed(to, error);
                }
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library before glibc 2.28.
        }

        if (NativeLink(from, to) == 0)
        {
            File.Delete(from);
            return true;
        }

        return Marshal.GetLastWin32Error() == Exists ? throw Occupied(to) : false;
    }

    private static IOException Failed(string path, int error) => error == Exists
        ? Occupied(path)
        : new IOException($"'{path}' can't be given its name: {new Win32Exception(error).Message}.", error);

    private static IOException Occupied(string path) => new($"'{path}' is there already, and is not overwritten.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int NativeOpen([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int NativeFsync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int NativeClose(int descriptor);

    [DllImport("libc", EntryPoint = "posix_fadvise")]
    private static extern int NativeAdvise(SafeFileHandle descriptor, long offset, long length, int advice);

#if NET
    [DllImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static extern int NativeSyncRange(SafeFileHandle descriptor, long offset, long length, uint flags);
#else
    [DllImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool NativeMove(string from, string to, int flags);
#endif

    [DllImport("kernel32", EntryPoint = "GetDiskFreeSpaceExW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool NativeFreeSpace(string folder, out ulong available, out ulong total, out ulong free);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int NativeRename(int fromFolder, [MarshalAs(UnmanagedType.LPStr)] string from, int toFolder, [MarshalAs(UnmanagedType.LPStr)] string to, uint flags);

    [DllImport("libc", EntryPoint = "link", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int NativeLink([MarshalAs(UnmanagedType.LPStr)] string from, [MarshalAs(UnmanagedType.LPStr)] string to);
}
