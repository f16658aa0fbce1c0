using System.Collections.Generic;
using TravisOps.Evidence;

namespace TravisOps.Bundles;

/// <summary>A support bundle that was read: everything in it but the logs.</summary>
public sealed record OpenedBundle
{
    /// <summary>Full path.</summary>
    public required string Path { get; init; }

    /// <summary>What it is.</summary>
    public required BundleManifest Manifest { get; init; }

    /// <summary>What was expected and what is there.</summary>
    public required BundleContract Contract { get; init; }

    /// <summary>What was taken out.</summary>
    public required RedactionProof Redaction { get; init; }

    /// <summary>What the checks said when it was made.</summary>
    public required BundleResults Results { get; init; }

    /// <summary>The evidence, the platform first.</summary>
    public required IReadOnlyList<HostEvidence> Evidence { get; init; }

    /// <summary>The files that are in it, with the hashes that they have.</summary>
    public required IReadOnlyList<ManifestFile> Found { get; init; }

    /// <summary>Known patterns of secrets that are in it after all, by file: none in a good one.</summary>
    public required IReadOnlyList<string> Suspicious { get; init; }
}
