using System.Collections.Generic;

namespace TravisOps.Backups;

/// <summary>What the platform looks like before its data is taken.</summary>
internal sealed record BackupSurvey
{
    /// <summary>Folders of the application that are there, of /var/travis and /etc/travis.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Those of them that are links to folders elsewhere.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>What restores keep in them where they are mounts of their own: safety copies, and what restores that were cut off left.</summary>
    public IReadOnlyList<string> RestoreCopies { get; init; } = [];

    /// <summary>Bytes that they take on the disk, all together and without such copies; null when it could not be measured.</summary>
    public long? DataBytes { get; init; }

    /// <summary>Bytes that are free on the disk of /var/travis; null when it could not be asked.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>Of these, in the folder of te-main's server; 0 when there is none, or it could not be measured.</summary>
    public long DatabaseBytes { get; init; }

    /// <summary>Folders below them that hold a PostgreSQL cluster, old ones too.</summary>
    public IReadOnlyList<string> Clusters { get; init; } = [];

    /// <summary>Clusters that a server is using now.</summary>
    public IReadOnlyList<string> LiveClusters { get; init; } = [];

    /// <summary>The folder below them that te-main's server works in, or would: of those that are there the likeliest. Null when there is none, empty when the server works elsewhere.</summary>
    public string? ServedCluster { get; init; }

    /// <summary>The server said which folder that is; else it is only the likeliest.</summary>
    public bool IsServedKnown { get; init; }

    /// <summary>Database host of Travis' own configuration; null when it was not found there.</summary>
    public string? DatabaseHost { get; init; }

    /// <summary>Docker's own words when it can't be asked.</summary>
    public string? DockerError { get; init; }

    /// <summary>Programs that compress and are installed.</summary>
    public IReadOnlyList<string> Compressors { get; init; } = [];

    /// <summary>Id of te-main that runs; empty when none does.</summary>
    public string Container { get; init; } = string.Empty;

    /// <summary>Its image with tag.</summary>
    public string? Image { get; init; }

    /// <summary>Databases in it that are to be dumped.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>Bytes of each of these, as the server says.</summary>
    public IReadOnlyDictionary<string, long> DatabaseSizes { get; init; } = new Dictionary<string, long>();

    /// <summary>Encoding, LC_COLLATE and LC_CTYPE of each database of the server.</summary>
    public IReadOnlyDictionary<string, (string Encoding, string Collate, string CType)> Locales { get; init; } = new Dictionary<string, (string, string, string)>();

    /// <summary>The server's version, or PG_VERSION's.</summary>
    public string? PostgresVersion { get; init; }

    /// <summary>Why the databases can't be asked.</summary>
    public string? DatabaseError { get; init; }

    /// <summary>Replicated's version.</summary>
    public string? ReplicatedVersion { get; init; }

    /// <summary>State that Replicated tells of the application.</summary>
    public string? AppState { get; init; }
}
