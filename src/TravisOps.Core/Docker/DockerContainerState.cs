namespace TravisOps.Docker;

/// <summary>What a container does.</summary>
public enum DockerContainerState
{
    /// <summary>It was not told, or in words that are not known.</summary>
    Unknown,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is frozen: its ports are taken and nobody answers on them.</summary>
    Paused,

    /// <summary>It ended, and Docker waits before it starts it again.</summary>
    Restarting,

    /// <summary>It was made and never started, or its start failed.</summary>
    Created,

    /// <summary>It has ended.</summary>
    Exited,

    /// <summary>Docker could not remove it.</summary>
    Dead,
}
