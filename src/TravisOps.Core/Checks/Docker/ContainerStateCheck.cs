using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

internal sealed class ContainerStateCheck() : ContainerCheck(
    "Docker.Containers",
    "State and State.Error of the containers of Replicated, of the worker and of builds (te-main has Docker.TeMain); one result for each that is not well, Docker.Containers.NAME",
    "services run; no container with an error; fewer than 20 exited ones on a worker",
    Manual.Docker + " (\"Replicated and Travis CI Enterprise are both shipped as Docker containers\"); the number is ours")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, EvidenceItem item, DockerContainers containers)
    {
        // Docker.TeMain tells of te-main, Docker.Restarts of what restarts again and again.
        var others = containers.All.Where(container => !DockerNames.IsTeMain(container)).ToList();
        var findings = others.Where(container => container.IsService && Stands(container))
            .Select(container => ContainerFinding.NotRunning(item, container, container.Name))
            .ToList();
        findings.AddRange(others.Where(container => !container.IsService && container.Error is not null && container.State != DockerContainerState.Running)
            .GroupBy(container => container.Error!)
            .Select((group, index) => Builds(item, group.Key, [.. group], index)));
        if (host.Role == TravisRole.Platform && !others.Any(one => DockerNames.IsReplicatedService(one) || (DockerNames.IsReplicated(one) && one.IsService)))
        {
            findings.Add(new Finding(CheckStatus.Fail, "There is no container of Replicated on this host, which runs and updates the application.")
            {
                IdSuffix = "replicated",
                Actual = "none",
                Item = item,
                Remedy = "sudo service replicated start; sudo service replicated-ui start; sudo service replicated-operator start   # they make their containers anew",
            });
        }

        var left = others.Count(container => !container.IsService && container.State is DockerContainerState.Exited or DockerContainerState.Dead);
        if (host.Role == TravisRole.Worker && left >= Requirements.LeftoverContainers)
        {
            findings.Add(new Finding(CheckStatus.Warn, $"{left} exited containers are left behind, as builds do that the worker could not clean up after.")
            {
                IdSuffix = "leftovers",
                Actual = $"{left} exited",
                Item = item,
                Line = others.First(container => container.State == DockerContainerState.Exited || container.State == DockerContainerState.Dead).Line,
                Remedy = "When no build runs: sudo docker ps -aq -f status=exited | xargs -r sudo docker rm",
            });
        }

        if (findings.Count > 0)
        {
            return findings;
        }

        var running = others.Where(container => container.State == DockerContainerState.Running).Select(container => container.Name).ToList();
        var message = running.Count switch
        {
            0 when others.Count == 0 => host.Role == TravisRole.Platform ? "There is no container beside te-main." : "There is no container on this host.",
            0 => "No container runs, none has an error, and none is one that should run.",
            1 => $"{running[0]} runs, and no container has an error.",
            _ => $"{running.Count} containers run, and none has an error.",
        };
        return [new Finding(CheckStatus.Pass, message)
        {
            Actual = $"{running.Count} running",
            Item = item,
            Line = running.Count == 0 ? "none" : string.Join(", ", running.Take(12)),
        }];
    }

    private static bool Stands(DockerContainer container) =>
        container.State is DockerContainerState.Exited or DockerContainerState.Created or DockerContainerState.Dead or DockerContainerState.Paused or DockerContainerState.Unknown;

    // Of a hundred builds that met one full disk a person wants to hear once.
    private static Finding Builds(EvidenceItem item, string error, IReadOnlyList<DockerContainer> containers, int index)
    {
        var signature = DockerErrorSignature.Find(error);
        return new Finding(
            signature is null ? CheckStatus.Warn : CheckStatus.Fail,
            $"Docker could not start {(containers.Count == 1 ? containers[0].Name : $"{containers.Count} containers")}: {error}{(signature is null ? string.Empty : $" That is: {signature.Cause}.")}")
        {
            IdSuffix = index == 0 ? "errors" : $"errors-{index + 1}",
            Actual = $"{containers.Count} with this error",
            Item = item,
            Line = $"{containers[0].Name}: {error}",
            Remedy = signature?.Remedy ?? $"sudo docker inspect --format '{{{{.State.Error}}}}' {Paste.Word(containers[0].Name)}; {Obstacle.LookAtDocker}",
        };
    }
}
