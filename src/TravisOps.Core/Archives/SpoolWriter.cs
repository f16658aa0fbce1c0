using System;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace TravisOps.Archives;

/// <summary>A file on its way into the spool. Disposed before <see cref="Complete"/> it leaves nothing.</summary>
internal sealed class SpoolWriter : Stream
{
    private readonly string _path;
    private readonly string _spoolPath;
    private readonly Action<string, SpooledFile?> _done;
    private readonly FileStream _file;
    private readonly DeflateStream _deflate;
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private uint _crc;
    private long _length;
    private bool _completed;
    private bool _disposed;

    internal SpoolWriter(string path, FileStream file, string spoolPath, Action<string, SpooledFile?> done)
    {
        _path = path;
        _file = file;
        _spoolPath = spoolPath;
        _done = done;

        // The fastest: of logs it leaves a tenth, and the network is not to wait for it.
        _deflate = new DeflateStream(file, CompressionLevel.Fastest, leaveOpen: true);
    }

    /// <summary>The path that it has in the archive.</summary>
    public string ArchivePath => _path;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position { get => _length; set => throw new NotSupportedException(); }

    /// <summary>It is whole.</summary>
    public SpooledFile Complete()
    {
        _deflate.Dispose();
        _file.Flush();
        var sha256 = new StringBuilder(64);
        foreach (var one in _sha256.GetHashAndReset())
        {
            sha256.Append(one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        var file = new SpooledFile(_path, _spoolPath, _length, _length == 0 ? 0 : _file.Length, _crc, sha256.ToString());
        _completed = true;
        Dispose();
        _done(_path, file);
        return file;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        _crc = Crc32.Append(_crc, buffer.AsSpan(offset, count));
        _sha256.AppendData(buffer, offset, count);
        _deflate.Write(buffer, offset, count);
        _length += count;
    }

#if NET
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _crc = Crc32.Append(_crc, buffer);
        _sha256.AppendData(buffer);
        _deflate.Write(buffer);
        _length += buffer.Length;
    }
#endif

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            try
            {
                _deflate.Dispose();
            }
            catch (IOException) when (!_completed)
            {
                // A full disk has told so already.
            }
            finally
            {
                _file.Dispose();
                _sha256.Dispose();
                if (!_completed)
                {
                    _done(_path, null);
                    File.Delete(_spoolPath);
                }
            }
        }

        base.Dispose(disposing);
    }
}
