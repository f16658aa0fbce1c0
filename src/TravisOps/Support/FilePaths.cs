using System;
using System.IO;
using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace TravisOps.Support;

/// <summary>Paths as people give them: relative to the session's location, on a PowerShell drive, with <c>~</c>.</summary>
internal static class FilePaths
{
    /// <summary>The session's place in the file system; the process's where the session shows no file system, as endpoints of Just Enough Administration do unless told otherwise.</summary>
    public static string CurrentFolder(SessionState session)
    {
        try
        {
            return session.Path.CurrentFileSystemLocation.ProviderPath;
        }
        catch (Exception exception) when (exception is DriveNotFoundException or ProviderNotFoundException)
        {
            return Environment.CurrentDirectory;
        }
    }

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
        catch (ProviderNotFoundException) when (IsFull(path))
        {
            // The session shows no file system; a full path needs none.
            return Path.GetFullPath(path);
        }
        catch (ProviderNotFoundException exception)
        {
            error = new ErrorRecord(
                new ItemNotFoundException($"'{path}': this session shows no file system. Give the full path, or let its configuration show the provider: -VisibleProviders FileSystem.", exception),
                "PathNotFound",
                ErrorCategory.ObjectNotFound,
                path);
        }
        catch (DriveNotFoundException exception)
        {
            error = new ErrorRecord(
                new ItemNotFoundException($"'{path}': this session has no such drive. Elevated sessions and scheduled tasks do not see drives that were mapped elsewhere: give the full path, such as \\\\server\\share\\file.", exception),
                "PathNotFound",
                ErrorCategory.ObjectNotFound,
                path);
        }

        return null;
    }

    // Path.IsPathFullyQualified, which .NET Framework lacks.
    private static bool IsFull(string path) => Path.DirectorySeparatorChar == '/'
        ? path.StartsWith("/", StringComparison.Ordinal)
        : path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/');
}
