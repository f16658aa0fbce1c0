using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using TravisOps.Archives;
using TravisOps.Files;

namespace TravisOps.Backups;

/// <summary>A file as it is read: its bytes are counted and hashed on the way, and reading can be cancelled.</summary>
internal sealed class CountedStream(Stream source, IProgress<long>? progress, CancellationToken cancellationToken) : ReadStream
{
    private const long Step = 8 * 1024 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _reported;

    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = source.Read(buffer, offset, count);
        _hash.AppendData(buffer, offset, read);
        Count += read;
        if (Count - _reported >= Step || read == 0)
        {
            _reported = Count;
            progress?.Report(Count);
        }

        return read;
    }

    /// <summary>Reads what is left, and gives the SHA-256 of all.</summary>
    public string Finish()
    {
        var buffer = new byte[256 * 1024];
        while (Read(buffer, 0, buffer.Length) > 0)
        {
        }

        return Hex.Lower(_hash.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
