using System;
using System.IO;

namespace TravisOps.Bundles;

/// <summary>What a host says of a log beside its content: why it is not there, or not as it should be.</summary>
/// <param name="State">What it makes of what was expected.</param>
/// <param name="Text">In words.</param>
internal sealed record LogRemark(ContractState State, string Text)
{
    /// <summary>Reads the word of <see cref="LogScript"/>'s <c>skip</c>.</summary>
    /// <exception cref="InvalidDataException">There is no such word.</exception>
    public static LogRemark Of(string word, long bytes) => word switch
    {
        // Not asked for, so nothing is missing.
        "since" => new LogRemark(ContractState.Received, "older than -Since"),
        "limit" => new LogRemark(ContractState.Cut, FormattableString.Invariant($"its {bytes} bytes are over the limit")),
        "unreadable" => new LogRemark(ContractState.Partial, "cannot be read"),
        "stale" => new LogRemark(ContractState.Partial, "no new one was made: this one is older"),
        "none" => new LogRemark(ContractState.Partial, "none was made"),
        _ => throw new InvalidDataException("The host's answer is not what was asked for."),
    };

    /// <summary>A command that failed.</summary>
    public static LogRemark Failed(string exitCode, string said) =>
        new(ContractState.Partial, $"the command that prints it ended with exit code {exitCode}{(said.Length == 0 ? ", and said nothing" : ": " + said)}");
}
