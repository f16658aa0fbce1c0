using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using TravisOps.Logs;
using TravisOps.Ssh;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Reads travis-worker's log on all workers at once, and follows it.</summary>
[Cmdlet(VerbsCommon.Get, "TravisWorkerLog", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(LogEntry))]
public sealed class GetTravisWorkerLogCommand : HostCmdlet
{
    private const string FromPath = "Path";

    private readonly List<string> _paths = [];

    /// <summary>Files to read instead of the hosts' logs.</summary>
    [Parameter(ParameterSetName = FromPath, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Nothing older than that: a time, a time span, or how long ago (30m, 2h, 1d).</summary>
    [Parameter]
    [SinceTransformation]
    public DateTime? Since { get; set; }

    /// <summary>Only the last lines of each worker, that many.</summary>
    [Parameter]
    [Alias("Last")]
    [ValidateRange(1, 10_000_000)]
    public int? Tail { get; set; }

    /// <summary>Goes on with what the workers write from now on, until Ctrl+C.</summary>
    [Parameter(ParameterSetName = FromInventory)]
    [Parameter(ParameterSetName = FromInstallation)]
    [Alias("Wait")]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _paths.AddRange(Path);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var request = new WorkerLogRequest { Since = Since, Tail = Tail, Follow = Follow };
        if (ParameterSetName == FromPath)
        {
            foreach (var file in LogPaths.Resolve(this, _paths))
            {
                ReadFile(file, request);
            }

            return;
        }

        var hosts = SelectHosts();
        List<TravisHost> workers = [.. hosts.Where(host => host.Role == TravisRole.Worker)];
        if (workers.Count > 0)
        {
            ReadHosts(workers, request);
        }
        else if (hosts.Count > 0)
        {
            WriteWarning("There is no worker among these hosts, and only workers have this log.");
        }
    }

    private void ReadHosts(List<TravisHost> workers, WorkerLogRequest request)
    {
        var options = Options();
        HostProgress? progress = request.Follow ? null : new HostProgress(this, "Reading logs of workers", workers);
        progress?.Begin();
        try
        {
            Pump((post, cancellationToken) => HostFanOut.RunAsync(
                workers,

                // Whoever is followed is never done: a limit would leave the rest out.
                request.Follow ? workers.Count : ThrottleLimit,
                (host, token) => WorkerLog.Read(host, request, options, new EntryFeed<LogEntry>(post, Write, token).Add, token),
                (host, failure) => post(() =>
                {
                    if (failure is not null)
                    {
                        WriteError(HostErrors.ToErrorRecord(host.ComputerName, failure));
                    }

                    progress?.Done(host);
                }),
                cancellationToken));
        }
        finally
        {
            if (!Stopping)
            {
                progress?.End();
            }
        }
    }

    private void ReadFile(string file, WorkerLogRequest request)
    {
        try
        {
            foreach (var entry in WorkerLog.ReadFile(file, request, StopToken))
            {
                Write(entry);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            WriteError(LogPaths.NotReadable(file, error));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Write(LogEntry entry) => WriteObject(ResultObject.From(entry));
}
