using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using TravisOps.Ssh;
using TravisOps.Support;
using TravisOps.Workers;

namespace TravisOps.Commands;

/// <summary>Base of the commands that drain workers and do something to them: some at a time, and no more after one that failed.</summary>
public abstract class WorkerChangeCmdlet : HostCmdlet
{
    private readonly HashSet<string> _shownScripts = new(StringComparer.Ordinal);

    /// <summary>How many workers at a time; the next begin when all of these are done.</summary>
    [Parameter]
    [ValidateRange(1, 512)]
    public int BatchSize { get; set; } = 1;

    /// <summary>How long in seconds jobs that run may take to end.</summary>
    [Parameter]
    [Alias("DrainTimeout")]
    [ValidateRange(0, 86400)]
    public int DrainTimeoutSeconds { get; set; } = 3600;

    /// <summary>Aborts jobs that still run after that time.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>What is to be done.</summary>
    private protected abstract WorkerChange Change { get; }

    /// <summary>What the progress bar says.</summary>
    private protected abstract string Activity { get; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var selected = SelectHosts();
        List<TravisHost> workers = [.. selected.Where(host => host.Role == TravisRole.Worker)];
        if (workers.Count == 0)
        {
            if (selected.Count > 0)
            {
                WriteWarning("No worker is among these hosts: nothing was done.");
            }

            return;
        }

        var progress = new WorkerProgress(this, Activity, workers.Count);
        string? failed = null;
        try
        {
            for (var first = 0; first < workers.Count; first += BatchSize)
            {
                List<TravisHost> batch = [.. workers.Skip(first).Take(BatchSize)];
                if (failed is null)
                {
                    failed = Work(batch, progress);
                }
                else
                {
                    batch.ForEach(host => Write(NotBegun(host, failed)));
                }
            }
        }
        finally
        {
            if (!Stopping)
            {
                progress.End();
            }
        }
    }

    /// <summary>The name of a worker with which it went wrong, or null.</summary>
    private string? Work(List<TravisHost> batch, WorkerProgress progress)
    {
        var options = Options();
        var controls = new Dictionary<TravisHost, WorkerControl>();
        var stages = new List<WorkerStage>();
        Action<Action> post = _ => { };
        foreach (var host in batch)
        {
            controls[host] = new WorkerControl(host, Change, options, stage => post(() => progress.Show(stage)));
        }

        try
        {
            string? failed = null;
            var looks = new Dictionary<TravisHost, WorkerLook>();
            OnEach(batch, (host, cancellationToken) => Look(controls[host], cancellationToken), (host, look) =>
            {
                if (look.Found is { } found)
                {
                    looks[host] = found;
                    return;
                }

                failed ??= host.ComputerName;
                WriteError(HostErrors.ToErrorRecord(look.Error!));
                Write(Unreachable(host, look.Error!));
            });

            // In the order of the inventory, and before any of them is touched.
            List<TravisHost> confirmed = [.. batch.Where(host => looks.TryGetValue(host, out var look) && Confirm(look, controls[host]))];
            OnEach(
                confirmed,
                (host, cancellationToken) => controls[host].Run(cancellationToken),
                (host, result) =>
                {
                    progress.Done(host.ComputerName);
                    Write(result);
                    if (result.Status is WorkerChangeStatus.Failed or WorkerChangeStatus.Draining)
                    {
                        failed ??= host.ComputerName;
                        WriteError(controls[host].Error is { } error ? HostErrors.ToErrorRecord(error) : NotDone(result));
                    }
                });
            return failed is not null && !IsWhatIf ? failed : null;
        }
        catch (Exception)
        {
            // Ctrl+C, or somebody downstream wants no more. The streams are closed then, and the person must know all the same.
            foreach (var (host, state) in controls.Select(one => (one.Key, one.Value.WhenLeft)).Where(one => one.WhenLeft is not null))
            {
                Host.UI?.WriteWarningLine($"{host.ComputerName}: {state}");
            }

            throw;
        }
        finally
        {
            foreach (var control in controls.Values)
            {
                control.Dispose();
            }
        }

        void OnEach<TResult>(IReadOnlyList<TravisHost> hosts, Func<TravisHost, CancellationToken, TResult> work, Action<TravisHost, TResult> completed)
        {
            if (hosts.Count > 0)
            {
                Pump((poster, cancellationToken) =>
                {
                    post = poster;
                    return HostFanOut.RunAsync(hosts, ThrottleLimit, work, (host, result) => poster(() => completed(host, result)), cancellationToken);
                });
            }
        }
    }

