namespace TravisOps.Evidence;

/// <summary>What became of one item of a probe.</summary>
public enum EvidenceStatus
{
    /// <summary>It ran to its end, whatever its exit code; or the file was read.</summary>
    Collected,

    /// <summary>The file or the command is not on the host.</summary>
    NotFound,

    /// <summary>It did not end within its time limit and was killed.</summary>
    TimedOut,

    /// <summary>It was not tried, because something that it stands on had timed out, or because it does not apply to this host.</summary>
    Skipped,

    /// <summary>The login may not read it.</summary>
    Denied,

    /// <summary>The connection ended before its answer was complete.</summary>
    Lost,
}
