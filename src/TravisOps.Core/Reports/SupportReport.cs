using System;
using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.Firewall;

namespace TravisOps.Reports;

/// <summary>What the page of a support bundle shows: results that are made already. It holds no raw evidence, so it is redacted when its parts are.</summary>
public sealed record SupportReport
{
    /// <summary>The installation's name.</summary>
    public required string Installation { get; init; }

    /// <summary>When the bundle was begun, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The version of TravisOps that made it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>What the person said is wrong; null when nobody said.</summary>
    public string? Symptom { get; init; }

    /// <summary>What was done with secrets and names, as one sentence.</summary>
    public required string Redaction { get; init; }

    /// <summary>The machines, the platform first.</summary>
    public IReadOnlyList<ReportHost> Hosts { get; init; } = [];

    /// <summary>The results of all checks.</summary>
    public IReadOnlyList<CheckResult> Results { get; init; } = [];

    /// <summary>Ports, from each place that was asked.</summary>
    public IReadOnlyList<FirewallResult> Ports { get; init; } = [];

    /// <summary>What changed on the machines lately.</summary>
    public IReadOnlyList<ReportChange> Changes { get; init; } = [];

    /// <summary>Known problems whose signatures are in the logs.</summary>
    public IReadOnlyList<ReportKnownIssue> KnownIssues { get; init; } = [];

    /// <summary>How much was expected and how much of it is in the bundle.</summary>
    public required ReportCompleteness Completeness { get; init; }

    /// <summary>The files of the bundle.</summary>
    public IReadOnlyList<ReportFile> Files { get; init; } = [];
}
