namespace TravisOps.Workers;

/// <summary>What is done to travis-worker.</summary>
public enum WorkerAction
{
    /// <summary>Drained, stopped and started.</summary>
    Restart,

    /// <summary>Drained, stopped, brought to another version and started.</summary>
    Update,
}
