using System;
using System.IO;
using TravisOps.Archives;

namespace TravisOps.Logs;

/// <summary>Opens logs as they lie about: plain, or compressed by logrotate.</summary>
internal static class LogFile
{
    /// <summary>The content of a file, decompressed when it is gzip (RFC 1952, 2.3.1), whatever its name. Others may go on writing it.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static Stream Open(string path)
    {
        // FileShare: a log that is being written or rotated must neither fail to open nor be in its writer's way. No buffer: who reads brings a larger one.
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        try
        {
            return Decompressed(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static Stream Decompressed(FileStream file)
    {
        if (!file.CanSeek)
        {
            return file;
        }

        var start = new byte[3];
        var read = file.Read(start, 0, start.Length);
        file.Position = 0;
        return GzipMembers.IsGzip(start.AsSpan(0, read)) ? new GzipMembers(file) : file;
    }
}
