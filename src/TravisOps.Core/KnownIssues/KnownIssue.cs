using System.Collections.Generic;

namespace TravisOps.KnownIssues;

/// <summary>Something that is known to go wrong: how it is recognised, why it happens and what helps. All of them are in known-issues.yml.</summary>
public sealed record KnownIssue
{
    /// <summary>Stable name, such as <c>Amqp.LoginRefused</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Number in the collection of signatures that the list was made from.</summary>
    public required int Row { get; init; }

    /// <summary>How bad it is.</summary>
    public required KnownIssueSeverity Severity { get; init; }

    /// <summary>The logs that a live search looks for it in.</summary>
    public LogPlace Places { get; init; }

    /// <summary>What a line of a log looks like; none for what no log tells.</summary>
    internal IReadOnlyList<LinePattern> Patterns { get; init; } = [];

    /// <summary>Texts of lines that, when they come later in the same logs, say that it is over; none for what no log tells the end of.</summary>
    internal IReadOnlyList<string> Over { get; init; } = [];

    /// <summary>The check whose failure means it, or, for what is a warning only, whose warning does; null when there is none.</summary>
    public string? Check { get; init; }

    /// <summary>How it is found out where no log tells.</summary>
    public string? Detect { get; init; }

    /// <summary>Why it happens.</summary>
    public required string Cause { get; init; }

    /// <summary>What helps.</summary>
    public required string Remedy { get; init; }

    /// <summary>Where that is from.</summary>
    public required string Reference { get; init; }
}
