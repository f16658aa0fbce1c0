using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using TravisOps.Baselines;
using TravisOps.Changes;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Saves what an installation is at this time in one file, to be compared with later.</summary>
[Cmdlet(VerbsData.Save, "TravisBaseline", DefaultParameterSetName = FromInventory, SupportsShouldProcess = true)]
[OutputType(typeof(BaselineFile))]
public sealed class SaveTravisBaselineCommand : EvidenceCmdlet
{
    private readonly DateTime _now = DateTime.UtcNow;
    private readonly List<BaselineHost> _hosts = [];

    /// <summary>The file to write; without it one named after the time, at the session's location.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Activity => "Gathering the baseline";

    private protected override IReadOnlyList<ProbeItem> PlanFor(TravisHost host) => BaselinePlan.For(InstallationOf(host), host, _now, _now - ChangeJudge.DefaultTime);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!HasInput)
        {
            return;
        }

        var path = ResolvePath(Path ?? $"travis-baseline-{_now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.json");
        Refuse(path);
        var installation = ParameterSetName == FromEvidence ? string.Empty : string.Join(", ", SelectInstallations().Select(one => one.Name).Distinct());
        var what = installation.Length == 0 ? "recorded evidence" : $"'{installation}'";
        if (!ShouldProcess(path, (File.Exists(path) ? "Replace the baseline by one of " : "Write a baseline of ") + what))
        {
            return;
        }

        base.EndProcessing();
        if (_hosts.Count == 0)
        {
            return;
        }

        if (_hosts.All(host => host.Failure is not null))
        {
            Refuse(path, new BaselineException(path, "None of the hosts could be looked at: there is nothing to save."), "BaselineEmpty", ErrorCategory.ResourceUnavailable);
        }

        var hosts = _hosts.GroupBy(host => host.ComputerName, StringComparer.OrdinalIgnoreCase).Select(group => group.First()).ToList();
        var baseline = new TravisBaseline { Installation = installation, CreatedAt = hosts.Max(host => host.CollectedAt), Hosts = hosts };
        try
        {
            BaselineStore.Write(path, baseline, Force);
        }
        catch (BaselineException exception)
        {
            Refuse(path, exception, "BaselineNotWritten", ErrorCategory.WriteError);
        }

        WriteObject(ResultObject.From(new BaselineFile
        {
            Path = path,
            Installation = installation,
            CreatedAt = baseline.CreatedAt,
            Facts = hosts.Sum(host => host.Facts.Count),
            ComputerName = [.. hosts.Where(host => host.Failure is null).Select(host => host.ComputerName).OrderBy(name => name, StringComparer.Ordinal)],
            Unreachable = [.. hosts.Where(host => host.Failure is not null).Select(host => host.ComputerName).OrderBy(name => name, StringComparer.Ordinal)],
        }));
    }

    private protected override void Judge(HostEvidence evidence)
    {
        if ((evidence.Failure ?? evidence.Connection.RootFailure) is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
        }

        _hosts.Add(BaselineFacts.Of(evidence));
    }

    /// <summary>Before anything is contacted: gathering takes a while, and it would be for nothing.</summary>
    private void Refuse(string path)
    {
        if (Directory.Exists(path) || (File.Exists(path) && !Force))
        {
            Refuse(path, new BaselineException(path, $"'{path}' is there already. Give another -Path, or -Force to replace a file."), "BaselineExists", ErrorCategory.ResourceExists);
        }

        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
        {
            Refuse(path, new BaselineException(path, $"The folder of '{path}' is not there. Make it, or give another -Path."), "BaselineFolderMissing", ErrorCategory.ObjectNotFound);
        }
    }

    private void Refuse(string path, BaselineException exception, string id, ErrorCategory category) => ThrowTerminatingError(new ErrorRecord(exception, id, category, path));
}
