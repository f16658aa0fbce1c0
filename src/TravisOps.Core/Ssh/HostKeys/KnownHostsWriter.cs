using System;
using System.IO;
using System.Text;

namespace TravisOps.Ssh;

/// <summary>Adds keys of new hosts to a known_hosts file. It never touches a line that is there, so a changed or revoked key can't be overruled with it.</summary>
public static class KnownHostsWriter
{
    private static readonly object Gate = new();

    /// <summary>Adds one key unless it is there. Safe for several threads.</summary>
    /// <remarks>
    /// The line is appended with one write, as OpenSSH does it: that keeps the file's owner, mode and links, also when root runs this
    /// in somebody's home, and loses no line that an ssh adds at the same time. A new file gets mode 0600, a new folder 0700.
    /// </remarks>
    /// <param name="host">The host; its address and port make the name in the file.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Says which files are looked at; the first is added to (see <see cref="KnownHosts.FilesFor"/>).</param>
    /// <exception cref="HostException">Another key of this type is listed for the host, or the key is revoked; or the file can't be written.</exception>
    public static HostKeyAddition Add(TravisHost host, ScannedHostKey key, SshOptions options)
    {
        var files = KnownHosts.FilesFor(host, options);
        try
        {
            lock (Gate)
            {
                var blob = Convert.FromBase64String(key.Base64);
                var verdict = KnownHosts.Load(files).Check(host.Address, host.Port, key.KeyType, blob);
                switch (verdict.Status)
                {
                    case HostKeyStatus.Trusted:
                        return HostKeyAddition.AlreadyKnown;
                    case HostKeyStatus.Unknown:
                        Append(files[0], KnownHosts.NameOf(host.Address, host.Port) + " " + key.KeyType + " " + key.Base64 + "\n");
                        return HostKeyAddition.Added;
                    default:
                        throw new HostKeyFailures(host, options).Explain(key, verdict, files);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostFailureKind.BadClientConfiguration, host.ComputerName, $"{host.ComputerName}: the key can't be added to {files[0]}: {error.Message}", "Make the file writable, or give another with -KnownHostsPath.", error);
        }
    }

    private static void Append(string path, string line)
    {
        CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = Open(path);

        // An editor may have left the last line without its end.
        var needsBreak = false;
        if (file.Length > 0)
        {
            // As > of Windows PowerShell writes it. OpenSSH reads no line of such a file.
            if (file.ReadByte() is var first and (0xFF or 0xFE) && file.ReadByte() == (first ^ 1))
            {
                throw new IOException("it is in UTF-16, which OpenSSH does not read. Write it anew as ASCII, for example with Set-Content -Encoding ascii.");
            }

            file.Seek(-1, SeekOrigin.End);
            needsBreak = file.ReadByte() != '\n';
        }

        var bytes = Encoding.ASCII.GetBytes((needsBreak ? "\n" : string.Empty) + line);
        file.Seek(0, SeekOrigin.End);
        file.Write(bytes, 0, bytes.Length);
        file.Flush(flushToDisk: true);
    }

#if NET
    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static void CreateFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
#else
    // Windows: what is made in a profile is the user's alone by the permissions that it inherits.
    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    private static void CreateFolder(string folder) => Directory.CreateDirectory(folder);
#endif
}
