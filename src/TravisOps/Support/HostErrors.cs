using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Support;

/// <summary>Turns "could not look at this host" into an error record. The error id is the name of the kind and is stable.</summary>
internal static class HostErrors
{
    private static readonly Dictionary<HostFailureKind, ErrorCategory> Categories = new()
    {
        [HostFailureKind.NameNotFound] = ErrorCategory.ConnectionError,
        [HostFailureKind.ConnectionRefused] = ErrorCategory.ConnectionError,
        [HostFailureKind.NoAnswer] = ErrorCategory.OperationTimeout,
        [HostFailureKind.Unreachable] = ErrorCategory.ConnectionError,
        [HostFailureKind.NotSsh] = ErrorCategory.ConnectionError,
        [HostFailureKind.NoCommonAlgorithm] = ErrorCategory.ConnectionError,
        [HostFailureKind.HostKeyUnknown] = ErrorCategory.SecurityError,
        [HostFailureKind.HostKeyChanged] = ErrorCategory.SecurityError,
        [HostFailureKind.HostKeyRevoked] = ErrorCategory.SecurityError,
        [HostFailureKind.BadClientConfiguration] = ErrorCategory.InvalidArgument,
        [HostFailureKind.AuthenticationFailed] = ErrorCategory.AuthenticationError,
        [HostFailureKind.PasswordExpired] = ErrorCategory.AuthenticationError,
        [HostFailureKind.SudoPasswordRequired] = ErrorCategory.PermissionDenied,
        [HostFailureKind.SudoPasswordWrong] = ErrorCategory.PermissionDenied,
        [HostFailureKind.SudoDenied] = ErrorCategory.PermissionDenied,
        [HostFailureKind.ConnectionLost] = ErrorCategory.ConnectionError,
        [HostFailureKind.Timeout] = ErrorCategory.OperationTimeout,
        [HostFailureKind.LogNotFound] = ErrorCategory.ObjectNotFound,
        [HostFailureKind.InvalidAnswer] = ErrorCategory.InvalidData,
        [HostFailureKind.Other] = ErrorCategory.NotSpecified,
    };

    /// <summary>The one error record of a host: its target is the computer name, its recommended action the remedy.</summary>
    public static ErrorRecord ToErrorRecord(string computerName, HostFailure failure) =>
        ToErrorRecord(new HostException(failure.Kind, computerName, failure.Message, failure.Remedy));

    /// <inheritdoc cref="ToErrorRecord(string, HostFailure)"/>
    public static ErrorRecord ToErrorRecord(HostException exception)
    {
        var category = Categories.TryGetValue(exception.Kind, out var known) ? known : ErrorCategory.NotSpecified;
        return new ErrorRecord(exception, exception.Kind.ToString(), category, exception.ComputerName)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.Remedy },
        };
    }
}
