using System;
using System.Linq;
using System.Management.Automation;
using TravisOps.Completion;

namespace TravisOps.Commands;

/// <summary>Reads installations from the inventory.</summary>
[Cmdlet(VerbsCommon.Get, "TravisInstallation")]
[OutputType(typeof(TravisInstallation))]
public sealed class GetTravisInstallationCommand : TravisCmdlet
{
    /// <summary>Names of installations; without it all of the file.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InstallationNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The inventory file, when it is not in one of its usual places.</summary>
    [Parameter]
    [Alias("InventoryPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var inventory = ReadInventory(Path, nameof(Path));
        if (Name.Length == 0)
        {
            WriteObject(inventory.Installations, enumerateCollection: true);
            return;
        }

        // A name without wildcards that is not there is an error; a pattern that matches nothing is an answer.
        foreach (var name in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)))
        {
            OrInventoryError(() => inventory.Select(name));
        }

        var patterns = Array.ConvertAll(Name, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase));
        WriteObject(
            inventory.Installations.Where(installation => Array.Exists(patterns, pattern => pattern.IsMatch(installation.Name))),
            enumerateCollection: true);
    }
}
