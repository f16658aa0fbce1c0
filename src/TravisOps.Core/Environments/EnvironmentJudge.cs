using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Changes;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Environments;

/// <summary>From the evidence of a host to its environment. Contacts nothing, so live and recorded evidence give the same.</summary>
public static class EnvironmentJudge
{
    /// <summary>The environment of a host that was looked at, at least in part.</summary>
    /// <param name="host">The evidence.</param>
    /// <param name="since">The earliest time that changes are wanted from, UTC.</param>
    public static TravisEnvironment Judge(HostEvidence host, DateTime since)
    {
        if (host is null)
        {
            throw new ArgumentNullException(nameof(host));
        }

        var notKnown = new List<string>();
        var changes = ChangeJudge.Judge(host, since);
        var iaas = IaasDetector.Detect(host);
        var machine = Known(MachineFacts.Parse(host.Find(EnvironmentItems.Machine.Name)), "processor, start and wanted reboot", EnvironmentItems.Machine.Name);
        var clock = HostClock.Parse(host.Find(EnvironmentItems.ClockName));
        var packages = Known(PackageList.Parse(host.Find(EnvironmentItems.Packages.Name)), "versions of packages", EnvironmentItems.Packages.Name);
        var docker = host.Find(PreflightItems.DockerInfo.Name) is { } info ? DockerParser.Parse(info) : null;
        var containers = host.Find(DockerItems.Containers.Name) is { } listed && DockerContainersParser.Parse(listed) is { Problem: DockerProblem.None } all ? all : null;
        var teMain = containers is null ? null : TeMain.Find(containers).Container;
        var platform = host.Role == TravisRole.Platform;
        var github = platform ? GitHubJudge.Judge(host) : null;
        var facts = platform ? GitHubFacts.Parse(host.Find(EnvironmentItems.GitHub.Name)) : null;
        (HighAvailability State, string Proof)? availability = platform ? AvailabilityJudge.Judge(host) : null;

        var environment = new TravisEnvironment
        {
            ComputerName = host.ComputerName,
            Role = host.Role,
            OperatingSystem = Known(OperatingSystem(host)?.PrettyName, "distribution", PreflightItems.OsRelease.Name),
            Kernel = Known(Text(host, PreflightItems.Kernel.Name), "kernel", PreflightItems.Kernel.Name),
            Architecture = machine?.Architecture,
            Started = machine?.Booted,
            RebootWantedBy = machine is null ? null : machine.RebootWantedSince is null ? [] : machine.RebootWantedBy.Count == 0 ? ["(no package is named)"] : machine.RebootWantedBy,
            Cpus = Known(Text(host, PreflightItems.Cpus.Name) is { } list ? CpuList.Count(list) : null, "number of CPUs", PreflightItems.Cpus.Name),
            Processor = machine?.Processor,
            MemoryGiB = Known(MemoryGiB(host), "memory", PreflightItems.Memory.Name),
            Disks = Known(Disks(host), "disks", PreflightItems.Disk.Name) ?? [],
            Iaas = iaas.Platform,
            IaasProof = iaas.Proof,
            Virtualization = iaas.Virtualization,
            ConfigurationManagement = Known(ConfigurationManagementDetector.Detect(host), "configuration management", EnvironmentItems.Tools.Name),
            GitHub = github?.Kind,
            GitHubHost = github?.HostName,
            GitHubVersion = github?.Version,
            GitHubProof = github?.Proof,
            ReplicatedVersion = platform ? Known(facts?.Replicated ?? ReplicatedTag(containers), "version of Replicated", EnvironmentItems.GitHub.Name) : null,
            TravisVersion = platform && teMain is not null ? Tag(teMain.Image) : null,
            HighAvailability = availability?.State,
            HighAvailabilityProof = availability?.Proof,
            WorkerVersion = platform ? null : WorkerVersion(packages, containers),
            DockerVersion = docker?.Server?.Text,
            StorageDriver = docker?.StorageDriver,
            Services = Known(ServiceDetector.Detect(host, containers, facts), "other services", EnvironmentItems.Tools.Name),
            Proxies = Known(ProxyReader.Parse(host.Find(EnvironmentItems.Proxies.Name)), "proxies", EnvironmentItems.Proxies.Name),
            TimeZone = clock?.Zone,
            UtcOffset = clock?.Offset,
            TimeService = clock is null ? null : TimeService(clock),
            RecentChanges = changes.Changes,
            Since = since,
            CollectedAt = host.CollectedAt,
        };

        notKnown.AddRange(changes.NotKnown);
        if (docker?.Server is null)
        {
            notKnown.Add("Docker Engine: " + (docker?.ProblemLine ?? WhyNot.In(host, PreflightItems.DockerInfo.Name)));
        }

        if (platform && containers is not null && teMain is null)
        {
            notKnown.Add("version of Travis CI Enterprise: there is no te-main");
        }

        if (!platform && environment.WorkerVersion is null)
        {
            notKnown.Add("version of travis-worker: there is neither its package nor a container of it");
        }

        notKnown.AddRange(ProxyReader.Denied(host.Find(EnvironmentItems.Proxies.Name)).Select(path => $"proxies in {path}: the login may not read it"));
        return environment with { NotKnown = notKnown };

        T Known<T>(T value, string what, string item)
        {
            if (value is null)
            {
                notKnown.Add($"{what}: {WhyNot.In(host, item)}");
            }

            return value;
        }
    }

    /// <summary>The distribution, by os-release or, where that is not there, lsb-release.</summary>
    internal static OsRelease? OperatingSystem(HostEvidence host) =>
        (Text(host, PreflightItems.OsRelease.Name) is { } release ? OsRelease.Parse(release) : null)
        ?? (Text(host, PreflightItems.LsbRelease.Name) is { } lsb ? OsRelease.Parse(lsb) : null);

    /// <summary>The tag of an image's name; null when it has none.</summary>
    internal static string? Tag(string image)
    {
        var colon = image.LastIndexOf(':');
        return colon < 0 || image.IndexOf('/', colon) >= 0 ? null : image.Substring(colon + 1);
    }

    internal static string? WorkerVersion(PackageList? packages, DockerContainers? containers) =>
        packages?.Version("travis-worker") ?? (containers is not null && DockerNames.FindWorker(containers.All) is { } worker ? Tag(worker.Image) : null);

    private static string? ReplicatedTag(DockerContainers? containers) =>
        containers?.All.FirstOrDefault(one => one.Name == "replicated") is { } replicated && Tag(replicated.Image) is { } tag && VersionNumber.Parse(tag) is not null ? tag : null;

    private static string? Text(HostEvidence host, string name) => host.Find(name) is { Ok: true } item && item.Text.Trim().Length > 0 ? item.Text.Trim() : null;

    private static double? MemoryGiB(HostEvidence host) =>
        Text(host, PreflightItems.Memory.Name) is { } text && MemoryInfo.TotalKib(text) is { } kib ? Math.Round(kib / 1048576.0, 1) : null;

    private static IReadOnlyList<DiskSpace>? Disks(HostEvidence host) =>
        Text(host, PreflightItems.Disk.Name) is { } text && DiskTable.Parse(text) is { Count: > 0 } disks ? disks : null;

    private static string TimeService(HostClock clock)
    {
        var who = clock.Services.Count == 0 ? "no time service runs" : string.Join(", ", clock.Services);
        return clock.Synchronized switch
        {
            true => who + ", synchronised",
            false => who + ", not synchronised",
            null => who + (clock.Services.Count == 0 ? string.Empty : ", whether synchronised is not told"),
        };
    }
}
