using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using TravisOps.Files;

namespace TravisOps.Archives;

/// <summary>
/// Files on their way into an archive: compressed as they come, from many hosts at once, on the disk of the archive to be and without a name there. An archive's
/// order is then free, and what was compressed once is copied. Safe for several threads.
/// </summary>
internal sealed class FileSpool : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, SpooledFile?> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _folder;
    private readonly SpoolStore _store;

    /// <summary>Makes its room.</summary>
    /// <param name="archivePath">Full path of the archive to be; its folder must be there.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public FileSpool(string archivePath)
    {
        _folder = Path.GetDirectoryName(archivePath)!;
        _store = new SpoolStore(_folder);
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

    /// <summary>Begins a file. A path that is taken gets a number.</summary>
    public SpoolWriter Create(string path)
    {
        lock (_gate)
        {
            var free = path;
            for (var i = 2; _files.ContainsKey(free); i++)
            {
                free = $"{path}~{i}";
            }

            _files.Add(free, null);
            return new SpoolWriter(free, _store, file => Done(free, file));
        }
    }

    /// <summary>Begins a file that takes another's place once it is whole.</summary>
    public SpoolWriter Replace(SpooledFile file) => new(file.Path, _store, again => Done(file.Path, again ?? file));

    /// <summary>Takes a file out again.</summary>
    public void Remove(SpooledFile file)
    {
        lock (_gate)
        {
            _files.Remove(file.Path);
        }
    }

    /// <summary>Room for an archive that is not the one that is given out.</summary>
    public FileStream CreateScratch() => PrivateFiles.CreateNameless(_folder);

    /// <summary>Reads a file back.</summary>
    public static Stream OpenRead(SpooledFile file) => file.Length == 0 ? Stream.Null : new DeflateStream(file.Compressed.Open(), CompressionMode.Decompress);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

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
