using System.Collections.Generic;

namespace TravisOps.Docker;

/// <summary>How Docker Engine is told to work: by its flags and by /etc/docker/daemon.json.</summary>
public sealed record EngineSettings
{
    /// <summary>Where it is told to listen: by the flags that it runs with, by DOCKER_OPTS where those are not known, and by daemon.json.</summary>
    public IReadOnlyList<EngineHost> Hosts { get; init; } = [];

    /// <summary>It asks for a client's certificate.</summary>
    public bool TlsVerify { get; init; }

    /// <summary>Containers may talk to each other on the default bridge; null when nothing says so, and then they may.</summary>
    public bool? InterContainer { get; init; }

    /// <summary>Logging driver for containers that name none.</summary>
    public string? LogDriver { get; init; }

    /// <summary>Size at which their log is turned over.</summary>
    public string? LogMaxSize { get; init; }

    /// <summary>What is wrong with daemon.json; null when it is right or not there.</summary>
    public string? DaemonJsonProblem { get; init; }

    /// <summary>Settings that stand in daemon.json and among the flags: with those the engine does not start.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];
}
