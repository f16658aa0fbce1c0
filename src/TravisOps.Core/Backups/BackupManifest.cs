using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>What stands beside an archive: what it is, of whom, by whom, and everything in it with its hash.</summary>
public sealed record BackupManifest
{
    /// <summary>The version that is written, and the newest that is read.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The platform.</summary>
    public required string ComputerName { get; init; }

    /// <summary>When it was begun, UTC: what is in it is at least this new.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was whole and verified, UTC.</summary>
    public required DateTime FinishedAt { get; init; }

    /// <summary>How the data was taken.</summary>
    public required BackupMode Mode { get; init; }

    /// <summary>False when what is in it may not fit together; <see cref="Inconsistencies"/> says why.</summary>
    public required bool IsConsistent { get; init; }

    /// <summary>Why it may not fit together; empty when it does.</summary>
    public IReadOnlyList<string> Inconsistencies { get; init; } = [];

    /// <summary>What the platform's programs complained about, such as files that changed while they were read: the first hundred and the last fifty lines.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>File name of the archive, without a folder.</summary>
    public required string ArchiveName { get; init; }

    /// <summary>Size of the archive in bytes.</summary>
    public required long ArchiveSize { get; init; }

    /// <summary>SHA-256 of the archive.</summary>
    public required string ArchiveSha256 { get; init; }

    /// <summary>How it is compressed.</summary>
    public required BackupCompression Compression { get; init; }

    /// <summary>The folders of the platform that were taken.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>What was left out below them, as tar's patterns.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>The databases that were dumped; empty when PostgreSQL's files are in the archive instead.</summary>
    public IReadOnlyList<BackupDatabase> Databases { get; init; } = [];

    /// <summary>The folder that te-main's PostgreSQL works in, as the platform has it; null when it is not below <see cref="Paths"/>, or was not found.</summary>
    public string? Cluster { get; init; }

    /// <summary>Hosts of databases that Travis' own configuration names and that are not the platform: their databases are not in the backup, and what it has of the platform's own server may be long out of use.</summary>
    public IReadOnlyList<string> ExternalDatabases { get; init; } = [];

    /// <summary>Folders of te-main that the platform has under other names: te-main's name and the platform's. Null when there is none, or it is not known.</summary>
    public IReadOnlyDictionary<string, string>? Mounts { get; init; }

    /// <summary>The roles of the server whose databases were dumped; null when the manifest does not have them.</summary>
    public IReadOnlyList<BackupRole>? Roles { get; init; }

    /// <summary>PostgreSQL's version: the server's, or what PG_VERSION says; null when there is neither.</summary>
    public string? PostgresVersion { get; init; }

    /// <summary>Image of te-main with its tag, which is Travis CI Enterprise's release; null when there was no container.</summary>
    public string? TravisVersion { get; init; }

    /// <summary>Replicated's version; null when it did not say.</summary>
    public string? ReplicatedVersion { get; init; }

    /// <summary>Fingerprint of the encryption key that the data was encrypted with, by which a saved key is recognised; null when the key could not be read.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>Version of TravisOps that made it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Sum of the sizes of all files in it.</summary>
    public long ContentSize { get; init; }

    /// <summary>Everything in it, in its order.</summary>
    public required IReadOnlyList<BackupEntry> Entries { get; init; }

    /// <summary>Path in the archive of a PostgreSQL cluster that is in it as files and stands for the databases: the server's, or else the first. Null when the databases are dumps or not in it.</summary>
    internal string? FindCluster()
    {
        if (Mode == BackupMode.Hot)
        {
            return null;
        }

        const string Mark = "/global/pg_control";
        var folders = new HashSet<string>(Entries.Where(entry => entry.Type == BackupEntryType.Directory).Select(entry => entry.Path), StringComparer.Ordinal);
        return Entries.Where(entry => entry.Path.EndsWith(Mark, StringComparison.Ordinal))
            .Select(entry => entry.Path.Substring(0, entry.Path.Length - Mark.Length))
            .Where(path => folders.Contains(path + "/base"))
            .OrderBy(path => "/" + path == Cluster ? 0 : 1)
            .FirstOrDefault();
    }

    /// <summary>Parts of a cluster that are links to folders which are not in the archive, so that it is not whole: its log, and tablespaces.</summary>
    /// <param name="cluster">As <see cref="FindCluster"/> has it.</param>
    internal IReadOnlyList<string> FindOutside(string cluster) => ClusterParts.Outside(cluster, Entries, Mounts);
}
