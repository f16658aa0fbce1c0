using System;

namespace TravisOps.Workers;

/// <summary>What became of one worker.</summary>
public sealed record WorkerChangeResult
{
    /// <summary>The worker machine.</summary>
    public required string ComputerName { get; init; }

    /// <summary>How travis-worker is set up there.</summary>
    public WorkerLayout Layout { get; init; }

    /// <summary>What was to be done.</summary>
    public required WorkerAction Action { get; init; }

    /// <summary>How it ended.</summary>
    public required WorkerChangeStatus Status { get; init; }

    /// <summary>The version before: the package's, or the image's tag. Null when it is not known.</summary>
    public string? PreviousVersion { get; init; }

    /// <summary>The version now.</summary>
    public string? Version { get; init; }

    /// <summary>How many jobs ran when it was told to take no more; null when the worker did not say.</summary>
    public int? JobsRunning { get; init; }

    /// <summary>True when all of them ended by themselves.</summary>
    public bool Drained { get; init; }

    /// <summary>How many jobs the worker takes at once, as it said after its start; null when it did not say.</summary>
    public int? PoolSize { get; init; }

    /// <summary>From the first packet to the last.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>One or two sentences for a person.</summary>
    public required string Message { get; init; }

    /// <summary>What to do next, as something that can be pasted on that host where that is possible; null when nothing has to be done.</summary>
    public string? Remedy { get; init; }
}
