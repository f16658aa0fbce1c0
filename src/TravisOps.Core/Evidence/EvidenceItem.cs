using System;

namespace TravisOps.Evidence;

/// <summary>One answer of a host: a command's output or a file, raw, with how it came about. It carries whatever the host printed, secrets included.</summary>
public sealed record EvidenceItem
{
    /// <summary>Name of the item in the probe plan, such as <c>docker.info</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The command or the file's path: where it came from.</summary>
    public required string Source { get; init; }

    /// <summary>What became of it.</summary>
    public required EvidenceStatus Status { get; init; }

    /// <summary>
    /// Exit code of the command; null for what did not run to an end of its own (a long output that was cut on the host), and for a file,
    /// unless it was opened and could not be read, which is 1.
    /// </summary>
    public int? ExitCode { get; init; }

    /// <summary>Standard output or the file's content, decoded as UTF-8 with replacement.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The end of standard error (4 KiB at the most).</summary>
    public string ErrorText { get; init; } = string.Empty;

    /// <summary>How long it took on the host; resolution 10 ms (/proc/uptime). Files are read in one go and each has the time of all.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The output was cut at the item's limit.</summary>
    public bool Truncated { get; init; }

    /// <summary>For what was skipped: the item that had not ended in time before it, and stands on the same service; else null.</summary>
    public string? SkippedAfter { get; init; }

    /// <summary>True when there is text to read: it ran to its end with exit code 0, or the file was there.</summary>
    public bool Ok => Status == EvidenceStatus.Collected && (ExitCode is null or 0);
}
