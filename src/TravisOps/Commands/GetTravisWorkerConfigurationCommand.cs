using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TravisOps.Checks;
using TravisOps.Checks.Workers;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Support;
using TravisOps.Workers;

namespace TravisOps.Commands;

/// <summary>Reads the settings of workers as their start script makes them, each with its file and line.</summary>
[Cmdlet(VerbsCommon.Get, "TravisWorkerConfiguration", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(WorkerSetting))]
public sealed class GetTravisWorkerConfigurationCommand : EvidenceCmdlet
{
    /// <summary>Only settings of these names; one without TRAVIS_WORKER_ before it stands for both.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.WorkerSettingCompleter))]
    public string[]? Setting { get; set; }

    /// <summary>Also lines that have no effect.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Fetches secrets and shows them as they are.</summary>
    [Parameter]
    public SwitchParameter ShowSecret { get; set; }

    private protected override string Activity => "Reading the settings of workers";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!Role.Contains(TravisRole.Worker))
        {
            WriteWarning("Only workers have these settings: nothing was looked at.");
            return;
        }

        if (ShowSecret && ParameterSetName == FromEvidence)
        {
            WriteWarning("Recorded evidence has no secrets, only marks that tell equal ones: -ShowSecret needs the hosts.");
        }

        Role = [TravisRole.Worker];
        base.EndProcessing();
    }

    private protected override IReadOnlyList<ProbeItem> PlanFor(TravisHost host) => [WorkerPlan.Settings(InstallationOf(host), ShowSecret)];

    private protected override void Judge(HostEvidence evidence)
    {
        if ((evidence.Failure ?? evidence.Connection.RootFailure) is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(evidence.ComputerName, failure));
            if (evidence.Failure is not null)
            {
                return;
            }
        }

        var (settings, obstacle) = WorkerSettings.Read(evidence, All);
        if (obstacle is not null)
        {
            WriteError(Unreadable(evidence.ComputerName, obstacle));
            return;
        }

        var patterns = Setting?.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        foreach (var setting in settings.Where(one => patterns is null || patterns.Any(pattern => Fits(pattern, one.Name))))
        {
            WriteObject(ResultObject.From(setting));
        }
    }

    private static bool Fits(WildcardPattern pattern, string name) =>
        pattern.IsMatch(name) || (name.StartsWith("TRAVIS_WORKER_", StringComparison.Ordinal) && pattern.IsMatch(name.Substring("TRAVIS_WORKER_".Length)));

    private static ErrorRecord Unreadable(string computerName, Finding obstacle) =>
        new(new InvalidOperationException($"{computerName}: {obstacle.Message}"), "WorkerSettingsUnreadable", ErrorCategory.InvalidData, computerName)
        {
            ErrorDetails = new ErrorDetails($"{computerName}: {obstacle.Message}") { RecommendedAction = obstacle.Remedy },
        };
}
