using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Backups;

namespace TravisOps.Support;

/// <summary>What errors about backups of data are called. The error id is the name of the problem with "Backup" before it, and is stable.</summary>
internal static class BackupErrors
{
    private static readonly Dictionary<BackupProblem, ErrorCategory> Categories = new()
    {
        [BackupProblem.ManifestInvalid] = ErrorCategory.InvalidData,
        [BackupProblem.ArchiveDamaged] = ErrorCategory.InvalidData,
        [BackupProblem.DestinationUnusable] = ErrorCategory.WriteError,
        [BackupProblem.DestinationFull] = ErrorCategory.ResourceUnavailable,
        [BackupProblem.DestinationExists] = ErrorCategory.ResourceExists,
        [BackupProblem.NothingToBackUp] = ErrorCategory.ObjectNotFound,
        [BackupProblem.DatabaseUnavailable] = ErrorCategory.ResourceUnavailable,
        [BackupProblem.NotStopped] = ErrorCategory.OperationStopped,
        [BackupProblem.DatabaseRunning] = ErrorCategory.ResourceBusy,
        [BackupProblem.StreamBroken] = ErrorCategory.ConnectionError,
        [BackupProblem.NotStarted] = ErrorCategory.OperationStopped,
    };

    /// <summary>One error: its target is the computer name or the file, its recommended action the remedy.</summary>
    public static ErrorRecord ToErrorRecord(object target, BackupException exception) =>
        new(exception, "Backup" + exception.Problem, Categories.TryGetValue(exception.Problem, out var known) ? known : ErrorCategory.NotSpecified, target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.Remedy },
        };
}
