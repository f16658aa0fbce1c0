using System;
using System.IO;
#if !NET
using System.ComponentModel;
using System.Runtime.InteropServices;
#endif
using System.Security.AccessControl;
using System.Security.Principal;

namespace TravisOps.Files;

/// <summary>
/// Files and folders that only their owner may see, from the first byte on: 0700 and 0600 on Unix; on Windows an access control list
/// with the owner alone that takes nothing from the folder above. On a share the owner is whoever the server takes this session for, which may be another
/// account than here (SYSTEM is its computer's account there), so that the list names the owner by its role.
/// </summary>
internal static class PrivateFiles
{
    private const int DefaultBuffer = 64 * 1024;

    /// <summary>Makes a folder, and those above it that are not there. One that is there is left as it is.</summary>
    public static void CreateFolder(string path)
    {
        if (IsWindows)
        {
            CreateWindowsFolder(path);
            return;
        }
#if NET
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#else
        Directory.CreateDirectory(path);
#endif
    }

    /// <summary>Makes a file that is not there yet and opens it to be written and read back; nobody else can open it meanwhile.</summary>
    /// <exception cref="IOException">It is there already, or can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static FileStream Create(string path, int bufferSize = DefaultBuffer)
    {
        if (IsWindows)
        {
            return CreateWindowsFile(path, bufferSize);
        }
#if NET
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = bufferSize,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
#else
        // The .NET Framework build off Windows is mono, which has no way to give a mode.
        CreateWithMono(path);
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize);
#endif
    }

    /// <summary>Makes a file without a name: it is gone with its handle, and so when this process ends, whatever ends it.</summary>
    /// <param name="folder">The folder whose disk it takes room on.</param>
    /// <param name="bufferSize">Of the stream.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static FileStream CreateNameless(string folder, int bufferSize = DefaultBuffer)
    {
        var path = Path.Combine(folder, $".travisops-{Guid.NewGuid():N}.tmp");
        if (IsWindows)
        {
            // It keeps its name there until Windows closes it, and nobody else can open it meanwhile.
            return CreateWindowsFile(path, bufferSize, FileOptions.DeleteOnClose);
        }

        var file = Create(path, bufferSize);
        try
        {
            File.Delete(path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a new file as a whole.</summary>
    public static void Write(string path, byte[] content)
    {
        using var file = Create(path, bufferSize: 1);
        file.Write(content, 0, content.Length);
    }

    /// <summary>
    /// False when others can read the file after all: file systems without permissions (FAT, many network shares) take the wish and grant
    /// what they are mounted with. Null where it can't be told.
    /// </summary>
    public static bool? IsPrivate(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
            return (File.GetUnixFileMode(path) & Others) == 0;
        }
#endif
        return IsWindows ? IsPrivateOnWindows(path) : null;
    }

#if NET
    [System.Runtime.Versioning.SupportedOSPlatformGuard("windows")]
    private static bool IsWindows => OperatingSystem.IsWindows();
#else
    private static bool IsWindows => Path.DirectorySeparatorChar == '\\';
#endif

#pragma warning disable CA1416 // Each is called on Windows only.
    private static FileStream CreateWindowsFile(string path, int bufferSize, FileOptions options = FileOptions.None)
    {
        var security = new FileSecurity();
        security.AddAccessRule(new FileSystemAccessRule(OwnThem(security, path), FileSystemRights.FullControl, AccessControlType.Allow));
        var rights = FileSystemRights.ReadData | FileSystemRights.WriteData | FileSystemRights.AppendData
            | FileSystemRights.ReadAttributes | FileSystemRights.WriteAttributes | FileSystemRights.ReadExtendedAttributes
            | FileSystemRights.WriteExtendedAttributes | FileSystemRights.ReadPermissions | FileSystemRights.Synchronize
            | (options == FileOptions.DeleteOnClose ? FileSystemRights.Delete : 0);
#if NET
        return new FileInfo(path).Create(FileMode.CreateNew, rights, FileShare.None, bufferSize, options, security);
#else
        return new FileStream(path, FileMode.CreateNew, rights, FileShare.None, bufferSize, options, security);
#endif
    }

    private static void CreateWindowsFolder(string path)
    {
        var security = new DirectorySecurity();
        security.AddAccessRule(new FileSystemAccessRule(
            OwnThem(security, path),
            FileSystemRights.FullControl,
            InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit,
            PropagationFlags.None,
            AccessControlType.Allow));
#if NET
        security.CreateDirectory(path);
#else
        Directory.CreateDirectory(path, security);
#endif
    }

    private static bool IsPrivateOnWindows(string path)
    {
        var rules = new FileInfo(path).GetAccessControl().GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier));
        var owner = CurrentUser();
        foreach (FileSystemAccessRule rule in rules)
        {
            if (rule.AccessControlType == AccessControlType.Allow && !owner.Equals(rule.IdentityReference) && !WhoeverOwnsIt.Equals(rule.IdentityReference))
            {
                return false;
            }
        }

        // A file system without lists (FAT) answers with one that has no entries, which grants everything.
        return rules.Count > 0;
    }

    // OWNER RIGHTS (MS-DTYP 2.4.2.4): whoever owns the file.
    private static SecurityIdentifier WhoeverOwnsIt => new("S-1-3-4");

    // Who the list is to let in, alone.
    private static SecurityIdentifier OwnThem(FileSystemSecurity security, string path)
    {
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        if (IsOnShare(path))
        {
            return WhoeverOwnsIt;
        }

        var owner = CurrentUser();
        security.SetOwner(owner);
        return owner;
    }

    private static bool IsOnShare(string path)
    {
        var root = Path.GetPathRoot(Path.GetFullPath(path));
        try
        {
            return root is not null && new DriveInfo(root).DriveType == DriveType.Network;
        }
        catch (ArgumentException)
        {
            // A share's own path (\\server\share) is no drive.
            return true;
        }
    }

    private static SecurityIdentifier CurrentUser()
    {
        using var identity = WindowsIdentity.GetCurrent();
        return identity.User ?? throw new UnauthorizedAccessException("Windows does not say which user this is, so that a private file can't be made.");
    }
#pragma warning restore CA1416

#if !NET
    private static void CreateWithMono(string path)
    {
        // Linux: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC.
        const int CreateNew = 0x1 | 0x40 | 0x80 | 0x80000;
        const int OwnerOnly = 0x180;
        var descriptor = NativeOpen(path, CreateNew, OwnerOnly);
        if (descriptor < 0)
        {
            var reason = new Win32Exception(Marshal.GetLastWin32Error()).Message;
            throw new IOException($"'{path}' can't be made: {reason}.");
        }

        _ = NativeClose(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int NativeOpen([MarshalAs(UnmanagedType.LPStr)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int NativeClose(int descriptor);
#endif
}
