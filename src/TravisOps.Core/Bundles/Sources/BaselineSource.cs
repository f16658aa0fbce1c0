using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Baselines;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Reports;

namespace TravisOps.Bundles.Sources;

/// <summary>What differs from a baseline that was saved earlier. Without one there is nothing to compare, and no host has this area.</summary>
/// <param name="baseline">The baseline; null for none.</param>
public sealed class BaselineSource(TravisBaseline? baseline) : BundleSource
{
    /// <summary>Where the differences stand in the bundle.</summary>
    internal const string File = "baseline-differences.json";

    /// <inheritdoc/>
    public override string Name => "baseline";

    /// <inheritdoc/>
    public override string Title => baseline is null ? "What differs from a baseline" : $"What differs from the baseline of {Time(baseline.CreatedAt)}";

    /// <inheritdoc/>
    public override bool AppliesTo(TravisRole role) => baseline is not null;

    /// <inheritdoc/>
    public override IReadOnlyList<ProbeItem> Items(BundleHost host) =>
        baseline is null || host is null ? [] : BaselinePlan.For(host.Installation, host.Host, DateTime.UtcNow, baseline.CreatedAt.AddDays(-1));

    /// <inheritdoc/>
    public override string? Gap(BundleHost host, HostEvidence evidence)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        return baseline?.Hosts.FirstOrDefault(one => Is(one, evidence)) switch
        {
            null => "The baseline has nothing of this host.",
            { Failure: { } failure } => $"The baseline has nothing of this host: {failure}",
            _ => base.Gap(host, evidence),
        };
    }

    /// <inheritdoc/>
    public override void Describe(IReadOnlyList<HostEvidence> evidence, BundleFindings findings)
    {
        if (baseline is null || evidence is not { Count: > 0 } || findings is null)
        {
            return;
        }

        // Hosts that were not asked are not gone.
        var before = baseline with { Hosts = [.. baseline.Hosts.Where(host => evidence.Any(one => Is(host, one)))] };
        var after = new TravisBaseline { Installation = baseline.Installation, CreatedAt = evidence.Max(host => host.CollectedAt), Hosts = [.. evidence.Select(BaselineFacts.Of)] };
        var differences = BaselineComparer.Compare(before, after);
        findings.Files.Add((File, BundleJson.Write(differences)));
        findings.Say(RequestQuestions.RecentChanges, $"Compared with the baseline of {Time(baseline.CreatedAt)}: {(differences.Count == 1 ? "1 difference" : $"{differences.Count} differences")}", File);
        findings.Changes.AddRange(differences
            .Where(one => one.Change != BaselineChange.Unknown)
            .Select(one => new ReportChange(one.When ?? one.Before, one.ComputerName, "Baseline" + one.Change, Words(one), File)));
    }

    private static string Words(BaselineDifference one) =>
        $"{one.Path}: {one.Old ?? "(nothing)"} before, {one.New ?? "(nothing)"} now{(one.When is null ? $", changed between {Time(one.After)} and {Time(one.Before)}" : string.Empty)}{(one.ByWhom is { } who ? $", by {who}" : string.Empty)}";

    private static bool Is(BaselineHost host, HostEvidence evidence) => string.Equals(host.ComputerName, evidence.ComputerName, StringComparison.OrdinalIgnoreCase);

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
