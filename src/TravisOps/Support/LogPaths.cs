using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace TravisOps.Support;

/// <summary>Files and folders that were given as logs.</summary>
internal static class LogPaths
{
    /// <summary>The full paths, wildcards expanded, each once. What is not there, or not of the file system, is an error and the others go on.</summary>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, IEnumerable<string> paths)
    {
        var found = new List<string>();
        foreach (var path in paths)
        {
            // A name as it stands comes first: [ is a letter of file names too.
            var literal = FilePaths.Resolve(cmdlet.SessionState, path, out var error);
            if (literal is null)
            {
                cmdlet.WriteError(error);
            }
            else if (File.Exists(literal) || Directory.Exists(literal))
            {
                found.Add(literal);
            }
            else
            {
                found.AddRange(Expand(cmdlet, path));
            }
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The error of a file that can't be read.</summary>
    public static ErrorRecord NotReadable(string file, Exception error)
    {
        var message = $"{file} can't be read: {error.Message}";
        return error is InvalidDataException
            ? new ErrorRecord(new InvalidDataException(message, error), "LogInvalid", ErrorCategory.InvalidData, file)
            : new ErrorRecord(new IOException(message, error), "LogNotReadable", error is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.ReadError, file);
    }

    private static Collection<string> Expand(PSCmdlet cmdlet, string path)
    {
        try
        {
            if (WildcardPattern.ContainsWildcardCharacters(path))
            {
                var all = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
                if (all.Count > 0)
                {
                    return all;
                }
            }
        }
        catch (ItemNotFoundException)
        {
            // The error below says it in the same words for both.
        }

        cmdlet.WriteError(new ErrorRecord(new ItemNotFoundException($"There is no file and no folder '{path}'."), "PathNotFound", ErrorCategory.ObjectNotFound, path));
        return [];
    }
}
