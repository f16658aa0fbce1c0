using TravisOps.Evidence;

namespace TravisOps.Checks;

/// <summary>What a check found, before host, role and times are put to it.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record Finding(CheckStatus Status, string Message)
{
    /// <summary>What is wanted; the check's limits when null.</summary>
    public string? Expected { get; init; }

    /// <summary>What is there.</summary>
    public string? Actual { get; init; }

    /// <summary>What to do; null when nothing has to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>Goes after the check's id with a dot, where one check has several results.</summary>
    public string? IdSuffix { get; init; }

    /// <summary>The item that was read; null when it was the connection.</summary>
    public EvidenceItem? Item { get; init; }

    /// <summary>The line of it that proves the verdict.</summary>
    public string? Line { get; init; }
}
