namespace TravisOps.Docker;

/// <summary>Why Docker's client brought nothing back.</summary>
public enum DockerProblem
{
    /// <summary>None: the engine answered.</summary>
    None,

    /// <summary>There is no docker command on the host.</summary>
    NotInstalled,

    /// <summary>Nothing listens on the engine's socket, or there is no socket.</summary>
    NotRunning,

    /// <summary>The login may not use the engine's socket.</summary>
    PermissionDenied,

    /// <summary>Something else; the proving line says what.</summary>
    Other,
}
