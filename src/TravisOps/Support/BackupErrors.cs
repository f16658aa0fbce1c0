using System;
using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Backups;
using TravisOps.Ssh;

namespace TravisOps.Support;

/// <summary>What errors about backups of data, their tests and their restores are called. The ids are stable.</summary>
internal static class BackupErrors
{
    private static readonly Dictionary<BackupProblem, (string Id, ErrorCategory Category)> Errors = new()
    {
        [BackupProblem.NotFound] = ("BackupNotFound", ErrorCategory.ObjectNotFound),
        [BackupProblem.ManifestInvalid] = ("BackupManifestInvalid", ErrorCategory.InvalidData),
        [BackupProblem.ArchiveDamaged] = ("BackupArchiveDamaged", ErrorCategory.InvalidData),
        [BackupProblem.DestinationUnusable] = ("BackupDestinationUnusable", ErrorCategory.WriteError),
        [BackupProblem.DestinationFull] = ("BackupDestinationFull", ErrorCategory.ResourceUnavailable),
        [BackupProblem.DestinationExists] = ("BackupDestinationExists", ErrorCategory.ResourceExists),
        [BackupProblem.NothingToBackUp] = ("BackupNothingToBackUp", ErrorCategory.ObjectNotFound),
        [BackupProblem.DatabaseUnavailable] = ("BackupDatabaseUnavailable", ErrorCategory.ResourceUnavailable),
        [BackupProblem.CompressorMissing] = ("BackupCompressorMissing", ErrorCategory.NotInstalled),
        [BackupProblem.NotStopped] = ("BackupNotStopped", ErrorCategory.OperationStopped),
        [BackupProblem.DatabaseRunning] = ("BackupDatabaseRunning", ErrorCategory.ResourceBusy),
        [BackupProblem.StreamBroken] = ("BackupStreamBroken", ErrorCategory.ConnectionError),
        [BackupProblem.NotStarted] = ("BackupNotStarted", ErrorCategory.OperationStopped),
        [BackupProblem.TargetNotEmpty] = ("RestoreTargetNotEmpty", ErrorCategory.ResourceExists),
        [BackupProblem.TargetUnsuitable] = ("RestoreTargetUnsuitable", ErrorCategory.InvalidOperation),
        [BackupProblem.RestoreNotVerified] = ("RestoreNotVerified", ErrorCategory.InvalidResult),
        [BackupProblem.RestoreFailed] = ("RestoreFailed", ErrorCategory.OperationStopped),
        [BackupProblem.RestoreTakenBack] = ("RestoreTakenBack", ErrorCategory.OperationStopped),
        [BackupProblem.RestoreStuck] = ("RestoreStuck", ErrorCategory.InvalidOperation),
    };

    /// <summary>One error; its recommended action is the remedy. Of a host that could not be used it is the host's.</summary>
    /// <param name="error">A <see cref="BackupException"/>, a <see cref="HostException"/>, or what reading a file throws.</param>
    /// <param name="target">The computer name or the backup.</param>
    public static ErrorRecord ToErrorRecord(Exception error, string target) => error switch
    {
        HostException host => HostErrors.ToErrorRecord(host),
        BackupException backup => new ErrorRecord(backup, Errors[backup.Problem].Id, Errors[backup.Problem].Category, target)
        {
            ErrorDetails = new ErrorDetails(backup.Message) { RecommendedAction = backup.Remedy },
        },
        UnauthorizedAccessException => new ErrorRecord(error, "BackupNotReadable", ErrorCategory.PermissionDenied, target),
        _ => new ErrorRecord(error, "BackupNotReadable", ErrorCategory.ReadError, target),
    };
}
