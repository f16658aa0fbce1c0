using System;
using System.Management.Automation;
using System.Text.RegularExpressions;
using TravisOps.Workers;

namespace TravisOps.Commands;

/// <summary>Brings travis-worker to another version on worker machines, once the jobs that run have ended.</summary>
[Cmdlet(VerbsData.Update, "TravisWorker", DefaultParameterSetName = FromInventory, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(WorkerChangeResult))]
public sealed class UpdateTravisWorkerCommand : WorkerChangeCmdlet
{
    /// <summary>The version that is wanted; without it the newest that apt knows.</summary>
    [Parameter]
    [ValidatePattern(@"^[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}$", Options = RegexOptions.None)]
    public string? Version { get; set; }

    private protected override string Activity => "Updating workers";

    private protected override WorkerChange Change => new()
    {
        Action = WorkerAction.Update,
        Version = Version,
        DrainTimeout = TimeSpan.FromSeconds(DrainTimeoutSeconds),
        Force = Force,
    };
}
