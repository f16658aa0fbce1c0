using System;
using System.Collections.Generic;
using TravisOps.Changes;
using TravisOps.Hosts;

namespace TravisOps.Environments;

/// <summary>What a host is and what surrounds it: the manual's chapters "Your setup", "GitHub Enterprise" and "What exactly is not running?". Null is
/// what is not known; <see cref="NotKnown"/> says why.</summary>
public sealed record TravisEnvironment
{
    /// <summary>The host.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Platform or worker.</summary>
    public required TravisRole Role { get; init; }

    /// <summary>The distribution, such as <c>Ubuntu 16.04.7 LTS</c>.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>The kernel's release.</summary>
    public string? Kernel { get; init; }

    /// <summary>The kernel's architecture, such as <c>x86_64</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>When the machine started, UTC.</summary>
    public DateTime? Started { get; init; }

    /// <summary>Packages whose upgrade wants a reboot; empty when none does; null when it is not known.</summary>
    public IReadOnlyList<string>? RebootWantedBy { get; init; }

    /// <summary>CPUs that are online.</summary>
    public int? Cpus { get; init; }

    /// <summary>The processor's name.</summary>
    public string? Processor { get; init; }

    /// <summary>Memory in GiB, to a tenth.</summary>
    public double? MemoryGiB { get; init; }

    /// <summary>The file systems that matter.</summary>
    public IReadOnlyList<DiskSpace> Disks { get; init; } = [];

    /// <summary>Where it runs.</summary>
    public required IaasPlatform Iaas { get; init; }

    /// <summary>What proves it, or why it is not known.</summary>
    public required string IaasProof { get; init; }

    /// <summary>The kind of virtual machine, <c>none</c> for none.</summary>
    public string? Virtualization { get; init; }

    /// <summary>The configuration management on it; null when it is not known.</summary>
    public IReadOnlyList<ConfigurationTool>? ConfigurationManagement { get; init; }

    /// <summary>Which GitHub the installation works with; on the platform only.</summary>
    public GitHubKind? GitHub { get; init; }

    /// <summary>GitHub's host; on the platform only.</summary>
    public string? GitHubHost { get; init; }

    /// <summary>Version of GitHub Enterprise; on the platform only.</summary>
    public string? GitHubVersion { get; init; }

    /// <summary>What proves it, or why it is not known; on the platform only.</summary>
    public string? GitHubProof { get; init; }

    /// <summary>Version of Replicated; on the platform only.</summary>
    public string? ReplicatedVersion { get; init; }

    /// <summary>Version of Travis CI Enterprise as te-main's image is tagged; on the platform only.</summary>
    public string? TravisVersion { get; init; }

    /// <summary>Whether the data is in external services; on the platform only.</summary>
    public HighAvailability? HighAvailability { get; init; }

    /// <summary>What proves it, or why it is not known; on the platform only.</summary>
    public string? HighAvailabilityProof { get; init; }

    /// <summary>Version of travis-worker: of its package, or its image's tag; on workers only.</summary>
    public string? WorkerVersion { get; init; }

    /// <summary>Version of Docker Engine.</summary>
    public string? DockerVersion { get; init; }

    /// <summary>Docker's storage driver.</summary>
    public string? StorageDriver { get; init; }

    /// <summary>What else runs or is used: agents, containers that are not Travis CI's, external services; null when it is not known.</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>Proxies that something is told to use, without log-ins; null when it is not known.</summary>
    public IReadOnlyList<ProxySetting>? Proxies { get; init; }

    /// <summary>The time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Offset of the time zone from UTC now.</summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>What sets the clock, and whether it does.</summary>
    public string? TimeService { get; init; }

    /// <summary>What changed lately, newest first.</summary>
    public IReadOnlyList<TravisChange> RecentChanges { get; init; } = [];

    /// <summary>The earliest time that changes were asked from, UTC.</summary>
    public DateTime Since { get; init; }

    /// <summary>What could not be looked at, with the reason.</summary>
    public IReadOnlyList<string> NotKnown { get; init; } = [];

    /// <summary>When it was gathered, UTC.</summary>
    public DateTime CollectedAt { get; init; }
}
