using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using TravisOps.Files;
using TravisOps.Tar;

namespace TravisOps.Backups;

/// <summary>All of an archive, read once from its first byte to its last and compared with its manifest.</summary>
internal sealed class BackupReading
{
    private readonly List<string> _differences = [];
    private readonly Dictionary<string, (IncrementalHash Hash, DumpWalk Walk, long Size)> _dumps = new(StringComparer.Ordinal);

    private BackupReading(BackupManifest manifest) => Manifest = manifest;

    /// <summary>The manifest.</summary>
    public BackupManifest Manifest { get; }

    /// <summary>Size of the file.</summary>
    public long Size { get; private set; }

    /// <summary>SHA-256 of the file.</summary>
    public string Sha256 { get; private set; } = string.Empty;

    /// <summary>Why it is no archive; null when it can be read to its end.</summary>
    public string? Damage { get; private set; }

    /// <summary>Entries that are not as the manifest says, the first ones in words.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>How many of them there are.</summary>
    public int DifferenceCount { get; private set; }

    /// <summary>Entries read.</summary>
    public int EntryCount { get; private set; }

    /// <summary>Of each dump: what it is, and whether its hash is the manifest's.</summary>
    public Dictionary<string, (DumpWalk Walk, bool Whole)> Dumps { get; } = new(StringComparer.Ordinal);

    /// <summary>Folders of PostgreSQL clusters that are in it as files, and what their PG_VERSION says.</summary>
    public Dictionary<string, string> Clusters { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it is, to the last byte, what was written.</summary>
    public bool IsWhole => Flaw is null;

    /// <summary>The first thing in which it is not what was written; null when there is none.</summary>
    public string? Flaw =>
        Size != Manifest.ArchiveSize ? $"it has {Size} bytes, and the manifest says {Manifest.ArchiveSize}"
        : Damage is not null ? Damage
        : DifferenceCount > 0 ? _differences[0]
        : Dumps.FirstOrDefault(dump => !dump.Value.Whole).Key is { } database ? $"the dump of the database '{database}' is not as the manifest has it"
        : Sha256 != Manifest.ArchiveSha256 ? "its SHA-256 is not the manifest's"
        : null;

    /// <summary>Reads it.</summary>
    /// <exception cref="BackupException">There is no archive.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static BackupReading Read(string archivePath, BackupManifest manifest, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        BackupReading reading = new(manifest);
        using CountedStream file = new(PatientStream.OpenRead(archivePath), progress, cancellationToken);
        try
        {
            reading.ReadArchive(file);
        }
        catch (Exception error) when (DamagedArchive.Tells(error))
        {
            reading.Damage = error.Message;
        }

        reading.Sha256 = file.Finish();
        reading.Size = file.Count;
        reading.FinishDumps();
        return reading;
    }

    private void ReadArchive(CountedStream file)
    {
        // The file is read on behind what the archive needs of it.
        var content = BackupDecompression.Open(file, Manifest.Compression, leaveOpen: true);
        using var owned = ReferenceEquals(content, file) ? null : content;
        var expected = Manifest.Entries;
        ArchiveScanner.Scan(
            content,
            entry =>
            {
                Compare(EntryCount < expected.Count ? expected[EntryCount] : null, entry);
                EntryCount++;
            },
            Take);
        for (var i = EntryCount; i < expected.Count; i++)
        {
            Compare(expected[i], null);
        }
    }

    private void Compare(BackupEntry? expected, BackupEntry? found)
    {
        if (expected == found)
        {
            return;
        }

        const int Told = 5;
        DifferenceCount++;
        if (_differences.Count < Told)
        {
            _differences.Add((expected, found) switch
            {
                (null, _) => $"{found!.Path} is not in the manifest",
                (_, null) => $"{expected.Path} is missing",
                _ when expected.Path != found.Path => $"{found.Path} stands where {expected.Path} should be",
                _ when expected.Sha256 != found.Sha256 || expected.Size != found.Size => $"{found.Path} has other content",
                _ => $"{found.Path} has another owner, mode, time or link target",
            });
        }
    }

    private void Take(TarItem item, byte[] buffer, int count)
    {
        if (item.Path.EndsWith("/PG_VERSION", StringComparison.Ordinal) && !item.Path.Contains("/base/"))
        {
            Clusters[item.Path.Substring(0, item.Path.LastIndexOf('/'))] = Encoding.ASCII.GetString(buffer, 0, Math.Min(count, 16));
        }

        if (!BackupLayout.TryReadDumpPart(item.Path, out var database, out _))
        {
            return;
        }

        if (!_dumps.TryGetValue(database, out var dump))
        {
            dump = (IncrementalHash.CreateHash(HashAlgorithmName.SHA256), new DumpWalk(), 0);
        }

        dump.Hash.AppendData(buffer, 0, count);
        dump.Walk.Take(buffer, 0, count);
        dump.Size += count;
        _dumps[database] = dump;
    }

    private void FinishDumps()
    {
        foreach (var database in Manifest.Databases)
        {
            if (!_dumps.TryGetValue(BackupLayout.SafeDatabaseName(database.Name), out var dump))
            {
                Dumps[database.Name] = (new DumpWalk(), false);
                continue;
            }

            Dumps[database.Name] = (dump.Walk, dump.Size == database.Size && Hex.Lower(dump.Hash.GetHashAndReset()) == database.Sha256);
        }

        foreach (var (hash, _, _) in _dumps.Values)
        {
            hash.Dispose();
        }
    }
}
