using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TravisOps.Completion;

/// <summary>Completes -ComputerName with the hosts of the installation that the command line so far would work on.</summary>
internal sealed class ComputerNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => CompletionInventory.Complete(
            CompletionInventory.Selected(fakeBoundParameters).SelectMany(i => i.Hosts).Select(h => (h.ComputerName, $"{h.Role} {h.Address}")),
            wordToComplete);
}
