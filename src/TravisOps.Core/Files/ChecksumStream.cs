using System;
using System.IO;
using System.IO.Hashing;

namespace TravisOps.Files;

/// <summary>
/// Passes on what is written and keeps its XXH128, by which <see cref="DurableFile.ReadBack"/> sees whether the disk gives back the same: a fraction of the
/// time of a SHA-256, and enough against errors, which is all that a disk makes. Does not own the stream behind it.
/// </summary>
internal sealed class ChecksumStream(Stream inner) : Stream
{
    private readonly XxHash128 _checksum = new();
    private long _count;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    /// <summary>Bytes that passed.</summary>
    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    /// <summary>The checksum of what passed so far.</summary>
    public byte[] Checksum() => _checksum.GetCurrentHash();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        inner.Write(buffer, offset, count);
        _checksum.Append(buffer.AsSpan(offset, count));
        _count += count;
    }

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
