using System;

namespace TravisOps.Logs;

/// <summary>What of a worker's log is wanted.</summary>
public sealed record WorkerLogRequest
{
    /// <summary>Nothing older, UTC. A line without a time belongs to the one before it.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Only the last lines, that many; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Goes on with what is written from now on, until cancelled. Without <see cref="Since"/> and <see cref="Tail"/> it begins with the last ten lines.</summary>
    public bool Follow { get; init; }
}
