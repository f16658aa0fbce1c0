using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Checks Docker on the platform machine and the workers.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TravisDocker", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(CheckResult))]
public sealed class TestTravisDockerCommand : EvidenceCmdlet
{
    private protected override string Activity => "Testing Docker";

    private protected override IReadOnlyList<ProbeItem> Plan(TravisRole role) => DockerPlan.Checks;

    private protected override void Judge(HostEvidence evidence)
    {
        // Without root a host was looked at in part: its results say which, and the error says so to whoever only counts errors.
        if ((evidence.Failure ?? evidence.Connection.RootFailure) is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        foreach (var result in DockerEvaluator.Evaluate(evidence))
        {
            WriteObject(ResultObject.From(result));
        }
    }
}
