using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TravisOps.Baselines;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Compares a baseline with the hosts as they are now, with recorded evidence, or with another baseline.</summary>
[Cmdlet(VerbsData.Compare, "TravisBaseline", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(BaselineDifference))]
public sealed class CompareTravisBaselineCommand : EvidenceCmdlet
{
    private const string FromFiles = "Files";

    private readonly DateTime _now = DateTime.UtcNow;
    private readonly List<BaselineHost> _hosts = [];
    private TravisBaseline _before = new() { Installation = string.Empty, CreatedAt = default, Hosts = [] };

    /// <summary>The baseline, from Save-TravisBaseline.</summary>
    /// <remarks>Needed, and not Mandatory: the engine would ask for it, and nothing may wait for a person in a scheduled task.</remarks>
    [Parameter]
    [Alias("ReferencePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>A later baseline: the two are compared, and nothing is contacted.</summary>
    [Parameter(ParameterSetName = FromFiles, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string DifferencePath { get; set; } = string.Empty;

    private protected override string Activity => "Comparing with the baseline";

    // A day more: what changed while the baseline was being made.
    private protected override IReadOnlyList<ProbeItem> PlanFor(TravisHost host) => BaselinePlan.For(InstallationOf(host), host, _now, _before.CreatedAt.AddDays(-1));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!HasInput)
        {
            return;
        }

        if (Path is null)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("There is no baseline to compare with. Give -Path a file that Save-TravisBaseline wrote."), "BaselineMissing", ErrorCategory.InvalidArgument, null));
        }

        _before = Read(Path!);
        TravisBaseline after;
        if (ParameterSetName == FromFiles)
        {
            after = Read(DifferencePath);
            if (after.CreatedAt < _before.CreatedAt)
            {
                WriteWarning("The baseline of -DifferencePath is older than that of -Path: what is told as added was removed, and the other way round.");
            }

            if (IsNarrowed)
            {
                after = after with { Hosts = Narrow(after.Hosts, host => host.ComputerName, host => host.Role) };
            }
        }
        else
        {
            base.EndProcessing();
            if (_hosts.Count == 0)
            {
                return;
            }

            after = new() { Installation = _before.Installation, CreatedAt = _hosts.Max(host => host.CollectedAt), Hosts = _hosts };
        }

        // A host that was not asked for is not one that is gone.
        var before = !IsNarrowed ? _before : _before with
        {
            Hosts = [.. _before.Hosts.Where(host => after.Hosts.Any(one => string.Equals(one.ComputerName, host.ComputerName, StringComparison.OrdinalIgnoreCase)))],
        };
        foreach (var difference in BaselineComparer.Compare(before, after))
        {
            WriteObject(ResultObject.From(difference));
        }
    }

    private protected override void Judge(HostEvidence evidence)
    {
        if ((evidence.Failure ?? evidence.Connection.RootFailure) is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        if (!_hosts.Any(host => string.Equals(host.ComputerName, evidence.ComputerName, StringComparison.OrdinalIgnoreCase)))
        {
            _hosts.Add(BaselineFacts.Of(evidence));
        }
    }

    private bool IsNarrowed => ComputerName is not null || MyInvocation.BoundParameters.ContainsKey(nameof(Role));

    private TravisBaseline Read(string given)
    {
        var path = ResolvePath(given);
        try
        {
            return BaselineStore.Read(path);
        }
        catch (BaselineException exception)
        {
            ThrowTerminatingError(new ErrorRecord(exception, "BaselineInvalid", exception.InnerException is System.IO.FileNotFoundException or System.IO.DirectoryNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidData, path));
            throw;
        }
    }
}
