using System.IO;
using System.Security.Cryptography;
using TravisOps.Archives;
using TravisOps.Files;
using TravisOps.Tar;

namespace TravisOps.Backups;

/// <summary>
/// The dump of one database out of an archive, its parts put together. The end of file comes only when all of it was there with the hash that the manifest has; otherwise
/// the reader gets an <see cref="InvalidDataException"/> in its place.
/// </summary>
internal sealed class DumpStream : ReadStream
{
    private readonly BackupDatabase _database;
    private readonly Stream _file;
    private readonly Stream _content;
    private readonly TarReader _tar;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _part = new();
    private int _parts;
    private long _size;
    private bool _ended;

    /// <summary>Opens an archive.</summary>
    public DumpStream(string archivePath, BackupManifest manifest, BackupDatabase database)
    {
        _database = database;
        _file = PatientStream.OpenRead(archivePath);
        _content = BackupDecompression.Open(_file, manifest.Compression, leaveOpen: true);
        _tar = new TarReader(_content);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_part.Position == _part.Length && !_ended)
        {
            NextPart();
        }

        return _part.Read(buffer, offset, count);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            if (!ReferenceEquals(_content, _file))
            {
                _content.Dispose();
            }

            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void NextPart()
    {
        _part.SetLength(0);
        if (_parts == _database.Parts)
        {
            _ended = true;
            if (_size != _database.Size || Hex.Lower(_hash.GetHashAndReset()) != _database.Sha256)
            {
                throw new InvalidDataException($"the dump of {_database.Name} in it is not the one that its manifest describes");
            }

            return;
        }

        while (_tar.Next() is { } item)
        {
            if (BackupLayout.TryReadDumpPart(item.Path, out var name, out var part) && name == BackupLayout.SafeDatabaseName(_database.Name) && part == _parts + 1 && item.Size <= BackupLayout.DumpPartSize)
            {
                _tar.ReadContent(item, (buffer, count) =>
                {
                    _hash.AppendData(buffer, 0, count);
                    _part.Write(buffer, 0, count);
                });
                _part.Position = 0;
                _size += item.Size;
                _parts++;
                return;
            }
        }

        throw new InvalidDataException($"part {_parts + 1} of the dump of {_database.Name} is not in it");
    }
}
