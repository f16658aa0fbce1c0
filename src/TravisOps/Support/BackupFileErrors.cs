using System;
using System.Management.Automation;
using TravisOps.Backups;
using TravisOps.Ssh;

namespace TravisOps.Support;

/// <summary>Turns "this backup could not be used" into an error record; of a host it is the host's.</summary>
internal static class BackupFileErrors
{
    /// <summary>The error record; its target is the backup, or the computer name.</summary>
    public static ErrorRecord ToErrorRecord(Exception error, string path) => error switch
    {
        HostException host => HostErrors.ToErrorRecord(host),
        BackupException backup => new ErrorRecord(backup, backup.Problem.ToString(), CategoryOf(backup.Problem), path)
        {
            ErrorDetails = new ErrorDetails(backup.Message) { RecommendedAction = backup.Remedy },
        },
        UnauthorizedAccessException => new ErrorRecord(error, "BackupNotReadable", ErrorCategory.PermissionDenied, path),
        _ => new ErrorRecord(error, "BackupNotReadable", ErrorCategory.ReadError, path),
    };

    private static ErrorCategory CategoryOf(BackupProblem problem) => problem switch
    {
        BackupProblem.ManifestInvalid or BackupProblem.ArchiveDamaged => ErrorCategory.InvalidData,
        BackupProblem.DestinationExists => ErrorCategory.ResourceExists,
        _ => ErrorCategory.InvalidOperation,
    };
}
