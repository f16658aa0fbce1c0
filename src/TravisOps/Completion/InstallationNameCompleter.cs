using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TravisOps.Completion;

/// <summary>Completes -Name with the installations of the inventory.</summary>
internal sealed class InstallationNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => CompletionInventory.Complete(
            CompletionInventory.Read(fakeBoundParameters).Select(i => (i.Name, $"{i.Platform.ComputerName} and {i.Workers.Count} workers")),
            wordToComplete);
}
