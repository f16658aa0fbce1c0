namespace TravisOps.Ssh;

/// <summary>How a stream ended. Everything but <see cref="Complete"/> means that what arrived must not be used as a whole.</summary>
public enum StreamEnd
{
    /// <summary>All of it arrived: lengths and hashes of both sides are the same, and every stage ended with 0 or a status that was allowed.</summary>
    Complete,

    /// <summary>All that the pipeline wrote arrived, and a stage of it failed; <see cref="StreamOutcome.Stages"/> says which.</summary>
    StageFailed,

    /// <summary>The two sides differ in length or in hash.</summary>
    Damaged,

    /// <summary>The pipeline was not begun: no log-in, no root, no shell.</summary>
    NotStarted,

    /// <summary>The connection was lost, or the host fell silent for longer than <see cref="StreamLimits.Silence"/>.</summary>
    ConnectionLost,

    /// <summary>The host is there, and no data flowed for longer than <see cref="StreamLimits.NoProgress"/>.</summary>
    NoProgress,

    /// <summary>This side gave up before the end: the reader was closed, or the source of an upload failed.</summary>
    Abandoned,
}
