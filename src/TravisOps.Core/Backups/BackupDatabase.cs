using System.Collections.Generic;

namespace TravisOps.Backups;

/// <summary>A database that was dumped into an archive, in pg_dump's custom format, cut into parts that follow each other (see <see cref="BackupLayout"/>).</summary>
public sealed record BackupDatabase
{
    /// <summary>Its name: <c>travis_production</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Parts that it was cut into.</summary>
    public int Parts { get; init; }

    /// <summary>Size of the dump in bytes, all parts together.</summary>
    public long Size { get; init; }

    /// <summary>Bytes that the database took in its server when it was dumped, which is what it takes again; null where the manifest does not have it.</summary>
    public long? ServerSize { get; init; }

    /// <summary>Its encoding and its locale (LC_COLLATE, LC_CTYPE) in its server, which it gets again where there is none of its name; null where the manifest does not have them.</summary>
    public string? Encoding { get; init; }

    /// <inheritdoc cref="Encoding"/>
    public string? Collate { get; init; }

    /// <inheritdoc cref="Encoding"/>
    public string? CType { get; init; }

    /// <summary>What is set for it in its server, for all roles or for one; it gets that again. Empty where the manifest does not have it.</summary>
    public IReadOnlyList<BackupSetting> Settings { get; init; } = [];

    /// <summary>False when its format was not known to the one who made it, so that only a drill tells whether it is whole; else null.</summary>
    public bool? IsWhole { get; init; }

    /// <summary>SHA-256 of the dump, all parts together; the platform computed the same.</summary>
    public required string Sha256 { get; init; }
}
