using System;
using System.Collections.Generic;

namespace TravisOps.Bundles;

/// <summary>A support bundle that was written.</summary>
public sealed record SupportBundle
{
    /// <summary>The installation.</summary>
    public required string Installation { get; init; }

    /// <summary>Full path.</summary>
    public required string Path { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How much of what was expected is in it, of a hundred.</summary>
    public required int Completeness { get; init; }

    /// <summary>What is missing, and why.</summary>
    public required IReadOnlyList<string> Gaps { get; init; }

    /// <summary>The hosts.</summary>
    public required IReadOnlyList<string> ComputerName { get; init; }

    /// <summary>Number of files in it.</summary>
    public required int Files { get; init; }

    /// <summary>Places where a secret was taken out.</summary>
    public required long Redactions { get; init; }

    /// <summary>Files that were left out because they could not be looked through.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Where the installation keeps secrets that could not be read, so that their values were looked for only by what stands around them.</summary>
    public required IReadOnlyList<string> UnreadSecretSources { get; init; }

    /// <summary>Names and addresses were replaced.</summary>
    public required bool Anonymized { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTime CreatedAt { get; init; }
}
