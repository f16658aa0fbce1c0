using System;
using System.Collections.Generic;

namespace TravisOps.Logs;

/// <summary>One line of a log, taken apart.</summary>
public sealed record LogEntry
{
    /// <summary>The host whose log it is.</summary>
    public string ComputerName { get; init; } = string.Empty;

    /// <summary>When it was written, UTC; null when the line does not say.</summary>
    public DateTime? Time { get; init; }

    /// <summary>How bad it is; null when the line does not say.</summary>
    public LogLevel? Level { get; init; }

    /// <summary>What it says: the message, or all of a line that has no known form.</summary>
    public required string Message { get; init; }

    /// <summary>What else it says, by name, in the order of the line.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = NoFields;

    /// <summary>No fields at all.</summary>
    internal static IReadOnlyDictionary<string, string> NoFields { get; } = new Dictionary<string, string>();
}
