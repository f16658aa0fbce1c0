using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using TravisOps.KnownIssues;

namespace TravisOps.Completion;

/// <summary>Completes the ids of known issues; their causes are the tooltips.</summary>
internal sealed class KnownIssueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => CompletionInventory.Complete(
            KnownIssueCatalog.All.OrderBy(issue => issue.Id, StringComparer.Ordinal).Select(issue => (issue.Id, issue.Cause)),
            wordToComplete);
}
