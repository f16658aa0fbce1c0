using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Commands;

/// <summary>Base of commands that gather evidence from hosts, one round trip a host.</summary>
public abstract class ProbeCmdlet : HostCmdlet
{
    /// <summary>What the progress bar says.</summary>
    private protected abstract string Activity { get; }

    /// <summary>What is asked of a host of that role. A command overrides this, or <see cref="PlanFor"/>.</summary>
    private protected virtual IReadOnlyList<ProbeItem> Plan(TravisRole role) => [];

    /// <summary>What is asked of that host, where the role alone does not tell.</summary>
    private protected virtual IReadOnlyList<ProbeItem> PlanFor(TravisHost host) => Plan(host.Role);

    /// <summary>Gathers the evidence of hosts and hands each host's over on the pipeline thread as it is complete.</summary>
    private protected void Probe(IReadOnlyList<TravisHost> hosts, Action<HostEvidence> gathered) => Probe(hosts, (_, evidence) => gathered(evidence));

    /// <inheritdoc cref="Probe(IReadOnlyList{TravisHost}, Action{HostEvidence})"/>
    private protected void Probe(IReadOnlyList<TravisHost> hosts, Action<TravisHost, HostEvidence> gathered)
    {
        var plans = hosts.ToDictionary(host => host, PlanFor);
        foreach (var (role, item) in plans.SelectMany(plan => plan.Value.Select(item => (plan.Key.Role, item))).Distinct())
        {
            WriteDebug($"{role}: {item.Name}: {item.Source}");
        }

        var options = Options();

        // One for all hosts, so that equal secrets have equal hashes; it is forgotten with this run.
        var key = ProbeNonce.Create();
        ForEachHost(
            Activity,
            hosts,
            (host, cancellationToken) => HostProbe.Run(host, plans[host], options, cancellationToken, key),
            (host, evidence) =>
            {
                WriteVerbose(Describe(evidence));
                gathered(host, evidence);
            });
    }

    private static string Describe(HostEvidence evidence)
    {
        var connection = evidence.Connection;
        var text = FormattableString.Invariant($"{evidence.ComputerName}: {evidence.Duration.TotalSeconds:0.0} s, {evidence.Items.Count} answers");
        if (connection.ServerVersion is not null)
        {
            text += $"; {connection.ServerVersion}, {connection.HostKeyType} {connection.HostKeyFingerprint}, {connection.KeyExchange}, {connection.Cipher}";
        }

        if (connection.LoggedIn)
        {
            text += $"; logged in as {connection.UserName}, root: {connection.Root}";
        }

        return evidence.Failure is { } failure ? $"{text}; {failure.Kind}" : text;
    }
}
