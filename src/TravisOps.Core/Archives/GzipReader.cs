using System.IO;

namespace TravisOps.Archives;

/// <summary>Unpacks gzip that came from elsewhere, and refuses what grows as no honest file does.</summary>
internal sealed class GzipReader : ReadStream
{
    private readonly CountingStream _packed;
    private readonly GzipMembers _unpacked;
    private readonly ArchiveBudget _budget;
    private long _read;

    public GzipReader(Stream packed, ArchiveBudget budget)
    {
        _packed = new CountingStream(packed);
        _budget = budget;
        _unpacked = new GzipMembers(_packed);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read;
        try
        {
            read = _unpacked.Read(buffer, offset, count);
        }
        catch (InvalidDataException error)
        {
            throw new ArchiveException("It is damaged.", error);
        }

        _read += read;
        _budget.CheckRatio(_packed.Count, _read);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class CountingStream(Stream source) : ReadStream
    {
        public long Count { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = source.Read(buffer, offset, count);
            Count += read;
            return read;
        }
    }
}
