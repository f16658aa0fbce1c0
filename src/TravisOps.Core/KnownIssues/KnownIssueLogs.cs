using System;
using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Ssh;

namespace TravisOps.KnownIssues;

/// <summary>The search for known issues as one item of a probe, for a look at everything at once: bounded in time and size, unlike Find-TravisKnownIssue.</summary>
public static class KnownIssueLogs
{
    /// <summary>What is read of the end of each log file, in bytes.</summary>
    internal const int LogBytes = 32 * 1024 * 1024;

    /// <summary>Nothing older is told.</summary>
    internal static readonly TimeSpan Age = TimeSpan.FromDays(1);

    // The same in every script, so that recorded evidence can be read; only sieved lines stand beside it.
    internal const string Mark = "TRAVISOPS-KNOWN-ISSUES";

    private static readonly ProbeItem Platform = Make(TravisRole.Platform);
    private static readonly ProbeItem Worker = Make(TravisRole.Worker);

    internal static Check Check { get; } = new KnownIssueCheck();

    /// <summary>What is asked of a host.</summary>
    /// <param name="role">Its role.</param>
    public static ProbeItem Item(TravisRole role) => role == TravisRole.Worker ? Worker : Platform;

    /// <summary>The results of one host; none when it could not be reached, which another area tells.</summary>
    /// <param name="evidence">Its evidence.</param>
    public static IReadOnlyList<CheckResult> Evaluate(HostEvidence evidence) =>
        evidence is null ? throw new ArgumentNullException(nameof(evidence))
        : evidence.Failure is not null && evidence.IsEmpty ? []
        : Check.Evaluate(evidence);

    private static ProbeItem Make(TravisRole role) => new()
    {
        Name = "known-issues",
        Kind = ProbeItemKind.Command,
        Source = HostIssueSearch.BoundedScript(role, KnownIssueCatalog.All, FormattableString.Invariant($"tv_since=$(($(date +%s) - {(int)Age.TotalSeconds}))\ntv_bytes={LogBytes}\n"), Mark),
        MaxBytes = 1024 * 1024,
        LongOutput = true,
        TimeLimit = TimeSpan.FromSeconds(15),
    };
}
