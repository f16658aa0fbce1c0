using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using TravisOps.Bundles;

namespace TravisOps.Completion;

/// <summary>Completes the areas of a support bundle.</summary>
public sealed class BundleSourceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        BundleSources.All.Where(source => source.Name.StartsWith(wordToComplete ?? string.Empty, StringComparison.OrdinalIgnoreCase))
            .Select(source => new CompletionResult(source.Name, source.Name, CompletionResultType.ParameterValue, source.Title));
}
