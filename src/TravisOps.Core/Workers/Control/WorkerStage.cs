using System;

namespace TravisOps.Workers;

/// <summary>Where a worker's restart or update is, for whoever waits.</summary>
/// <param name="ComputerName">The worker machine.</param>
/// <param name="Text">A few words: "draining, 2 jobs run".</param>
/// <param name="Touched">The worker has been told to take no more jobs, or more has been done to it.</param>
public sealed record WorkerStage(string ComputerName, string Text, bool Touched)
{
    /// <summary>Since the first packet.</summary>
    public TimeSpan Elapsed { get; init; }
}
