using System;
using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Changes;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Tells what each host is and what surrounds it, and what changed on it lately.</summary>
[Cmdlet(VerbsCommon.Get, "TravisEnvironment", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(TravisEnvironment), typeof(TravisChange))]
public sealed class GetTravisEnvironmentCommand : EvidenceCmdlet
{
    private readonly DateTime _now = DateTime.UtcNow;

    /// <summary>How far back changes are looked for; a month unless given.</summary>
    [Parameter]
    [SinceTransformation]
    public DateTime Since { get; set; }

    /// <summary>Writes the changes themselves, newest first, instead of the environment that has them.</summary>
    [Parameter]
    public SwitchParameter RecentChanges { get; set; }

    private protected override string Activity => "Reading the environment";

    private protected override IReadOnlyList<ProbeItem> Plan(TravisRole role) => EnvironmentPlan.For(role, _now, From(_now));

    private protected override void Judge(HostEvidence evidence)
    {
        if ((evidence.Failure ?? evidence.Connection.RootFailure) is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        if (evidence.IsEmpty)
        {
            return;
        }

        var environment = EnvironmentJudge.Judge(evidence, From(evidence.CollectedAt));
        if (!RecentChanges)
        {
            WriteObject(ResultObject.From(environment));
            return;
        }

        foreach (var reason in environment.NotKnown)
        {
            WriteVerbose($"{evidence.ComputerName}: not known: {reason}");
        }

        foreach (var change in environment.RecentChanges)
        {
            WriteObject(ResultObject.From(change));
        }
    }

    // A time without a zone is the person's own.
    private DateTime From(DateTime now) => MyInvocation.BoundParameters.ContainsKey(nameof(Since)) ? Since.ToUniversalTime() : now - ChangeJudge.DefaultTime;
}
