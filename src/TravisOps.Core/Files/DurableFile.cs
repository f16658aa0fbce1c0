using System;
using System.IO;
using System.IO.Hashing;
using System.Threading;

namespace TravisOps.Files;

/// <summary>
/// A file in the making: it is written under another name in the same folder and gets its own only when it is whole and on the disk. Until
/// then nobody can take it for the thing itself, whatever ends this process; disposed before that it is gone. For small content
/// and for streams of many GB alike.
/// </summary>
internal sealed class DurableFile : IDisposable
{
    private readonly DiskThread _disk;
    private readonly FileStream _file;
    private readonly bool _isPrivate;
    private DiskReadBack? _readBack;
    private bool _published;

    private DurableFile(string path, string temporaryPath, DiskPatience? patience, Func<string, FileStream> create, bool isPrivate)
    {
        _isPrivate = isPrivate;
        Path = path;
        TemporaryPath = temporaryPath;
        _disk = new DiskThread(path, patience);
        try
        {
            _file = _disk.Run(() => create(temporaryPath));
        }
        catch
        {
            _disk.Dispose();
            throw;
        }

        Content = new PatientStream(_disk, _file);
    }

    /// <summary>The name that it gets.</summary>
    public string Path { get; }

    /// <summary>The name that it has until then.</summary>
    public string TemporaryPath { get; }

    /// <summary>Where the content is written, from its beginning to its end. Not to be disposed by the caller.</summary>
    public Stream Content { get; }

    /// <summary>For large files: told by whoever writes, now and then, lets the reading back (<see cref="ReadBack"/>) be done along with the writing.</summary>
    public void Written() => (_readBack ??= new DiskReadBack(_disk, _file)).Written();

    /// <summary>Begins one for its owner only; see <see cref="PrivateFiles"/>.</summary>
    /// <param name="path">Full path of the file to be; its folder must be there.</param>
    /// <param name="temporaryPath">The name in the making, in the same folder; by default a hidden one that nothing else has.</param>
    /// <param name="patience">How long the disk may take for one call; null for the default. Each member here throws <see cref="DiskSilentException"/> when it takes longer.</param>
    /// <exception cref="IOException">The temporary file is there already, or can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static DurableFile CreatePrivate(string path, string? temporaryPath = null, DiskPatience? patience = null) =>
        new(path, temporaryPath ?? TemporaryNameFor(path), patience, name => PrivateFiles.Create(name), isPrivate: true);

    /// <summary>Begins one with the permissions that new files of this user have.</summary>
    /// <inheritdoc cref="CreatePrivate"/>
    public static DurableFile Create(string path) =>
        new(path, TemporaryNameFor(path), null, name => new FileStream(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024), isPrivate: false);

    /// <summary>Writes a private file as a whole and reads it back before it gets its name.</summary>
    /// <exception cref="IOException">There is one of that name, it can't be written, or what the disk gives back is something else.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void WritePrivate(string path, byte[] content, bool overwrite = false)
    {
        using var file = CreatePrivate(path);
        file.Content.Write(content, 0, content.Length);
        file.Publish(overwrite, XxHash128.Hash(content));
    }

    /// <summary>
    /// Gives it its name: content to the disk, then the name, then the folder to the disk. When this returns, the file is there whole also
    /// after a loss of power; when it throws, there is none of that name, or the one that was there before.
    /// </summary>
    /// <param name="overwrite">Replaces a file of that name. Without, one that appears in this very moment is safe too.</param>
    /// <param name="expected">XXH128 of what was written; when given, the file is read back from the disk first and must have it.</param>
    /// <param name="ready">Asked last before the name is given; throws to give up.</param>
    /// <exception cref="IOException">There is one of that name already, it could not be written, or what was read back is something else.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Publish(bool overwrite = false, byte[]? expected = null, Action? ready = null)
    {
        if (expected is not null)
        {
            ReadBack(expected, CancellationToken.None);
        }
        else
        {
            _disk.Flush(() => _file.Flush(flushToDisk: true));
        }

        _readBack?.Dispose();
        _disk.Flush(_file.Dispose);
        ready?.Invoke();
        _disk.Run(() => NativeFiles.Rename(TemporaryPath, Path, overwrite, keepAccess: !_isPrivate));
        _published = true;
        _disk.Flush(() => NativeFiles.FlushFolder(System.IO.Path.GetDirectoryName(Path)!));
    }

    /// <summary>Puts the content on the disk, reads all of it back from there and compares it with what was meant to be written. For large files, before <see cref="Publish"/>.</summary>
    /// <param name="expected">XXH128 of what was written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>SHA-256 of what was read back.</returns>
    /// <exception cref="IOException">It could not be written or read, or what was read back is something else.</exception>
    public byte[] ReadBack(byte[] expected, CancellationToken cancellationToken)
    {
        _readBack ??= new DiskReadBack(_disk, _file);
        var (checksum, sha256) = _readBack.Finish(cancellationToken);
        if (!checksum.AsSpan().SequenceEqual(expected))
        {
            throw new IOException($"'{Path}': what was read back from the disk is not what was written. The disk or the share loses data; nothing was kept.");
        }

        return sha256;
    }

    /// <summary>Removes what was not published.</summary>
    public void Dispose()
    {
        _readBack?.Dispose();
        _disk.End(CleanUp);
    }

    private void CleanUp()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // The last of its buffer did not fit on the disk; it is given up anyway.
        }

        if (_published)
        {
            return;
        }

        try
        {
            File.Delete(TemporaryPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On the way out of an error; this must not hide it.
        }
    }

    private static string TemporaryNameFor(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".travisops-{Guid.NewGuid():N}.tmp");
}