    private static (WorkerLook? Found, HostException? Error) Look(WorkerControl control, CancellationToken cancellationToken)
    {
        try
        {
            return (control.Look(cancellationToken), null);
        }
        catch (HostException error)
        {
            return (null, error);
        }
    }

    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) && given is SwitchParameter whatIf
        ? whatIf.IsPresent
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private bool Confirm(WorkerLook look, WorkerControl control)
    {
        WriteDebug($"{look.ComputerName}:{Environment.NewLine}{control.Script}");
        var what = Describe(look);
        return ShouldProcess(IsWhatIf ? $"{what}{Environment.NewLine}{ScriptOf(look, control)}" : what, what + "?", Activity);
    }

    private string Describe(WorkerLook look)
    {
        var action = Change.Action == WorkerAction.Restart
            ? $"restart travis-worker {look.Version}"
            : $"update travis-worker {look.Version} to {look.Target ?? Change.Version ?? "the newest"}";
        var jobs = (DrainTimeoutSeconds, Force.IsPresent) switch
        {
            (0, true) => "at once, aborting the jobs that run",
            (_, true) => $"once its jobs have ended, aborting those that still run after {DrainTimeoutSeconds} s",
            _ => $"once its jobs have ended, within {DrainTimeoutSeconds} s",
        };
        return look.Problem is { } problem ? $"{look.ComputerName} ({look.Layout}): {action}. It can't be done: {problem}" : $"{look.ComputerName} ({look.Layout}, {look.Service}): {action} {jobs}.";
    }

    /// <summary>The script is the same for all workers; it is shown once.</summary>
    private string ScriptOf(WorkerLook look, WorkerControl control)
    {
        var text = control.Script;
        var same = text.Substring(text.IndexOf("tv_lib=", StringComparison.Ordinal));
        var header = text.Substring(0, text.Length - same.Length);
        return _shownScripts.Add(same)
            ? $"As root on {look.ComputerName}, sent to sh on standard input, first with tv_step=begin, then with tv_step=more until it is over, and at the end with tv_step=end:{Environment.NewLine}{header}{same}"
            : $"As root on {look.ComputerName}, the same script with:{Environment.NewLine}{header}";
    }

    private void Write(WorkerChangeResult result) => WriteObject(ResultObject.From(result));

    private WorkerChangeResult NotBegun(TravisHost host, string failed) => new()
    {
        ComputerName = host.ComputerName,
        Action = Change.Action,
        Status = WorkerChangeStatus.NotBegun,
        Message = $"Not begun, because of {failed}. The worker was not touched.",
    };

    private WorkerChangeResult Unreachable(TravisHost host, HostException error) => new()
    {
        ComputerName = host.ComputerName,
        Action = Change.Action,
        Status = WorkerChangeStatus.Failed,
        Message = $"{error.Message} The worker was not touched.",
        Remedy = error.Remedy,
    };

    private static ErrorRecord NotDone(WorkerChangeResult result)
    {
        var message = $"{result.ComputerName}: {result.Message}";
        var (id, category) = result.Status == WorkerChangeStatus.Draining
            ? ("WorkerStillDraining", ErrorCategory.OperationTimeout)
            : ($"Worker{result.Action}Failed", ErrorCategory.InvalidResult);
        return new ErrorRecord(new InvalidOperationException(message), id, category, result.ComputerName)
        {
            ErrorDetails = new ErrorDetails(message) { RecommendedAction = result.Remedy ?? string.Empty },
        };
    }
}
