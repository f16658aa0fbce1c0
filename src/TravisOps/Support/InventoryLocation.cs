using System;
using System.IO;
using TravisOps.Installations;

namespace TravisOps.Support;

/// <summary>Where this process finds its inventory.</summary>
internal static class InventoryLocation
{
    /// <summary>The file that was given, or the first that is found in the usual places.</summary>
    /// <param name="path">Full path, or null.</param>
    /// <param name="folder">The session's location in the file system.</param>
    /// <param name="parameterName">The parameter that the path came from or could have come from; for messages.</param>
    /// <exception cref="InventoryException">There is none.</exception>
    public static string Find(string? path, string folder, string parameterName) => InventoryFile.Find(
        path,
        Environment.GetEnvironmentVariable(InventoryFile.EnvironmentVariable),
        folder,
        InventoryFile.UserConfigDirectory,
        parameterName);

    /// <summary>
    /// The file that an export writes to: the one that was given or that the environment variable names, there or not; else the one
    /// in this folder when there is one; else the user's own.
    /// </summary>
    /// <param name="path">Full path, or null.</param>
    /// <param name="folder">The session's location in the file system.</param>
    public static string ForWriting(string? path, string folder)
    {
        if (path is not null)
        {
            return path;
        }

        var named = Environment.GetEnvironmentVariable(InventoryFile.EnvironmentVariable);
        if (!string.IsNullOrEmpty(named))
        {
            return Path.GetFullPath(Path.Combine(folder, named));
        }

        var here = Path.Combine(folder, InventoryFile.Name);
        return File.Exists(here) ? here : InventoryFile.UserPath;
    }
}
