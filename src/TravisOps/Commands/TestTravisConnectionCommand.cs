using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Connections;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Tells for each host whether it is online, who it is, and how root is had. A host that is down is an answer, not an error.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TravisConnection", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(TravisConnectionResult))]
public sealed class TestTravisConnectionCommand : EvidenceCmdlet
{
    private protected override string Activity => "Testing connections";

    private protected override IReadOnlyList<ProbeItem> Plan(TravisRole role) => ConnectionPlan.Items;

    private protected override void Judge(HostEvidence evidence) => WriteObject(ResultObject.From(ConnectionJudge.Judge(evidence)));
}
