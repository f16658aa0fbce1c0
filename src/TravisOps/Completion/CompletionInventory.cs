using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TravisOps.Installations;
using TravisOps.Support;

namespace TravisOps.Completion;

/// <summary>The inventory as a completer sees it: a file that is missing or broken completes to nothing, the command itself will tell.</summary>
internal static class CompletionInventory
{
    /// <summary>The installations of the inventory that the command line so far would use.</summary>
    public static IReadOnlyList<TravisInstallation> Read(IDictionary boundParameters) => Try(boundParameters)?.Installations ?? [];

    /// <summary>The installations that the command line so far would work on.</summary>
    public static IReadOnlyList<TravisInstallation> Selected(IDictionary boundParameters)
    {
        if (boundParameters["Installation"] is { } given)
        {
            return [.. LanguagePrimitives.GetEnumerable(Unwrap(given)) is { } several
                ? several.Cast<object?>().Select(Unwrap).OfType<TravisInstallation>()
                : new[] { Unwrap(given) }.OfType<TravisInstallation>()];
        }

        var inventory = Try(boundParameters);
        if (inventory is null)
        {
            return [];
        }

        var name = Text(boundParameters, "Name") ?? inventory.DefaultName;
        return name is null
            ? inventory.Installations
            : [.. inventory.Installations.Where(i => string.Equals(i.Name, name, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Completions for a word: those of the names that begin with it, quoted where PowerShell needs that.</summary>
    public static IEnumerable<CompletionResult> Complete(IEnumerable<(string Name, string ToolTip)> names, string word)
    {
        var pattern = WildcardPattern.Get(word.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return names
            .Where(one => pattern.IsMatch(one.Name))
            .Select(one => new CompletionResult(Quote(one.Name), one.Name, CompletionResultType.ParameterValue, one.ToolTip));
    }

    private static Inventory? Try(IDictionary boundParameters)
    {
        try
        {
            var path = Text(boundParameters, "InventoryPath") ?? Text(boundParameters, "Path");
            using var session = PowerShell.Create(RunspaceMode.CurrentRunspace);
            var paths = session.AddScript("$ExecutionContext.SessionState.Path").Invoke<PathIntrinsics>()[0];
            return InventoryReader.Read(InventoryLocation.Find(
                path is null ? null : paths.GetUnresolvedProviderPathFromPSPath(path),
                paths.CurrentFileSystemLocation.ProviderPath,
                "-Path"));
        }
        catch (Exception exception) when (exception is InventoryException or RuntimeException)
        {
            return null;
        }
    }

    private static string? Text(IDictionary boundParameters, string name) => Unwrap(boundParameters[name]) as string;

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string Quote(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') ? name : "'" + name.Replace("'", "''") + "'";
}
