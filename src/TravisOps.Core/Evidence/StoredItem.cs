using System;
using System.Text.Json.Serialization;

namespace TravisOps.Evidence;

/// <summary>An item in host.json. Its text stands in a file of its own.</summary>
internal sealed record StoredItem
{
    public required string Name { get; init; }

    public required string Source { get; init; }

    public required EvidenceStatus Status { get; init; }

    public required int? ExitCode { get; init; }

    public required TimeSpan Duration { get; init; }

    public required bool Truncated { get; init; }

    public required string ErrorText { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SkippedAfter { get; init; }

    /// <summary>There is a file with the text: an empty text has none.</summary>
    public required bool HasText { get; init; }

    public static StoredItem From(EvidenceItem item) => new()
    {
        Name = item.Name,
        Source = item.Source,
        Status = item.Status,
        ExitCode = item.ExitCode,
        Duration = item.Duration,
        Truncated = item.Truncated,
        ErrorText = item.ErrorText,
        SkippedAfter = item.SkippedAfter,
        HasText = item.Text.Length > 0,
    };

    public EvidenceItem ToItem(string text) => new()
    {
        Name = Name,
        Source = Source,
        Status = Status,
        ExitCode = ExitCode,
        Duration = Duration,
        Truncated = Truncated,
        ErrorText = ErrorText,
        SkippedAfter = SkippedAfter,
        Text = text,
    };
}
