using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Checks the platform machine and the workers against what Travis CI Enterprise needs.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TravisPreflight", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(CheckResult))]
public sealed class InvokeTravisPreflightCommand : EvidenceCmdlet
{
    /// <summary>Leaves out what asks Replicated.</summary>
    [Parameter]
    public SwitchParameter SkipReplicated { get; set; }

    private protected override string Activity => "Preflight";

    private protected override IReadOnlyList<ProbeItem> Plan(TravisRole role) => PreflightPlan.For(role, SkipReplicated);

    private protected override void Judge(HostEvidence evidence)
    {
        // Without root a host was looked at in part: its results say which, and the error says so to whoever only counts errors.
        if ((evidence.Failure ?? evidence.Connection.RootFailure) is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        foreach (var result in PreflightEvaluator.Evaluate(evidence, SkipReplicated))
        {
            WriteObject(ResultObject.From(result));
        }
    }
}
