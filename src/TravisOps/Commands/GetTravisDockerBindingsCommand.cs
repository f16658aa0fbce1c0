using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TravisOps.Checks.Docker;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Lists the port bindings of te-main on the platform machine against those that the manual asks for.</summary>
[Cmdlet(VerbsCommon.Get, "TravisDockerBindings", DefaultParameterSetName = FromInventory)]
[Alias("Get-TravisDockerBinding")]
[OutputType(typeof(DockerBinding))]
public sealed class GetTravisDockerBindingsCommand : EvidenceCmdlet
{
    /// <summary>Also the published ports of every other container, on workers too.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override string Activity => "Reading port bindings";

    private protected override IReadOnlyList<ProbeItem> Plan(TravisRole role) => DockerPlan.Bindings;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // The manual's bindings are the platform's: workers are not contacted for nothing.
        if (!All && !Role.Contains(TravisRole.Platform))
        {
            WriteWarning("The manual asks for bindings on the platform only; -All shows what containers of workers publish.");
            return;
        }

        Role = All ? Role : [TravisRole.Platform];
        base.EndProcessing();
    }

    private protected override void Judge(HostEvidence evidence)
    {
        if (evidence.Failure is { } failure && evidence.Find(DockerItems.Containers.Name) is null)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
            return;
        }

        var report = BindingJudge.Judge(evidence, All);
        if (report.Failure is { } reason)
        {
            WriteError(evidence.Connection.RootFailure is { } root && reason.Problem == DockerProblem.PermissionDenied
                ? HostErrors.ToErrorRecord(evidence.ComputerName, root)
                : DockerErrors.ToErrorRecord(evidence.ComputerName, reason));
        }

        foreach (var warning in report.Warnings)
        {
            WriteWarning(warning);
        }

        foreach (var binding in report.Bindings)
        {
            WriteObject(ResultObject.From(binding));
        }
    }
}
