namespace TravisOps.Replicated;

/// <summary>Why Replicated's command line brought no answer.</summary>
public enum ReplicatedProblem
{
    /// <summary>None: what it printed is the answer.</summary>
    None,

    /// <summary>The container named replicated is not there or not running.</summary>
    NotRunning,

    /// <summary>Replicated runs and does not know the command: it is older than the command.</summary>
    CommandUnknown,

    /// <summary>There is neither a wrapper nor a docker command.</summary>
    NotInstalled,

    /// <summary>Docker Engine does not answer, and Replicated runs in it.</summary>
    DockerNotRunning,

    /// <summary>The login may not use Docker or sudo.</summary>
    PermissionDenied,

    /// <summary>It wants a terminal, which a probe never gives.</summary>
    WantsTerminal,

    /// <summary>Replicated's daemon inside the container does not answer.</summary>
    DaemonNotAnswering,
}
