using System;
using System.Collections.Generic;
using System.Linq;

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

    /// <summary>Host of the database of logs (<c>logs_database</c>), which may be another; null when it was not found there.</summary>
    public string? LogsDatabaseHost { get; init; }

    /// <summary>Names and addresses by which te-main and the machine itself are called; of the configured hosts those too that lead to one of them.</summary>
    public IReadOnlyCollection<string> Here { get; init; } = [];

    /// <summary>Whether <see cref="DatabaseHost"/> is another machine.</summary>
    public bool IsDatabaseElsewhere => IsElsewhere(DatabaseHost);

    /// <summary>Whether <see cref="LogsDatabaseHost"/> is another machine.</summary>
    public bool IsLogsDatabaseElsewhere => IsElsewhere(LogsDatabaseHost);

    /// <summary>The configured hosts that are other machines.</summary>
    public IReadOnlyList<string> DatabasesElsewhere => [.. new[] { IsDatabaseElsewhere ? DatabaseHost! : null, IsLogsDatabaseElsewhere ? LogsDatabaseHost! : null }.OfType<string>().Distinct()];

    /// <summary>Folders of te-main and what the platform calls them, where that is another name.</summary>
    public IReadOnlyDictionary<string, string> Mounts { get; init; } = new Dictionary<string, string>();

    /// <summary>The server's roles, without what PostgreSQL itself has; null when they could not be asked.</summary>
    public IReadOnlyList<BackupRole>? Roles { get; init; }

    /// <summary>What is set for each database.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BackupSetting>> Settings { get; init; } = new Dictionary<string, IReadOnlyList<BackupSetting>>();

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

    private bool IsElsewhere(string? host) => host is not (null or "" or "localhost" or "::1" or "0.0.0.0" or "::") && !host.StartsWith("127.", StringComparison.Ordinal) && !host.StartsWith("/", StringComparison.Ordinal)
        && !Here.Contains(host, StringComparer.OrdinalIgnoreCase);
}
