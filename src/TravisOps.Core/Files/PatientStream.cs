using System;
using System.IO;

namespace TravisOps.Files;

/// <summary>A file whose disk may fall silent: each call is asked on a <see cref="DiskThread"/>, and one that takes too long is an error. Made for blocks of many KB.</summary>
internal sealed class PatientStream : Stream
{
    // What is read in small pieces is asked of the disk in blocks.
    private const int ReadBlock = 256 * 1024;

    private readonly DiskThread _disk;
    private readonly FileStream _file;
    private bool _closed;

    /// <param name="disk">Asks; it belongs to the stream from now on.</param>
    /// <param name="file">The file; it belongs to the stream from now on.</param>
    public PatientStream(DiskThread disk, FileStream file)
    {
        _disk = disk;
        _file = file;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => _file.CanWrite;

    /// <inheritdoc/>
    public override long Length => _disk.Run(() => _file.Length);

    /// <summary>Where it is; telling that asks no disk.</summary>
    public override long Position
    {
        get => _file.Position;
        set => _disk.Run(() => _file.Position = value);
    }

    /// <summary>Opens a file that is there, to be read from its beginning on.</summary>
    /// <exception cref="IOException">It can't be opened, or its disk is silent (<see cref="DiskSilentException"/>).</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Stream OpenRead(string path, DiskPatience? patience = null)
    {
        DiskThread disk = new(path, patience);
        try
        {
            return new BufferedStream(new PatientStream(disk, disk.Run(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan))), ReadBlock);
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => _disk.Run(() => _file.Read(buffer, offset, count));

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _disk.Run(() => _file.Write(buffer, offset, count));

    /// <summary>Gives what is buffered here to the system.</summary>
    public override void Flush() => _disk.Run(_file.Flush);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _disk.Run(() => _file.Seek(offset, origin));

    /// <inheritdoc/>
    public override void SetLength(long value) => _disk.Run(() => _file.SetLength(value));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            _disk.End(_file.Dispose);
        }

        base.Dispose(disposing);
    }
}
