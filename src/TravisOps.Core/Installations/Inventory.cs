using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Installations;

/// <summary>The installations of one inventory file, in its order.</summary>
public sealed class Inventory
{
    internal Inventory(string path, IReadOnlyList<TravisInstallation> installations, string? givenDefault)
    {
        Path = path;
        Installations = installations;
        GivenDefault = givenDefault;
    }

    /// <summary>The file it was read from, as a full path.</summary>
    public string Path { get; }

    /// <summary>At least one.</summary>
    public IReadOnlyList<TravisInstallation> Installations { get; }

    /// <summary>The installation that is meant when none is named; null when there are several and the file names no default.</summary>
    public string? DefaultName => GivenDefault ?? (Installations.Count == 1 ? Installations[0].Name : null);

    internal string? GivenDefault { get; }

    /// <summary>The installation of that name, upper and lower case being the same; without a name the default or the only one.</summary>
    /// <exception cref="InventoryException">No installation has that name, or none was named and there is no default.</exception>
    public TravisInstallation Select(string? name = null)
    {
        var wanted = name ?? DefaultName ?? throw new InventoryException(
            InventoryErrorKind.Ambiguous,
            $"{Path} has several installations and no default: {Names()}. Name one with -Name, or add the line 'default: {Installations[0].Name}' to the file.");

        return Installations.FirstOrDefault(installation => string.Equals(installation.Name, wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new InventoryException(
                InventoryErrorKind.NoSuchInstallation,
                $"{Path} has no installation {ValueText.Show(wanted)}{Meant(wanted)} It has: {Names()}.");
    }

    private string Meant(string name) =>
        ValueText.Nearest(name, [.. Installations.Select(installation => installation.Name)]) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    private string Names() => string.Join(", ", Installations.Select(installation => installation.Name));
}
