using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Firewall;

namespace TravisOps.Checks.Overall;

/// <summary>
/// Takes the evidence of one installation's hosts as it comes and gives results as soon as they can be told: what may follow from another host's
/// state waits for all of them. Contacts nothing. Not for several threads at once.
/// </summary>
public sealed class InstallationJudge
{
    private readonly IReadOnlyCollection<TravisArea> _areas;
    private readonly string _name;
    private readonly IReadOnlyList<(string ComputerName, TravisRole Role)> _hosts;
    private readonly List<HostEvidence> _evidence = [];
    private readonly List<CheckResult> _known = [];
    private readonly List<CheckResult> _held = [];
    private readonly List<CheckResult> _told = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _complete;

    /// <summary>Begins.</summary>
    /// <param name="name">The name of the installation.</param>
    /// <param name="hosts">The hosts whose evidence will come.</param>
    /// <param name="areas">What is wanted.</param>
    public InstallationJudge(string name, IReadOnlyList<(string ComputerName, TravisRole Role)> hosts, IReadOnlyCollection<TravisArea> areas)
    {
        _name = name;
        _hosts = hosts;
        _areas = areas;
    }

    /// <summary>Takes the evidence of a host; the results that can be told now.</summary>
    public IReadOnlyList<CheckResult> Add(HostEvidence evidence)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        _evidence.Add(evidence);
        return Take([.. InstallationAreas.Evaluate(evidence, _areas)]);
    }

    /// <summary>Takes what was seen at a port from this machine.</summary>
    public IReadOnlyList<CheckResult> Add(FirewallResult result) => Take([result]);

    /// <summary>The results that waited, and those that need the evidence of several hosts, once all evidence is there.</summary>
    public IReadOnlyList<CheckResult> Complete()
    {
        _complete = true;

        // In the order of the inventory, not of completion: the same hosts give the same results.
        var fleet = new Fleet([.. _hosts.SelectMany(host => _evidence.Where(one => one.ComputerName == host.ComputerName)).Distinct()]);
        return Take([.. InstallationAreas.Evaluate(fleet, _areas)]);
    }

    /// <summary>What all results come to; after <see cref="Complete"/>.</summary>
    public InstallationSummary Summarize()
    {
        int Count(CheckStatus status) => _told.Count(result => result.Status == status);
        var tasks = TaskOrder.Of(_told);
        var counts = FormattableString.Invariant($"{Count(CheckStatus.Fail)} fail, {Count(CheckStatus.Unknown)} unknown, {Count(CheckStatus.Warn)} warn, {Count(CheckStatus.Pass)} pass, {Count(CheckStatus.Skip)} skip");
        var hosts = _hosts.Count == 1 ? "1 host" : _hosts.Count.ToString(CultureInfo.InvariantCulture) + " hosts";
        return new InstallationSummary
        {
            Installation = _name,
            ComputerName = _hosts.OrderBy(host => host.Role).Select(host => host.ComputerName).FirstOrDefault() ?? string.Empty,
            Hosts = _hosts.Count,
            Status = _told.Select(result => result.Status).Where(status => status != CheckStatus.Skip).DefaultIfEmpty(CheckStatus.Unknown).OrderBy(TaskOrder.Severity).First(),
            Pass = Count(CheckStatus.Pass),
            Warn = Count(CheckStatus.Warn),
            Fail = Count(CheckStatus.Fail),
            Skip = Count(CheckStatus.Skip),
            Unknown = Count(CheckStatus.Unknown),
            First = tasks,
            Duration = _watch.Elapsed,
            Message = tasks.Count == 0
                ? $"{_name}: {hosts}, {counts}. Nothing to do."
                : $"{_name}: {hosts}, {counts}. First {tasks[0].Id} on {string.Join(", ", tasks[0].ComputerName.Take(3))}{(tasks[0].ComputerName.Count > 3 ? $" and {tasks[0].ComputerName.Count - 3} more" : string.Empty)}.",
        };
    }

    private List<CheckResult> Take(List<CheckResult> results)
    {
        _known.AddRange(results);
        _held.AddRange(results);
        List<CheckResult> ready = [.. _held.Where(result => _complete || !CauseTree.MayDependOnOthers(result))];
        _held.RemoveAll(result => _complete || !CauseTree.MayDependOnOthers(result));
        List<CheckResult> judged = [.. CauseTree.Apply(ready, _known)];
        _told.AddRange(judged);
        return judged;
    }
}
