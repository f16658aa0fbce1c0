using System;
using System.Management.Automation;
using TravisOps.Checks.Docker;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Support;

/// <summary>Turns "Docker's answer of this host can't be used" into an error record.</summary>
internal static class DockerErrors
{
    /// <summary>The one error record of a host: its target is the computer name, its recommended action the remedy.</summary>
    public static ErrorRecord ToErrorRecord(string computerName, DockerFailure failure)
    {
        var (id, category) = (failure.Problem, failure.Status) switch
        {
            (DockerProblem.NotInstalled, _) => ("DockerNotInstalled", ErrorCategory.NotInstalled),
            (DockerProblem.NotRunning, _) => ("DockerNotRunning", ErrorCategory.ResourceUnavailable),
            (DockerProblem.PermissionDenied, _) => ("DockerPermissionDenied", ErrorCategory.PermissionDenied),
            (DockerProblem.None, EvidenceStatus.TimedOut) => ("DockerTimeout", ErrorCategory.OperationTimeout),
            (DockerProblem.None, EvidenceStatus.Lost) => ("ConnectionLost", ErrorCategory.ConnectionError),
            (DockerProblem.None, _) => ("DockerNotAsked", ErrorCategory.ObjectNotFound),
            _ => ("DockerAnswerInvalid", ErrorCategory.InvalidData),
        };
        return new ErrorRecord(new InvalidOperationException(failure.Message), id, category, computerName)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.Remedy },
        };
    }
}
