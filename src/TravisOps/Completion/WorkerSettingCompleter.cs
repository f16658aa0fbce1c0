using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TravisOps.Completion;

/// <summary>Completes names of settings of travis-worker.</summary>
internal sealed class WorkerSettingCompleter : IArgumentCompleter
{
    // Those that the shipped files have, and those that the checks look at (facts 6).
    private static readonly string[] Names =
    [
        "AMQP_URI", "BUILD_API_URI", "TRAVIS_ENTERPRISE_HOST", "TRAVIS_ENTERPRISE_SECURITY_TOKEN", "TRAVIS_ENTERPRISE_BUILD_ENDPOINT", "POOL_SIZE", "QUEUE_NAME", "PROVIDER_NAME",
        "DOCKER_CPUS", "DOCKER_MEMORY", "DOCKER_ENDPOINT", "DOCKER_PRIVILEGED", "DOCKER_BINDS", "DOCKER_NATIVE", "HARD_TIMEOUT", "LOG_TIMEOUT", "MAX_LOG_LENGTH", "TRAVIS_WORKER_SELF_IMAGE",
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = WildcardPattern.Get((wordToComplete ?? string.Empty).Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return Names.Where(name => pattern.IsMatch(name)).OrderBy(name => name, StringComparer.Ordinal).Select(name => new CompletionResult(name));
    }
}
