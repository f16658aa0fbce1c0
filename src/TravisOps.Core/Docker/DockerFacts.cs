using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>What the probe item <c>docker.info</c> tells of a host's Docker. Null is what it did not tell.</summary>
public sealed record DockerFacts
{
    /// <summary>Why the engine told nothing; None when it answered.</summary>
    public DockerProblem Problem { get; init; }

    /// <summary>The line that proves the problem.</summary>
    public string? ProblemLine { get; init; }

    /// <summary>Version of the engine.</summary>
    public DockerVersion? Server { get; init; }

    /// <summary>Version of the docker command.</summary>
    public DockerVersion? Client { get; init; }

    /// <summary>Storage driver, such as <c>overlay2</c>.</summary>
    public string? StorageDriver { get; init; }

    /// <summary>devicemapper's data file on a loop device; null when there is none.</summary>
    public string? DataLoopFile { get; init; }

    /// <summary>Where images and containers are kept, such as <c>/var/lib/docker</c>; told from Docker 1.11 or so on.</summary>
    public string? RootDirectory { get; init; }

    /// <summary>The file system of <see cref="RootDirectory"/> when that is not below <c>/var/lib/docker</c>.</summary>
    public DiskSpace? RootDisk { get; init; }

    /// <summary>Logging driver, such as <c>json-file</c>.</summary>
    public string? LoggingDriver { get; init; }

    /// <summary>Cgroup driver, such as <c>cgroupfs</c>.</summary>
    public string? CgroupDriver { get; init; }

    /// <summary>CPUs that the engine sees.</summary>
    public int? Cpus { get; init; }
}
