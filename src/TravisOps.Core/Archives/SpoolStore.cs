using System;
using System.IO;
using TravisOps.Files;

namespace TravisOps.Archives;

/// <summary>
/// The room of a spool: one private file that has no name and is gone with this process, whatever ends it. What is written to it may have secrets that are not
/// known yet, and not even a kill may leave them. Safe for several threads.
/// </summary>
internal sealed class SpoolStore : IDisposable
{
    private readonly object _gate = new();
    private readonly FileStream _file;
    private long _end;

    /// <summary>Makes it.</summary>
    /// <param name="folder">The folder whose disk it takes room on.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public SpoolStore(string folder) => _file = PrivateFiles.CreateNameless(folder, bufferSize: 1);

    /// <summary>Adds bytes and tells where.</summary>
    public long Append(byte[] bytes, int offset, int count)
    {
        lock (_gate)
        {
            var at = _end;
            _file.Position = at;
            _file.Write(bytes, offset, count);
            _end += count;
            return at;
        }
    }

    /// <summary>Reads bytes back.</summary>
    public int Read(long at, byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            _file.Position = at;
            return _file.Read(buffer, offset, count);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
