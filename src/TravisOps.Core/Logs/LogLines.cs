using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;

namespace TravisOps.Logs;

/// <summary>Cuts a stream into lines without ever holding more than one: a log may be of any size, and a line of it too.</summary>
internal static class LogLines
{
    /// <summary>What is kept of a line, in bytes; the rest of a longer one is dropped. journald cuts at 48 KiB, and travis-worker's longest lines are errors of a few KiB.</summary>
    public const int LongestLine = 1024 * 1024;

    /// <summary>The lines without their ends (LF or CRLF); the last one need not have one. Blocks when the stream does.</summary>
    public static IEnumerable<string> Read(Stream stream, CancellationToken cancellationToken, int longest = LongestLine)
    {
        var buffer = new byte[64 * 1024];
        using var line = new MemoryStream();
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var at = 0;
            while (at < count)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', at, count - at);
                var stop = end < 0 ? count : end;
                line.Write(buffer, at, Math.Max(0, Math.Min(stop - at, longest - (int)line.Length)));
                at = stop + 1;
                if (end >= 0)
                {
                    yield return Text(line);
                    line.SetLength(0);
                }
            }
        }

        if (line.Length > 0)
        {
            yield return Text(line);
        }
    }

    private static string Text(MemoryStream line)
    {
        var length = (int)line.Length;
        var bytes = line.GetBuffer();
        return Encoding.UTF8.GetString(bytes, 0, length > 0 && bytes[length - 1] == '\r' ? length - 1 : length);
    }
}
