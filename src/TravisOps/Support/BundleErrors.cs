using System.Management.Automation;
using TravisOps.Bundles;

namespace TravisOps.Support;

/// <summary>What errors about bundles are called.</summary>
internal static class BundleErrors
{
    /// <summary>The error record; its recommended action is the remedy.</summary>
    public static ErrorRecord ToErrorRecord(BundleException exception, string path)
    {
        var (id, category) = exception.Kind switch
        {
            BundleProblem.NotFound => ("BundleNotFound", ErrorCategory.ObjectNotFound),
            BundleProblem.Invalid => ("BundleInvalid", ErrorCategory.InvalidData),
            BundleProblem.NotWritten => ("BundleNotWritten", ErrorCategory.WriteError),
            BundleProblem.Locked => ("BundleLocked", ErrorCategory.SecurityError),
            BundleProblem.SecretLeft => ("BundleSecretLeft", ErrorCategory.SecurityError),
            BundleProblem.TooLarge => ("BundleTooLarge", ErrorCategory.LimitsExceeded),
            _ => ("BundleIncomplete", ErrorCategory.ResourceUnavailable),
        };
        return new ErrorRecord(exception, id, category, path)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.Remedy },
        };
    }
}
