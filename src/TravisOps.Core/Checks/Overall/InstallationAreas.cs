using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Changes;
using TravisOps.Checks.Application;
using TravisOps.Checks.Docker;
using TravisOps.Checks.Environments;
using TravisOps.Checks.Workers;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.KnownIssues;
using TravisOps.Probing;

namespace TravisOps.Checks.Overall;

/// <summary>Every area in one list. Their plans are asked together, each item once; a result that two of them give is given once.</summary>
public static class InstallationAreas
{
    // The ports last: where a firewall drops they take the longest, and nothing is to be lost with them.
    private static readonly AreaPart[] Parts =
    [
        new(TravisArea.Preflight, (_, host) => PreflightPlan.For(host.Role, skipReplicated: false), evidence => PreflightEvaluator.Evaluate(evidence, skipReplicated: false)),
        new(TravisArea.Docker, (_, _) => DockerPlan.Checks, DockerEvaluator.Evaluate),
        new(TravisArea.Worker, WorkerPlan.Checks, WorkerEvaluator.Evaluate) { EvaluateFleet = WorkerEvaluator.Evaluate },
        new(TravisArea.Application, ApplicationEvaluator.Plan, ApplicationEvaluator.Evaluate),
        new(TravisArea.Environment, (_, host) => Environment(host.Role), EnvironmentEvaluator.Evaluate),
        new(TravisArea.KnownIssue, (_, host) => [KnownIssueLogs.Item(host.Role)], KnownIssueLogs.Evaluate),
        new(TravisArea.Firewall, Ports, SeenFromWorker),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TravisArea> All { get; } = [.. Parts.Select(part => part.Area)];

    /// <summary>What is asked of a host, in one script.</summary>
    /// <param name="installation">Its installation.</param>
    /// <param name="host">The host.</param>
    /// <param name="areas">The areas that are wanted.</param>
    public static IReadOnlyList<ProbeItem> Plan(TravisInstallation installation, TravisHost host, IReadOnlyCollection<TravisArea> areas)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. Wanted(areas).SelectMany(part => part.Plan(installation, host)).Where(item => names.Add(item.Name))];
    }

    /// <summary>The results of a host, before causes are told from what follows from them.</summary>
    internal static IEnumerable<CheckResult> Evaluate(HostEvidence evidence, IReadOnlyCollection<TravisArea> areas)
    {
        // One area may have several results of one id: each is something of its own.
        var before = new HashSet<(string Id, string ComputerName, string? Source)>();
        foreach (var part in Wanted(areas))
        {
            List<CheckResult> results = [.. part.Evaluate(evidence).Where(result => !before.Contains(Key(result)))];
            before.UnionWith(results.Select(Key));
            foreach (var result in results)
            {
                yield return result;
            }
        }
    }

    /// <summary>The results that need the evidence of several hosts.</summary>
    internal static IEnumerable<CheckResult> Evaluate(Fleet fleet, IReadOnlyCollection<TravisArea> areas) => Wanted(areas).SelectMany(part => part.EvaluateFleet(fleet));

    private static (string Id, string ComputerName, string? Source) Key(CheckResult result) => (result.Id, result.ComputerName, (result as FirewallResult)?.Source);

    private static IEnumerable<AreaPart> Wanted(IReadOnlyCollection<TravisArea> areas) => Parts.Where(part => areas.Contains(part.Area));

    private static IReadOnlyList<ProbeItem> Environment(TravisRole role) =>
        [.. EnvironmentPlan.For(role, DateTime.UtcNow, DateTime.UtcNow - ChangeJudge.DefaultTime), DockerItems.AptHistory];

    private static IReadOnlyList<ProbeItem> Ports(TravisInstallation installation, TravisHost host) => host.Role == TravisRole.Worker
        ? [FirewallProbe.Item(FirewallTargets.FromWorker(installation, host), FirewallProbe.DefaultWait, authenticate: false)]
        : [];

    private static IEnumerable<CheckResult> SeenFromWorker(HostEvidence evidence) => evidence.Role == TravisRole.Worker ? FirewallEvaluator.Evaluate(evidence) : [];
}
