using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;

namespace TravisOps.Bundles;

/// <summary>A support bundle as Get-TravisSupportBundle shows it. Its evidence is judged by every command that has -EvidencePath.</summary>
public sealed record SupportBundleInfo
{
    /// <summary>The installation.</summary>
    public required string Installation { get; init; }

    /// <summary>The hosts.</summary>
    public required IReadOnlyList<string> ComputerName { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>How much of what was expected is in it, of a hundred.</summary>
    public required int Completeness { get; init; }

    /// <summary>What is missing, and why.</summary>
    public required IReadOnlyList<string> Gaps { get; init; }

    /// <summary>What the checks said when it was made, but passes.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>The areas.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The files in it.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Places where something was taken out.</summary>
    public required long Redactions { get; init; }

    /// <summary>Names and addresses were replaced.</summary>
    public required bool Anonymized { get; init; }

    /// <summary>The software that wrote it.</summary>
    public required string Tool { get; init; }

    /// <summary>Full path; what -EvidencePath takes.</summary>
    public required string Path { get; init; }

    /// <summary>Shows a bundle.</summary>
    public static SupportBundleInfo Of(OpenedBundle bundle)
    {
        if (bundle is null)
        {
            throw new ArgumentNullException(nameof(bundle));
        }

        return new SupportBundleInfo
        {
            Installation = bundle.Manifest.Installation,
            ComputerName = [.. bundle.Evidence.Select(host => host.ComputerName)],
            CreatedAt = bundle.Manifest.CreatedAt.ToUniversalTime(),
            Completeness = bundle.Contract.Percent,
            Gaps = bundle.Contract.Gaps,
            Findings = [.. bundle.Results.Checks.Where(result => result.Status is not (CheckStatus.Pass or CheckStatus.Skip)).Select(result => $"{result.Status} {result.ComputerName} {result.Id}: {result.Message}")],
            Sources = bundle.Manifest.Sources,
            Files = [.. bundle.Found.Select(file => file.Path)],
            Redactions = bundle.Redaction.Counts.Sum(count => count.Count),
            Anonymized = bundle.Manifest.Anonymized,
            Tool = bundle.Manifest.Tool,
            Path = bundle.Path,
        };
    }
}
