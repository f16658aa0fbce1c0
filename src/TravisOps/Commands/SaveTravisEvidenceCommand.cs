using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using TravisOps.Checks.Application;
using TravisOps.Checks.Docker;
using TravisOps.Checks.Workers;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.KnownIssues;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Gathers what Test-TravisInstallation and Get-TravisEnvironment look at, what workers see of the platform's ports among it, and writes it to a folder, to be judged later or elsewhere.</summary>
[Cmdlet(VerbsData.Save, "TravisEvidence", DefaultParameterSetName = FromInventory, SupportsShouldProcess = true)]
[OutputType(typeof(EvidenceFolder))]
public sealed class SaveTravisEvidenceCommand : ProbeCmdlet
{
    /// <summary>The folder to write; it must not have anything in it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Leaves out what asks Replicated.</summary>
    [Parameter]
    public SwitchParameter SkipReplicated { get; set; }

    /// <summary>Whatever the logs still have: how far back is wanted is decided when the evidence is read.</summary>
    private static readonly DateTime Beginning = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private protected override string Activity => "Gathering evidence";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var hosts = SelectHosts();
        var folder = ResolvePath(Path ?? "travis-evidence-" + DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        RefuseIfUsed(folder);
        RefuseIfTwice(hosts);
        if (hosts.Count == 0 || !ShouldProcess(folder, $"Write the evidence of {hosts.Count} hosts"))
        {
            return;
        }

        var gathered = new List<HostEvidence>();
        Probe(hosts, evidence =>
        {
            gathered.Add(evidence);
            if ((evidence.Failure ?? evidence.Connection.RootFailure) is { } failure)
            {
                WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
            }
        });

        // In the order of the inventory, not of completion: the same installation gives comparable folders.
        var order = hosts.Select((host, index) => (host.ComputerName, index)).GroupBy(one => one.ComputerName).ToDictionary(one => one.Key, one => one.First().index);
        gathered.Sort((a, b) => order[a.ComputerName].CompareTo(order[b.ComputerName]));
        Write(folder, gathered);
        WriteObject(ResultObject.From(EvidenceFolder.Of(folder, gathered)));
    }

    // The ports last: where a firewall drops they take the longest, and nothing is to be lost with them.
    private protected override IReadOnlyList<ProbeItem> PlanFor(TravisHost host)
    {
        var plan = EnvironmentPlan.Beyond(DockerPlan.WithPreflight(host.Role, SkipReplicated), host.Role, DateTime.UtcNow, Beginning);
        var installation = InstallationOf(host);
        plan = [.. plan, .. WorkerPlan.Beside(plan, installation, host), .. ApplicationEvaluator.Plan(installation, host), KnownIssueLogs.Item(host.Role)];
        return host.Role == TravisRole.Platform
            ? plan
            : [.. plan, FirewallProbe.Item(FirewallTargets.FromWorker(installation, host), FirewallProbe.DefaultWait, authenticate: false)];
    }

    private void Write(string folder, IReadOnlyList<HostEvidence> gathered)
    {
        try
        {
            EvidenceStore.Write(folder, gathered);
        }
        catch (Exception exception) when (exception is EvidenceStoreException or IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(exception, "EvidenceNotWritten", ErrorCategory.WriteError, folder));
        }
    }

    /// <summary>Two installations may have a host of the same name, and evidence has one folder for it.</summary>
    private void RefuseIfTwice(IReadOnlyList<TravisHost> hosts)
    {
        if (EvidenceStore.FindTwice(hosts.Select(host => host.ComputerName)) is not { } name)
        {
            return;
        }

        var installations = hosts.Where(host => string.Equals(host.ComputerName, name, StringComparison.OrdinalIgnoreCase)).Select(host => InstallationOf(host).Name).Distinct();
        ThrowTerminatingError(new ErrorRecord(
            new ArgumentException($"'{name}' is there twice ({string.Join(" and ", installations)}), and the evidence of a host is a folder of its name. Save each installation to a folder of its own."),
            "HostTwice",
            ErrorCategory.InvalidArgument,
            name));
    }

    /// <summary>Before anything is contacted: gathering can take a minute, and it would be for nothing.</summary>
    private void RefuseIfUsed(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            ThrowTerminatingError(new ErrorRecord(
                new IOException($"'{folder}' is there already. Give -Path a folder that does not exist or is empty."),
                "EvidenceFolderNotEmpty",
                ErrorCategory.ResourceExists,
                folder));
        }
    }
}
