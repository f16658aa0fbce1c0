using System;
using System.IO;

namespace TravisOps.Installations;

/// <summary>Where the inventory is.</summary>
public static class InventoryFile
{
    /// <summary>The environment variable that names an inventory file.</summary>
    public const string EnvironmentVariable = "TRAVISOPS_INVENTORY";

    /// <summary>The name of the file in the current and in the configuration folder.</summary>
    public const string Name = "travisops.yml";

    /// <summary>
    /// Finds the file, in this order: the path that was given, the environment variable, the current folder, the user's configuration folder.
    /// </summary>
    /// <param name="explicitPath">What the person gave; null or empty when nothing was given.</param>
    /// <param name="environmentPath">The value of <see cref="EnvironmentVariable"/>; null or empty when it is not set.</param>
    /// <param name="currentDirectory">The folder the person is in; relative paths start here.</param>
    /// <param name="userConfigDirectory">The folder for this user's configuration, see <see cref="UserConfigDirectory"/>.</param>
    /// <param name="parameterName">What <paramref name="explicitPath"/> is called where the person gave it; for messages.</param>
    /// <returns>The full path of a file that is there.</returns>
    /// <exception cref="InventoryException">A named file is not there, or there is none at all.</exception>
    public static string Find(string? explicitPath, string? environmentPath, string currentDirectory, string userConfigDirectory, string parameterName = "-Path")
    {
        if (!string.IsNullOrEmpty(explicitPath))
        {
            return Named(explicitPath!, parameterName, currentDirectory);
        }

        if (!string.IsNullOrEmpty(environmentPath))
        {
            return Named(environmentPath!, "$env:" + EnvironmentVariable, currentDirectory);
        }

        var here = Path.Combine(currentDirectory, Name);
        var users = Path.Combine(userConfigDirectory, Name);
        if (File.Exists(here))
        {
            return here;
        }

        return File.Exists(users)
            ? users
            : throw new InventoryException(
                InventoryErrorKind.NotFound,
                $"There is no inventory. Looked at: {parameterName} (not given), $env:{EnvironmentVariable} (not set), {here}, {users}. "
                + "To make one: New-TravisInstallation -Name production -Platform platform.example.com -Worker 'worker-[1:3].example.com' | Export-TravisInstallation");
    }

    /// <summary>The user's own inventory, whether it is there or not.</summary>
    public static string UserPath => Path.Combine(UserConfigDirectory, Name);

    /// <summary>
    /// The folder for this user's configuration of this module: <c>%APPDATA%\TravisOps</c> on Windows, elsewhere
    /// <c>$XDG_CONFIG_HOME/travisops</c> or <c>~/.config/travisops</c> (XDG Base Directory Specification).
    /// </summary>
    public static string UserConfigDirectory
    {
        get
        {
            if (Path.DirectorySeparatorChar == '\\')
            {
                return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "TravisOps");
            }

            // The specification says that a relative path in the variable is to be ignored.
            var configured = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
            var folder = !string.IsNullOrEmpty(configured) && configured![0] == '/'
                ? configured
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
            return Path.Combine(folder, "travisops");
        }
    }

    private static string Named(string given, string origin, string currentDirectory)
    {
        var path = SettingPath.Resolve(given, currentDirectory, out var problem)
            ?? throw Origin.OfParameter(origin).Error(problem!);
        if (File.Exists(path))
        {
            return path;
        }

        var what = Directory.Exists(path) ? $"is a folder; name the file in it, such as {Path.Combine(path, Name)}" : "is not there";
        throw new InventoryException(InventoryErrorKind.NotFound, $"The inventory {path}, named by {origin}, {what}.");
    }
}
