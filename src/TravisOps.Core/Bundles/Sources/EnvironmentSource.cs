using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Changes;
using TravisOps.Checks;
using TravisOps.Checks.Environments;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Reports;

namespace TravisOps.Bundles.Sources;

/// <summary>Where the hosts run, what manages them, which GitHub, and what changed lately.</summary>
internal sealed class EnvironmentSource : BundleSource
{
    public override string Name => "environment";

    public override string Title => "Environment and recent changes";

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) => EnvironmentPlan.For(host.Role, DateTime.UtcNow, DateTime.UtcNow - ChangeJudge.DefaultTime);

    public override IEnumerable<CheckResult> Judge(BundleHost host, HostEvidence evidence) => EnvironmentEvaluator.Evaluate(evidence);

    public override void Describe(IReadOnlyList<HostEvidence> evidence, BundleFindings findings)
    {
        foreach (var host in evidence.Where(host => !host.IsEmpty))
        {
            var environment = EnvironmentJudge.Judge(host, host.CollectedAt - ChangeJudge.DefaultTime);
            var proof = BundlePaths.HostFile(host.ComputerName);
            var words = new[]
            {
                environment.OperatingSystem,
                environment.Cpus is { } cpus ? $"{cpus} CPUs" : null,
                environment.MemoryGiB is { } memory ? FormattableString.Invariant($"{memory:0.0} GiB") : null,
                environment.Iaas.ToString(),
            };
            findings.HostDescriptions[host.ComputerName] = string.Join(", ", words.Where(word => word is not null));
            findings.Say(RequestQuestions.Machines, $"{host.ComputerName} ({host.Role}): {findings.HostDescriptions[host.ComputerName]}", proof);
            findings.Say(RequestQuestions.Iaas, $"{host.ComputerName}: {environment.Iaas} ({environment.IaasProof})", proof);
            foreach (var tool in environment.ConfigurationManagement ?? [])
            {
                findings.Say(RequestQuestions.ConfigurationManagement, $"{host.ComputerName}: {tool.Name}, {tool.State} ({tool.Proof})", proof);
            }

            if (environment.ConfigurationManagement is { Count: 0 })
            {
                findings.Say(RequestQuestions.ConfigurationManagement, $"{host.ComputerName}: none found", proof);
            }

            if (environment.GitHub is { } gitHub)
            {
                findings.Say(RequestQuestions.GitHub, $"{gitHub} {environment.GitHubHost} {environment.GitHubVersion} ({environment.GitHubProof})".Replace("  ", " "), proof);
            }

            foreach (var service in (environment.Services ?? []).Concat((environment.Proxies ?? []).Select(proxy => $"proxy {proxy}")))
            {
                findings.Say(RequestQuestions.Interfaces, $"{host.ComputerName}: {service}", proof);
            }

            var versions = new[]
            {
                ("Travis CI Enterprise", environment.TravisVersion), ("Replicated", environment.ReplicatedVersion), ("travis-worker", environment.WorkerVersion), ("Docker", environment.DockerVersion),
            };
            var known = string.Join(", ", versions.Where(one => one.Item2 is not null).Select(one => $"{one.Item1} {one.Item2}"));
            if (known.Length > 0)
            {
                findings.Say(RequestQuestions.Versions, $"{host.ComputerName}: {known}", proof);
            }

            findings.Changes.AddRange(environment.RecentChanges.Select(change => new ReportChange(change.Time, change.ComputerName, change.Kind.ToString(), change.ToString(), proof)));
        }
    }
}
