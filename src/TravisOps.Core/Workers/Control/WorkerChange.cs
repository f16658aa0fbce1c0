using System;

namespace TravisOps.Workers;

/// <summary>What is to be done to workers, and within which limits.</summary>
public sealed record WorkerChange
{
    /// <summary>Restart or update.</summary>
    public required WorkerAction Action { get; init; }

    /// <summary>The version that is wanted: of the package, with or without its revision, or the image's tag. Null: the newest that apt knows.</summary>
    public string? Version { get; init; }

    /// <summary>How long jobs that run may take to end. Travis' own limit for a job is 50 minutes (HARD_TIMEOUT).</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After <see cref="DrainTimeout"/> jobs that still run are aborted; they go back to the queue and start again from the beginning.</summary>
    public bool Force { get; init; }
}
