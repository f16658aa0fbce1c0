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
    /// Limit on the host for this item, rounded up to whole seconds; null for what can neither block nor flood (files in /proc, uname, df -l):
    /// no process is spent on watching it, and a command's output is cut to <see cref="MaxBytes"/> at the client instead of on the host.
    /// What talks to a service, or can print without end, must have one.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Items that stand on the same service, such as <c>docker</c>: after one of them timed out the others are skipped, so that a hung service costs one limit and not the sum.</summary>
    public string? Gate { get; init; }

    /// <summary>
    /// A command on PATH, or an absolute path to one, that a command item can't do without, such as <c>docker</c>; null when there is none.
    /// The shell looks it up itself: where it is missing the item is <see cref="Evidence.EvidenceStatus.NotFound"/> and costs no process.
    /// </summary>
    public string? Needs { get; init; }
}
