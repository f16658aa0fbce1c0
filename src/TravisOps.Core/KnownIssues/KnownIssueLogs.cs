using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Logs;
using TravisOps.Probing;

namespace TravisOps.KnownIssues;

/// <summary>The search for known issues as one item of a probe, for a look at everything at once: bounded in time and size, unlike Find-TravisKnownIssue.</summary>
public static class KnownIssueLogs
{
    /// <summary>The item's name in evidence.</summary>
    internal const string Name = "known-issues";

    /// <summary>What is read of the end of each log, in bytes.</summary>
    internal const int LogBytes = 32 * 1024 * 1024;

    /// <summary>Lines of each log that leave the host; a worker that loops writes the same few for ever.</summary>
    private const int Lines = 500;

    /// <summary>How long Docker is waited for, in seconds: the checks of Docker tell when it hangs.</summary>
    private const int DockerPatience = 4;

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

    /// <summary>The results of one host; of one that could not be reached, that.</summary>
    /// <param name="evidence">Its evidence.</param>
    public static IReadOnlyList<CheckResult> Evaluate(HostEvidence evidence)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        return
        [
            .. evidence.Failure is null ? [] : CheckCatalog.Preflight.OfType<ConnectionCheck>().Single().Evaluate(evidence),
            .. evidence.Failure is not null && evidence.IsEmpty ? [] : Check.Evaluate(evidence),
        ];
    }

    /// <summary>Makes sense of an answer.</summary>
    /// <param name="item">The answer.</param>
    /// <param name="issues">What to search for.</param>
    /// <param name="tally">Gets what is found.</param>
    /// <param name="except">Logs that were searched otherwise, and whose lines would count twice.</param>
    internal static HostIssueSearch.Reader Read(EvidenceItem item, IReadOnlyList<KnownIssue> issues, IssueTally tally, LogPlace except = LogPlace.None)
    {
        var reader = new HostIssueSearch.Reader(issues, tally, Mark, except);
        foreach (var line in TextLines.Of(item.Text))
        {
            reader.Take(line);
        }

        // The tally may go on with other texts.
        tally.TimeOf = LogLine.TimeOf;
        return reader;
    }

    private static ProbeItem Make(TravisRole role) => new()
    {
        Name = Name,
        Kind = ProbeItemKind.Command,
        Source = HostIssueSearch.BoundedScript(role, KnownIssueCatalog.All, FormattableString.Invariant($"tv_since=$(($(date +%s) - {(int)Age.TotalSeconds}))\ntv_bytes={LogBytes} tv_lines={Lines} tv_patience={DockerPatience}\n"), Mark),
        MaxBytes = 4 * 1024 * 1024,
        LongOutput = true,
        TimeLimit = TimeSpan.FromSeconds(15),
    };
}
