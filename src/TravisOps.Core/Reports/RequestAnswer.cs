using System.Collections.Generic;

namespace TravisOps.Reports;

/// <summary>What is known as an answer to one of support's questions.</summary>
/// <param name="Question">The question.</param>
public sealed record RequestAnswer(RequestQuestion Question)
{
    /// <summary>What a person said.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>What the evidence says, a statement each.</summary>
    public IReadOnlyList<RequestStatement> Found { get; init; } = [];

    /// <summary>Nobody answered, and no evidence did.</summary>
    public bool IsOpen => Said.Count == 0 && Found.Count == 0;
}
