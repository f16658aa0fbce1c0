using System;
using System.Collections.Generic;

namespace TravisOps.Backups;

/// <summary>A backup that is there, whole and verified.</summary>
public sealed record DataBackupResult
{
    /// <summary>The platform.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Full path of the archive.</summary>
    public required string Path { get; init; }

    /// <summary>Full path of its manifest.</summary>
    public required string ManifestPath { get; init; }

    /// <summary>How the data was taken.</summary>
    public required BackupMode Mode { get; init; }

    /// <summary>How the archive is compressed.</summary>
    public required BackupCompression Compression { get; init; }

    /// <summary>False when what is in it may not fit together; <see cref="Inconsistencies"/> says why.</summary>
    public required bool IsConsistent { get; init; }

    /// <summary>Why it may not fit together.</summary>
    public IReadOnlyList<string> Inconsistencies { get; init; } = [];

    /// <summary>Size of the archive in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes of all files in it.</summary>
    public required long ContentSize { get; init; }

    /// <summary>Files, folders and others in it.</summary>
    public required int Entries { get; init; }

    /// <summary>What was left out below the data folders, as tar's patterns.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>The databases that were dumped.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>SHA-256 of the archive.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Fingerprint of the encryption key of the data; null when it could not be read.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The archive's bytes a second, over the time in which data came.</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary>Lengths and hashes of both sides were the same, and it is on the disk. Always true: without that there is no result.</summary>
    public bool Verified { get; init; } = true;

    /// <summary>Older backups that were removed.</summary>
    public IReadOnlyList<string> Pruned { get; init; } = [];

    /// <summary>What is wrong with the application that was stopped for it; null when it serves again, or was not stopped.</summary>
    public string? ApplicationProblem { get; init; }

    /// <summary>What to do about that.</summary>
    public string? ApplicationRemedy { get; init; }

    /// <summary>What should be known of it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
