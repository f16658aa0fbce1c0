using TravisOps.Docker;

namespace TravisOps.Checks.Docker;

/// <summary>Puts a container's state into words.</summary>
internal static class ContainerWords
{
    /// <summary>A predicate, such as "has exited (137)".</summary>
    public static string State(DockerContainer container) => container.State switch
    {
        DockerContainerState.Running => "runs",
        DockerContainerState.Paused => "is paused",
        DockerContainerState.Restarting => $"ends and is restarted again and again{Code(container)}",
        DockerContainerState.Created => "was made and has never run",
        DockerContainerState.Exited => $"has exited{Code(container)}",
        DockerContainerState.Dead => "is dead: Docker could not remove it",
        _ => $"is in a state that is not known ({container.StatusText})",
    };

    private static string Code(DockerContainer container) => container.ExitCode switch
    {
        null => string.Empty,
        137 => container.OutOfMemory ? " (137: killed for want of memory)" : " (137: killed)",
        143 => " (143: ended by a signal)",
        { } code => $" ({code})",
    };
}
