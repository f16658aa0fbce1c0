using System;
using System.Collections.Generic;

namespace TravisOps.Bundles;

/// <summary>manifest.json: what the bundle is and the SHA-256 of each other file in it.</summary>
public sealed record BundleManifest
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the layout.</summary>
    public required int Version { get; init; }

    /// <summary>The software that wrote it.</summary>
    public required string Tool { get; init; }

    /// <summary>The installation.</summary>
    public required string Installation { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Names and addresses were replaced.</summary>
    public required bool Anonymized { get; init; }

    /// <summary>The areas that were asked for.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The files, by path.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }
}
