using System.Collections.Generic;

namespace TravisOps.Docker;

/// <summary>The containers of a host, newest first, as the probe item <c>docker.containers</c> tells them.</summary>
public sealed record DockerContainers
{
    /// <summary>The containers.</summary>
    public IReadOnlyList<DockerContainer> All { get; init; } = [];

    /// <summary>Why there is no list; None when there is one, be it empty.</summary>
    public DockerProblem Problem { get; init; }

    /// <summary>The line that proves the problem.</summary>
    public string? ProblemLine { get; init; }

    /// <summary>Containers of which only <c>docker ps</c> told, because <c>docker inspect</c> failed, was cut, or was not asked for so many.</summary>
    public int WithoutDetails { get; init; }
}
