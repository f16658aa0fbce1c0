using System;
using System.Collections.Generic;
using System.Threading;
using TravisOps.Files;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>What is to be backed up, how and where to.</summary>
public sealed record DataBackupRequest
{
    /// <summary>Full path of the folder that gets the archive, or of the archive itself when it ends in <c>.tar</c>, <c>.tar.gz</c> or <c>.tar.zst</c>.</summary>
    public required string Destination { get; init; }

    /// <summary>How the data is taken.</summary>
    public BackupMode Mode { get; init; }

    /// <summary>How the archive is compressed.</summary>
    public BackupCompression Compression { get; init; }

    /// <summary>Patterns of tar, relative to <c>/</c>, that are left out: <c>var/travis/log/*</c>. Slashes at their beginning and end don't matter.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>How many backups of this platform to keep in the folder; older ones are removed after this one is there. Null removes none.</summary>
    public int? Keep { get; init; }

    /// <summary>Reads the fingerprint of the platform's encryption key; null for "not to be read". What it throws is a warning.</summary>
    public Func<TravisHost, SshOptions, CancellationToken, string?>? ReadKeyFingerprint { get; init; }

    /// <summary>Version of TravisOps.</summary>
    public string ToolVersion { get; init; } = "0";

    /// <summary>Limits of the streams; null for the defaults.</summary>
    public StreamLimits? Limits { get; init; }

    /// <summary>How long the disk of the destination may take for one call; null for the default.</summary>
    internal DiskPatience? Patience { get; init; }
}
