using System;

namespace TravisOps.Probing;

/// <summary>One thing to ask of a host.</summary>
public sealed record ProbeItem
{
    /// <summary>Name of the answer in the evidence, such as <c>docker.info</c>: lower case, dots, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>A file or a command.</summary>
    public required ProbeItemKind Kind { get; init; }

    /// <summary>
    /// The path (absolute), or the POSIX sh text that is run (Ubuntu 14.04's dash is the oldest reader). The text runs in a shell of
    /// its own: <c>cd</c>, <c>exit</c> and <c>set</c> don't reach the next item. It has no input and LC_ALL=C.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>Bytes of the answer that are kept; the rest is cut and marked.</summary>
    public int MaxBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Limit on the host for this item, rounded up to whole seconds; null for what can't block (files in /proc, uname): no process is
    /// spent on watching it.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Items that stand on the same service, such as <c>docker</c>: after one of them timed out the others are skipped, so that a hung service
    /// costs one limit and not the sum. A service that stands on another is named behind it, <c>docker/replicated</c>: its items are skipped after
    /// a time-out of either, and their own closes nothing of the other's.</summary>
    public string? Gate { get; init; }

    /// <summary>
    /// The command can print far more than <see cref="MaxBytes"/>, as a log or a listing does: its output is cut on the host, which costs
    /// five more processes. Otherwise it is cut here, and what prints more than a session takes (16 MiB, 1 MiB of
    /// errors) ends the session.
    /// </summary>
    public bool LongOutput { get; init; }
}
