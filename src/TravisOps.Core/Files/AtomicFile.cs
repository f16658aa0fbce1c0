using System;
using System.IO;

namespace TravisOps.Files;

/// <summary>
/// Replaces a small file as a whole: whoever reads it sees the old or the new content, also after a crash, never a
/// part. A <see cref="DurableFile"/> takes its place.
/// </summary>
internal static class AtomicFile
{
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

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = DurableFile.Create(path);
        file.Content.Write(content, 0, content.Length);
        file.Publish(overwrite: expected is not null, ready: () =>
        {
            ThrowIfChanged(path, expected);
#if NET
            if (expected is not null && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file.TemporaryPath, File.GetUnixFileMode(path));
            }
#endif
        });
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
}
