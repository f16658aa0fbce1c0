using System;
using System.Management.Automation;
using TravisOps.Workers;

namespace TravisOps.Commands;

/// <summary>Restarts travis-worker on worker machines once the jobs that run have ended.</summary>
[Cmdlet(VerbsLifecycle.Restart, "TravisWorker", DefaultParameterSetName = FromInventory, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(WorkerChangeResult))]
public sealed class RestartTravisWorkerCommand : WorkerChangeCmdlet
{
    private protected override string Activity => "Restarting workers";

    private protected override WorkerChange Change => new()
    {
        Action = WorkerAction.Restart,
        DrainTimeout = TimeSpan.FromSeconds(DrainTimeoutSeconds),
        Force = Force,
    };
}
