using System;

namespace TravisOps.Probing;

/// <summary>One thing to ask of a host.</summary>
public sealed record ProbeItem
{
    /// <summary>Name of the answer in the evidence, such as <c>docker.info</c>: lower case, dots, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>A file or a command.</summary>
    public required ProbeItemKind Kind { get; init; }

    /// <summary>The path, or the POSIX sh text that is run (Ubuntu 14.04's dash is the oldest reader).</summary>
    public required string Source { get; init; }

    /// <summary>Bytes of the answer that are kept; the rest is cut and marked.</summary>
    public int MaxBytes { get; init; } = 64 * 1024;

    /// <summary>Limit on the host for this item; null for what can't block (files in /proc, uname): no process is spent on watching it.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Items that stand on the same service, such as <c>docker</c>: after one of them timed out the others are skipped, so that a hung service costs one limit and not the sum.</summary>
    public string? Gate { get; init; }
}
