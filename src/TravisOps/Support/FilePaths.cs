using System;
using System.Management.Automation;

namespace TravisOps.Support;

/// <summary>Paths as people give them: relative to the session's location, on a PowerShell drive, with <c>~</c>.</summary>
internal static class FilePaths
{
    /// <summary>The full path of a file or folder, which need not exist.</summary>
    /// <param name="session">The session.</param>
    /// <param name="path">What was given.</param>
    /// <param name="error">Why it is no path of the file system, or null.</param>
    /// <returns>Null when there is an error.</returns>
    public static string? Resolve(SessionState session, string path, out ErrorRecord? error)
    {
        error = null;
        try
        {
            var full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal))
            {
                return full;
            }

            error = new ErrorRecord(new PSArgumentException($"'{path}' is in the {provider.Name} provider. Give a path of the file system."), "NotAFilePath", ErrorCategory.InvalidArgument, path);
        }
        catch (Exception exception) when (exception is DriveNotFoundException or ProviderNotFoundException)
        {
            error = new ErrorRecord(
                new ItemNotFoundException($"'{path}': this session has no such drive. Elevated sessions and scheduled tasks do not see drives that were mapped elsewhere: give the full path, such as \\\\server\\share\\file.", exception),
                "PathNotFound",
                ErrorCategory.ObjectNotFound,
                path);
        }

        return null;
    }
}
