using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using TravisOps.Checks;
using TravisOps.Completion;
using TravisOps.Evidence;
using TravisOps.KnownIssues;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Searches logs for what is known to go wrong, and tells the cause and what helps.</summary>
[Cmdlet(VerbsCommon.Find, "TravisKnownIssue", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(KnownIssueFinding))]
public sealed class FindTravisKnownIssueCommand : EvidenceCmdlet
{
    private const string FromPath = "Path";

    /// <summary>Blocks are read thousands of times a second, and the pipeline thread is asked less often.</summary>
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly List<string> _paths = [];
    private readonly List<ErrorRecord> _notReadable = [];
    private BundleIssueSearch? _evidence;

    /// <summary>Files and folders to search instead of the hosts' logs.</summary>
    [Parameter(ParameterSetName = FromPath, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Only these issues.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KnownIssueCompleter))]
    public string[] Id { get; set; } = ["*"];

    /// <summary>Nothing older than that: a time, a time span, or how long ago (30m, 2h, 1d).</summary>
    [Parameter]
    [SinceTransformation]
    public DateTime? Since { get; set; }

    private protected override string Activity => "Searching logs for known issues";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _paths.AddRange(Path);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var issues = SelectIssues();
        switch (ParameterSetName)
        {
            case FromPath:
                SearchPaths(LogPaths.Resolve(this, _paths), issues);
                break;
            case FromEvidence:
                _evidence = new BundleIssueSearch(issues, Since) { NotReadable = (log, error) => _notReadable.Add(LogPaths.NotReadable(log, error)) };
                base.EndProcessing();
                break;
            default:
                SearchHosts(SelectHosts(), issues);
                break;
        }
    }

    private protected override void Judge(HostEvidence evidence)
    {
        if (evidence.Failure is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        WriteAll(_evidence!.Run(evidence));
    }

    private protected override void TakeLog(string path, Stream content) => _evidence!.Take(path, content);

    private protected override void JudgeFleet(Fleet fleet)
    {
        WriteAll(EvidenceIssueSearch.Run(fleet, SelectIssues()));
        _notReadable.ForEach(WriteError);
    }

    private void SearchHosts(IReadOnlyList<TravisHost> hosts, IReadOnlyList<KnownIssue> issues)
    {
        var options = Options();
        ForEachHost(
            Activity,
            hosts,
            (host, cancellationToken) => HostIssueSearch.Run(host, issues, Since, options, cancellationToken),
            (host, result) =>
            {
                WriteVerbose($"{host.ComputerName}: searched {(result.Searched.Count == 0 ? "nothing" : string.Join(", ", result.Searched))}.");
                if (result.Failure is { } failure)
                {
                    WriteError(HostErrors.ToErrorRecord(host.ComputerName, failure));
                }
                else
                {
                    foreach (var reason in result.Missed)
                    {
                        WriteWarning($"{host.ComputerName}: not searched: {reason}.");
                    }
                }

                WriteAll(result.Findings);
            });
    }

    private void SearchPaths(IReadOnlyList<string> paths, IReadOnlyList<KnownIssue> issues)
    {
        var progress = new ByteProgress(this, Activity);
        var sinceLast = Stopwatch.StartNew();
        try
        {
            Pump((post, cancellationToken) =>
            {
                var search = new FileIssueSearch(issues, Since)
                {
                    Progress = (file, done, total) =>
                    {
                        if (sinceLast.Elapsed >= ProgressInterval)
                        {
                            sinceLast.Restart();
                            post(() => progress.Show(System.IO.Path.GetFileName(file), done, total));
                        }
                    },
                    NotReadable = (file, error) => post(() => WriteError(LogPaths.NotReadable(file, error))),
                };
                foreach (var path in paths)
                {
                    foreach (var finding in search.Run(path, cancellationToken))
                    {
                        post(() => WriteObject(ResultObject.From(finding)));
                    }
                }

                return System.Threading.Tasks.Task.CompletedTask;
            });
        }
        finally
        {
            if (!Stopping)
            {
                progress.End();
            }
        }
    }

    private List<KnownIssue> SelectIssues()
    {
        List<WildcardPattern> patterns = [.. Id.Select(id => WildcardPattern.Get(id, WildcardOptions.IgnoreCase))];
        List<KnownIssue> issues = [.. KnownIssueCatalog.All.Where(issue => patterns.Any(pattern => pattern.IsMatch(issue.Id)))];
        if (issues.Count == 0)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ItemNotFoundException($"No known issue is called '{string.Join("', '", Id)}'."), "KnownIssueNotFound", ErrorCategory.ObjectNotFound, Id));
        }

        return issues;
    }

    private void WriteAll(IEnumerable<KnownIssueFinding> findings)
    {
        foreach (var finding in findings)
        {
            WriteObject(ResultObject.From(finding));
        }
    }
}
