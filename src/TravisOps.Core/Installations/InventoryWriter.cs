using System;
using System.IO;
using System.Linq;
using TravisOps.Files;

namespace TravisOps.Installations;

/// <summary>Puts an installation into an inventory file: only what was given, and all or nothing.</summary>
public static class InventoryWriter
{
    /// <summary>
    /// Adds the installation to the file, which is made when it is not there. The rest of the file stays byte for byte;
    /// when an installation is replaced, comments between its lines are lost.
    /// </summary>
    /// <param name="installation">What to write.</param>
    /// <param name="path">The file.</param>
    /// <param name="replace">Replace an installation of the same name; without it that is an error.</param>
    /// <exception cref="InventoryException">The file is not a valid inventory, it has an installation of that name, or it could not be written. It is as it was before.</exception>
    public static void Write(TravisInstallation installation, string path, bool replace = false)
    {
        var fullPath = AtomicFile.TargetOf(Path.GetFullPath(path));
        var folder = Path.GetDirectoryName(fullPath)!;
        var old = File.Exists(fullPath) ? InventoryBytes.Read(fullPath) : InventoryBytes.Empty;
        var before = YamlTree.Parse(old.Text, fullPath) is null ? null : InventoryReader.Parse(old.Text, fullPath);
        var sameName = before?.Installations.FirstOrDefault(other => IsNamed(other, installation.Name));
        if (sameName is not null && !replace)
        {
            throw new InventoryException(
                InventoryErrorKind.AlreadyThere,
                $"{fullPath} already has the installation {ValueText.Show(sameName.Name)}; use -Force to replace it.");
        }

        var text = InventoryText.With(old.Text, fullPath, Movable(installation, folder));
        Verify(text, fullPath, before, installation);
        try
        {
            AtomicFile.Replace(fullPath, old.Encode(text), expected: File.Exists(fullPath) ? old.Raw : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InventoryException(InventoryErrorKind.NotWritten, Origin.InFile(fullPath), $"the inventory was not written and is as it was: {e.Message}", e);
        }
    }

    /// <summary>The spec with paths that mean the same from the folder of the file.</summary>
    private static InstallationSpec Movable(TravisInstallation installation, string folder)
    {
        var given = installation.Given;
        return string.Equals(given.BaseDirectory, folder, StringComparison.Ordinal)
            ? given
            : given with
            {
                Settings = Move(given.Settings),
                Platform = given.Platform with { Settings = Move(given.Platform.Settings) },
                Workers = [.. given.Workers.Select(worker => worker with { Settings = Move(worker.Settings) })],
            };

        HostSettings Move(HostSettings settings) => settings with
        {
            KeyFilePath = MovePath(settings.KeyFilePath),
            KnownHostsPath = MovePath(settings.KnownHostsPath),
        };

        string? MovePath(string? path) =>
            path is not null && SettingPath.IsRelative(path) ? SettingPath.Resolve(path, given.BaseDirectory, out _) : path;
    }

    /// <summary>Reads the new text and holds it against what it has to say, before a byte of it reaches the disk.</summary>
    private static void Verify(string text, string path, Inventory? before, TravisInstallation installation)
    {
        var after = InventoryReader.Parse(text, path);
        var wanted = (before?.Installations ?? []).Select(other => IsNamed(other, installation.Name) ? installation : other).ToList();
        if (!wanted.Contains(installation))
        {
            wanted.Add(installation);
        }

        var isSame = string.Equals(after.GivenDefault, before?.GivenDefault, StringComparison.OrdinalIgnoreCase)
            && after.Installations.Count == wanted.Count
            && after.Installations.Zip(wanted, IsSame).All(same => same);
        if (!isSame)
        {
            throw new InventoryException(InventoryErrorKind.NotWritten, Origin.InFile(path), "the inventory was not written and is as it was: the new text would not have meant the same. Add the installation by hand");
        }
    }

    private static bool IsSame(TravisInstallation a, TravisInstallation b) =>
        a.Name == b.Name && a.PublicHostName == b.PublicHostName && a.Hosts.SequenceEqual(b.Hosts);

    private static bool IsNamed(TravisInstallation installation, string name) =>
        string.Equals(installation.Name, name, StringComparison.OrdinalIgnoreCase);
}
