using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using TravisOps.Files;

namespace TravisOps.Archives;

/// <summary>
/// Files on their way into an archive: compressed as they come, from many hosts at once, in a private folder beside the archive to be. An archive's
/// order is then free, and what was compressed once is copied. Disposed, the folder is gone. Safe for several threads.
/// </summary>
internal sealed class FileSpool : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, SpooledFile?> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _folder;
    private int _next;

    /// <summary>Makes the folder.</summary>
    /// <param name="archivePath">Full path of the archive to be; its folder must be there.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public FileSpool(string archivePath)
    {
        _folder = Path.Combine(Path.GetDirectoryName(archivePath)!, $".{Path.GetFileName(archivePath)}.{Guid.NewGuid():N}.tmp");
        PrivateFiles.CreateFolder(_folder);
    }

    /// <summary>The files that are whole, in the order of the archive.</summary>
    public IReadOnlyList<SpooledFile> Files
    {
        get
        {
            lock (_gate)
            {
                return [.. _files.Values.Where(file => file is not null).Select(file => file!).OrderBy(file => file.Path, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Compressed bytes so far.</summary>
    public long CompressedLength
    {
        get
        {
            lock (_gate)
            {
                return _files.Values.Sum(file => file?.CompressedLength ?? 0);
            }
        }
    }

    /// <summary>Begins a file. A path that is taken gets a number.</summary>
    public SpoolWriter Create(string path)
    {
        string spoolPath;
        lock (_gate)
        {
            var free = path;
            for (var i = 2; _files.ContainsKey(free); i++)
            {
                free = $"{path}~{i}";
            }

            path = free;
            _files.Add(path, null);
            spoolPath = Path.Combine(_folder, (_next++).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return new SpoolWriter(path, PrivateFiles.Create(spoolPath), spoolPath, Done);
    }

    /// <summary>Begins a file that takes another's place once it is whole.</summary>
    public SpoolWriter Replace(SpooledFile file)
    {
        string spoolPath;
        lock (_gate)
        {
            spoolPath = Path.Combine(_folder, (_next++).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return new SpoolWriter(file.Path, PrivateFiles.Create(spoolPath), spoolPath, (path, again) =>
        {
            if (again is not null)
            {
                Done(path, again);
                File.Delete(file.SpoolPath);
            }
        });
    }

    /// <summary>Room for an archive that is not the one that is given out.</summary>
    public FileStream CreateScratch() => PrivateFiles.Create(Path.Combine(_folder, "archive"));

    /// <summary>Reads a file back.</summary>
    public static Stream OpenRead(SpooledFile file) => file.Length == 0
        ? Stream.Null
        : new DeflateStream(new FileStream(file.SpoolPath, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024), CompressionMode.Decompress);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, true);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }

    private void Done(string path, SpooledFile? file)
    {
        lock (_gate)
        {
            if (file is null)
            {
                _files.Remove(path);
            }
            else
            {
                _files[path] = file;
            }
        }
    }
}
