using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Checks;
using TravisOps.Checks.Workers;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Checks the workers: their service, version and settings, against the platform and against each other.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TravisWorker", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(CheckResult))]
public sealed class TestTravisWorkerCommand : EvidenceCmdlet
{
    private protected override string Activity => "Testing workers";

    private protected override IReadOnlyList<ProbeItem> PlanFor(TravisHost host) => WorkerPlan.Checks(InstallationOf(host), host);

    private protected override void Judge(HostEvidence evidence)
    {
        // Without root a host was looked at in part: its results say which, and the error says so to whoever only counts errors.
        if ((evidence.Failure ?? evidence.Connection.RootFailure) is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        Write(WorkerEvaluator.Evaluate(evidence));
    }

    private protected override void JudgeFleet(Fleet fleet) => Write(WorkerEvaluator.Evaluate(fleet));

    private void Write(IEnumerable<CheckResult> results)
    {
        foreach (var result in results)
        {
            WriteObject(ResultObject.From(result));
        }
    }
}
