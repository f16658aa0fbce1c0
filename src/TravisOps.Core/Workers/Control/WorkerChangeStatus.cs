namespace TravisOps.Workers;

/// <summary>How a restart or an update of a worker ended.</summary>
public enum WorkerChangeStatus
{
    /// <summary>Done and looked at afterwards: it runs, and has said that it started.</summary>
    Done,

    /// <summary>Nothing had to be done: the wanted version is installed. The worker was not touched.</summary>
    Unchanged,

    /// <summary>Jobs still ran when the time was over. The worker takes no new ones, ends with the last and is then started again by its machine.</summary>
    Draining,

    /// <summary>It went wrong; the message tells what state the worker is in.</summary>
    Failed,

    /// <summary>Not touched, as a worker before it failed.</summary>
    NotBegun,
}
