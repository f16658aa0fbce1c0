using System;
using System.Collections.Generic;

namespace TravisOps.Backups;

/// <summary>A backup that has taken the place of the platform's data.</summary>
public sealed record DataRestoreResult
{
    /// <summary>The platform.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The archive.</summary>
    public required string Path { get; init; }

    /// <summary>When the backup was made, UTC.</summary>
    public required DateTime BackupCreatedAt { get; init; }

    /// <summary>Folders that were replaced.</summary>
    public required IReadOnlyList<string> RestoredPaths { get; init; }

    /// <summary>Databases that were replaced.</summary>
    public required IReadOnlyList<string> RestoredDatabases { get; init; }

    /// <summary>Entries that were compared with the manifest on the host.</summary>
    public required int EntryCount { get; init; }

    /// <summary>Where what was there before is now: folders, and databases in te-main's server. They stay until somebody removes them.</summary>
    public required IReadOnlyList<string> SafetyCopies { get; init; }

    /// <summary>Commands for the host that put it back.</summary>
    public required string WayBack { get; init; }

    /// <summary>Commands for the host that remove the safety copies, once they are not needed.</summary>
    public required string CleanUp { get; init; }

    /// <summary>How long the application was not running or on its way up.</summary>
    public required TimeSpan Downtime { get; init; }

    /// <summary>How long it took in all.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The application says at /api/uptime that it serves.</summary>
    public required bool Healthy { get; init; }
}
