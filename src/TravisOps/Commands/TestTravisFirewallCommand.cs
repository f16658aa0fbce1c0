using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Tells whether the machines can talk: which ports are open from this machine and from each worker, who answers there, and if not, why.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TravisFirewall", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(FirewallResult))]
public sealed class TestTravisFirewallCommand : EvidenceCmdlet
{
    private TravisInstallation? _installation;

    /// <summary>Where to look from.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public FirewallSource[] From { get; set; } = [FirewallSource.Here, FirewallSource.Worker];

    /// <summary>These ports instead of the manual's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateRange(1, 65535)]
    public int[]? Port { get; set; }

    /// <summary>Limit in seconds for a connection, and for each answer of what listens.</summary>
    [Parameter]
    [ValidateRange(1, 30)]
    public int PortTimeoutSeconds { get; set; } = (int)FirewallProbe.DefaultWait.TotalSeconds;

    /// <summary>Logs in to RabbitMQ with each worker's own token, on the worker.</summary>
    [Parameter]
    public SwitchParameter Authenticate { get; set; }

    private protected override string Activity => "Testing ports from workers";

    private TimeSpan Wait => TimeSpan.FromSeconds(PortTimeoutSeconds);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == FromEvidence)
        {
            base.EndProcessing();
            return;
        }

        if (Authenticate && !From.Contains(FirewallSource.Worker))
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("-Authenticate needs -From Worker: a worker's token is read and used there and does not leave that machine."),
                "AuthenticateNeedsWorker",
                ErrorCategory.InvalidArgument,
                null));
        }

        var hosts = SelectHosts();
        if (From.Contains(FirewallSource.Here))
        {
            LookFromHere(hosts);
        }

        if (From.Contains(FirewallSource.Worker))
        {
            LookFromWorkers(hosts);
        }
    }

    private protected override IReadOnlyList<ProbeItem> PlanFor(TravisHost host) => [FirewallProbe.Item(TargetsOf(host), Wait, Authenticate)];

    /// <summary>Recorded evidence: what a worker saw is in it, and what this machine would see is not.</summary>
    private protected override void Judge(HostEvidence evidence)
    {
        if (evidence.Role == TravisRole.Worker && evidence.Failure is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        WriteAll(FirewallEvaluator.Evaluate(evidence));
    }

    private void LookFromHere(IReadOnlyList<TravisHost> hosts)
    {
        List<PortTarget> targets =
        [
            .. SelectInstallations().SelectMany(one => FirewallTargets.FromHere(one, one.Hosts.Where(hosts.Contains), Port)).Distinct(),
        ];
        var open = targets.GroupBy(target => target.ComputerName).ToDictionary(group => group.Key, group => new List<FirewallResult>(group.Count()));
        var left = targets.GroupBy(target => target.ComputerName).ToDictionary(group => group.Key, group => group.Count());
        var progress = new HostProgress(this, "Testing ports from here", [.. hosts.Where(host => open.ContainsKey(host.ComputerName))]);
        if (targets.Count == 0)
        {
            if (hosts.Count > 0)
            {
                WriteWarning($"From here nothing was looked at: {string.Join(", ", Port!)} of -Port belongs to the platform alone, and no platform is among the hosts that were selected.");
            }

            return;
        }

        progress.Begin();
        try
        {
            Pump((post, cancellationToken) => LocalFirewall.ProbeAsync(targets, Wait, result => post(() => Done(result)), cancellationToken));
        }
        finally
        {
            if (!Stopping)
            {
                progress.End();
            }
        }

        // A host's results leave together and in order, when its last port has answered.
        void Done(FirewallResult result)
        {
            var results = open[result.ComputerName];
            results.Add(result);
            if (--left[result.ComputerName] == 0)
            {
                WriteAll(results.OrderBy(one => targets.FindIndex(target => target.ComputerName == one.ComputerName && target.Port == one.Port)));
                foreach (var host in hosts.Where(host => host.ComputerName == result.ComputerName))
                {
                    progress.Done(host);
                }
            }
        }
    }

    private void LookFromWorkers(IReadOnlyList<TravisHost> hosts)
    {
        foreach (var installation in SelectInstallations())
        {
            if (installation.Workers.Count == 0)
            {
                WriteWarning($"The installation {installation.Name} has no workers: there is nothing to look from but this machine.");
                continue;
            }

            _installation = installation;
            List<TravisHost> workers = [.. installation.Workers.Where(hosts.Contains)];
            if (workers.Count == 0)
            {
                if (MyInvocation.BoundParameters.ContainsKey(nameof(From)) && installation.Hosts.Any(hosts.Contains))
                {
                    WriteWarning($"From workers nothing was looked at: no worker of {installation.Name} is among the hosts that were selected. With -From Worker, -ComputerName and -Role say from which workers; what they look at is the platform.");
                }
            }
            else
            {
                Probe(workers, evidence => JudgeWorker(evidence, TargetsOf(workers.First(worker => worker.ComputerName == evidence.ComputerName))));
            }
        }
    }

    private void JudgeWorker(HostEvidence evidence, IReadOnlyList<PortTarget> targets)
    {
        if (evidence.Failure is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        WriteAll(FirewallEvaluator.Evaluate(evidence, targets));
    }

    private IReadOnlyList<PortTarget> TargetsOf(TravisHost worker) => FirewallTargets.FromWorker(_installation!, worker, Port);

    private void WriteAll(IEnumerable<FirewallResult> results)
    {
        foreach (var result in results)
        {
            WriteObject(ResultObject.From(result));
        }
    }
}
