using System;
using System.Collections.Generic;

namespace TravisOps.Docker;

/// <summary>One container of a host. Null is what was not told: <c>docker ps</c>, which is the fall-back, tells less than <c>docker inspect</c>.</summary>
public sealed record DockerContainer
{
    /// <summary>The full id, 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, without the slash that <c>docker inspect</c> puts before it.</summary>
    public required string Name { get; init; }

    /// <summary>The image that it was made from, by the name that it had then.</summary>
    public required string Image { get; init; }

    /// <summary>What it does.</summary>
    public DockerContainerState State { get; init; }

    /// <summary>STATUS of <c>docker ps</c>, such as <c>Exited (137) 3 hours ago</c>.</summary>
    public string? StatusText { get; init; }

    /// <summary>Its host name, such as <c>te-main</c>.</summary>
    public string? HostName { get; init; }

    /// <summary>Exit code of the last end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What Docker said when it could not start it (<c>.State.Error</c>).</summary>
    public string? Error { get; init; }

    /// <summary>The kernel ended it for want of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime? Created { get; init; }

    /// <summary>When it last started, UTC.</summary>
    public DateTime? Started { get; init; }

    /// <summary>How often Docker itself has started it again since a person did.</summary>
    public int? RestartCount { get; init; }

    /// <summary>Restart policy, such as <c>always</c>; <c>no</c> for none.</summary>
    public string? RestartPolicy { get; init; }

    /// <summary>Where its output goes, such as <c>json-file</c>.</summary>
    public string? LogDriver { get; init; }

    /// <summary>Size at which a <c>json-file</c> or <c>local</c> log is turned over.</summary>
    public string? LogMaxSize { get; init; }

    /// <summary>Its network, such as <c>bridge</c> or <c>host</c>.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>Its ports as they are now: none while it does not run.</summary>
    public IReadOnlyList<DockerPort> Ports { get; init; } = [];

    /// <summary>The ports that it is made to publish, which an exited container has too; null when <c>docker inspect</c> did not tell.</summary>
    public IReadOnlyList<DockerPort>? ConfiguredPorts { get; init; }

    /// <summary>The ports as <c>docker ps</c> wrote them, when that could not be understood.</summary>
    public string? UnreadPorts { get; init; }

    /// <summary>The line of the evidence that it was read from, without what is not shown.</summary>
    public string? Line { get; init; }

    /// <summary>It is to run as long as the machine does: Docker keeps it running, or it is one of the install's own services. One that has done its
    /// work (<c>on-failure</c>, ended with 0) is none, nor is one that somebody ran once from the same images.</summary>
    public bool IsService => RestartPolicy is "always" or "unless-stopped"
        || (RestartPolicy is "on-failure" && !(State == DockerContainerState.Exited && ExitCode == 0))
        || DockerNames.IsTeMain(this) || DockerNames.IsReplicatedService(this) || Name == DockerNames.Worker;
}
