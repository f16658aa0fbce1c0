using System.IO;
using TravisOps.Archives;

namespace TravisOps.Backups;

/// <summary>A dump as it is read, walked on the way.</summary>
internal sealed class DumpCheckStream(Stream source) : ReadStream
{
    /// <summary>What it is, when it has been read to its end.</summary>
    public DumpWalk Walk { get; } = new();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = source.Read(buffer, offset, count);
        Walk.Take(buffer, offset, read);
        return read;
    }
}
