using System.Collections.Generic;
using System.Linq;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Environments;

/// <summary>What else runs on a host or is used by Travis CI Enterprise, by name: agents, containers that are not its own, external services.</summary>
internal static class ServiceDetector
{
    /// <summary>Containers that are named one by one; a worker has one for each build that runs.</summary>
    private const int MostContainers = 10;

    public static IReadOnlyList<string>? Detect(HostEvidence host, DockerContainers? containers, GitHubFacts? facts)
    {
        if (ToolsFacts.Parse(host.Find(EnvironmentItems.Tools.Name)) is not { } tools)
        {
            return null;
        }

        var services = KnownService.All.Where(service => service.Processes.Any(tools.Processes.Contains)).Select(service => service.Name).ToList();

        // On a worker every other container is a build's.
        if (host.Role == TravisRole.Platform && containers is not null)
        {
            var others = containers.All.Where(one => !DockerNames.IsOurs(one)).ToList();
            services.AddRange(others.Take(MostContainers).Select(one => $"container {one.Name} ({one.Image})"));
            if (others.Count > MostContainers)
            {
                services.Add($"{others.Count - MostContainers} more containers");
            }
        }

        if (facts is not null)
        {
            services.AddRange(AvailabilityJudge.External(facts).Select(one => $"{one.Key} at {one.Value}"));
        }

        return services;
    }
}
