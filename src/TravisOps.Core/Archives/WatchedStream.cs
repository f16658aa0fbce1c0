using System;
using System.IO;

namespace TravisOps.Archives;

/// <summary>A stream of which somebody else sees every byte that is read.</summary>
/// <param name="source">It is the caller's to close.</param>
/// <param name="watch">Gets the bytes: buffer, offset, count.</param>
internal sealed class WatchedStream(Stream source, Action<byte[], int, int> watch) : ReadStream
{
    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = source.Read(buffer, offset, count);
        if (read > 0)
        {
            watch(buffer, offset, read);
        }

        return read;
    }
}
