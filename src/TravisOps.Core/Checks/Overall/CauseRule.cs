using System;

namespace TravisOps.Checks.Overall;

/// <summary>One branch of the tree of causes: when a result is a cause, others follow from it.</summary>
/// <param name="Reason">What is told of those that follow: "te-main does not run".</param>
/// <param name="IsCause">Whether a result is one.</param>
/// <param name="Follows">Whether a result, the second, follows from the cause, the first.</param>
internal sealed record CauseRule(string Reason, Func<CheckResult, bool> IsCause, Func<CheckResult, CheckResult, bool> Follows)
{
    /// <summary>Whether another result, the second, shows that the cause, the first, is not what it looks like.</summary>
    public Func<CheckResult, CheckResult, bool> Refutes { get; init; } = (_, _) => false;
}
