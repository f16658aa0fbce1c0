using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TravisOps.Checks;
using TravisOps.Checks.Overall;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Runs every check over all hosts at once, one connection a host, tells causes from what follows from them, and says what to do first.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TravisInstallation", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(CheckResult), typeof(InstallationSummary))]
public sealed class TestTravisInstallationCommand : EvidenceCmdlet
{
    private readonly Dictionary<TravisHost, InstallationJudge> _judges = [];

    /// <summary>Everything is asked at once, so a host gets more time than from a command that asks a part.</summary>
    public TestTravisInstallationCommand() => TimeoutSeconds = 120;

    /// <summary>Only these areas.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public TravisArea[] Area { get; set; } = [.. InstallationAreas.All];

    private protected override string Activity => "Testing the installation";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == FromEvidence)
        {
            base.EndProcessing();
            return;
        }

        // The platform first: what may follow from its state waits for it.
        var hosts = SelectHosts().OrderBy(host => host.Role).ToList();
        var judges = new List<InstallationJudge>();
        var targets = new List<PortTarget>();
        var targetJudges = new Dictionary<string, InstallationJudge>(StringComparer.Ordinal);
        foreach (var installation in SelectInstallations())
        {
            List<TravisHost> chosen = [.. installation.Hosts.Where(hosts.Contains)];
            if (chosen.Count == 0)
            {
                continue;
            }

            var judge = new InstallationJudge(installation.Name, [.. chosen.Select(host => (host.ComputerName, host.Role))], Area);
            judges.Add(judge);
            chosen.ForEach(host => _judges[host] = judge);
            if (Area.Contains(TravisArea.Firewall))
            {
                targets.AddRange(FirewallTargets.FromHere(installation, chosen));
                chosen.ForEach(host => targetJudges[host.ComputerName] = judge);
            }
        }

        var fromHere = new ConcurrentQueue<FirewallResult>();
        var looking = LocalFirewall.ProbeAsync(targets, FirewallProbe.DefaultWait, fromHere.Enqueue, StopToken);
        Probe(hosts, (host, evidence) =>
        {
            TakeFromHere();
            Judge(evidence, _judges[host]);
        });
        Pump((_, _) => looking);
        TakeFromHere();
        judges.ForEach(Finish);

        void TakeFromHere()
        {
            while (fromHere.TryDequeue(out var result))
            {
                Write(targetJudges[result.ComputerName].Add(result));
            }
        }
    }

    private protected override IReadOnlyList<ProbeItem> PlanFor(TravisHost host) => InstallationAreas.Plan(InstallationOf(host), host, Area);

    /// <summary>Recorded evidence: all of it is there at once (<see cref="JudgeFleet"/>).</summary>
    private protected override void Judge(HostEvidence evidence)
    {
    }

    private protected override void JudgeFleet(Fleet fleet)
    {
        List<HostEvidence> hosts = [.. fleet.Hosts.OrderBy(host => host.Role)];
        var judge = new InstallationJudge(ResolvePath(EvidencePath), [.. hosts.Select(host => (host.ComputerName, host.Role))], Area);
        hosts.ForEach(host => Judge(host, judge));
        Finish(judge);
    }

    private void Judge(HostEvidence evidence, InstallationJudge judge)
    {
        // Without root a host was looked at in part: its results say which, and the error says so to whoever only counts errors.
        if ((evidence.Failure ?? evidence.Connection.RootFailure) is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        Write(judge.Add(evidence));
    }

    private void Finish(InstallationJudge judge)
    {
        Write(judge.Complete());
        WriteObject(ResultObject.From(judge.Summarize()));
    }

    private void Write(IEnumerable<CheckResult> results)
    {
        foreach (var result in results)
        {
            WriteObject(ResultObject.From(result.Plain()));
        }
    }
}
