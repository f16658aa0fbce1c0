using System;

namespace TravisOps.KnownIssues;

/// <summary>A known issue that was found in the logs of a host, or in a file.</summary>
public sealed record KnownIssueFinding
{
    /// <summary>Stable name of the issue, such as <c>Amqp.LoginRefused</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The host whose log it is; for a file, the file's name where no host is known.</summary>
    public required string ComputerName { get; init; }

    /// <summary>How bad it is.</summary>
    public required KnownIssueSeverity Severity { get; init; }

    /// <summary>Lines that fit.</summary>
    public required long Count { get; init; }

    /// <summary>The earliest of them, UTC; null when no line, and none shortly before it, says when.</summary>
    public DateTime? First { get; init; }

    /// <summary>The latest of them, UTC; null as for <see cref="First"/>.</summary>
    public DateTime? Last { get; init; }

    /// <summary>When a later line of these logs said that it is over, as a worker's start does of what kept it from starting, UTC: the last such line. Null when none did.</summary>
    public DateTime? Over { get; init; }

    /// <summary>One of the lines, the last; secrets are taken out.</summary>
    public required string Sample { get; init; }

    /// <summary>The log that the sample is from.</summary>
    public required string Source { get; init; }

    /// <summary>Why it happens.</summary>
    public required string Cause { get; init; }

    /// <summary>What helps; empty when it is over, as the fix of what is no more may end builds that run.</summary>
    public required string Remedy { get; init; }

    /// <summary>Where cause and remedy are from.</summary>
    public required string Reference { get; init; }
}
