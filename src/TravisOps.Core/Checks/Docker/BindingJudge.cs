using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

/// <summary>Compares the port bindings of a host with those of the operations manual, "Docker". Contacts nothing.</summary>
public static class BindingJudge
{
    /// <summary>The bindings of a host.</summary>
    /// <param name="host">Its evidence.</param>
    /// <param name="all">Also those of every other container; a worker has no others.</param>
    public static BindingReport Judge(HostEvidence host, bool all)
    {
        if (host is null)
        {
            throw new ArgumentNullException(nameof(host));
        }

        var (containers, failure) = ContainerEvidence.Read(host);
        if (failure is not null)
        {
            return new BindingReport { Failure = failure };
        }

        var bindings = new List<DockerBinding>();
        var warnings = new List<string>();
        List<DockerContainer> rest = [.. containers.All];
        if (host.Role == TravisRole.Platform)
        {
            var main = TeMain.Find(containers);
            if (main.Container is { UnreadPorts: { } ports })
            {
                return new BindingReport
                {
                    Failure = new DockerFailure(
                        DockerProblem.Other,
                        EvidenceStatus.Collected,
                        $"The port bindings of {host.ComputerName} are not known ({ContainerEvidence.Command}): docker inspect failed and the PORTS column of {main.Container.Name} can't be read: {ports}",
                        "sudo docker inspect --format '{{json .NetworkSettings.Ports}}' " + Preflight.Paste.Word(main.Container.Name)),
                };
            }

            bindings.AddRange(TeMainBindings.Judge(host, main, containers));
            warnings.AddRange(Warnings(host, main));
            rest.Remove(main.Container!);
            rest.RemoveAll(container => main.AlsoRunning.Contains(container));
        }

        if (all)
        {
            bindings.AddRange(rest.SelectMany(container => Others(host, container)));
        }

        return new BindingReport { Bindings = bindings, Warnings = warnings };
    }

    private static IEnumerable<string> Warnings(HostEvidence host, TeMain main)
    {
        if (main.Container is null)
        {
            yield return $"{host.ComputerName} has no te-main container, neither running nor stopped.";
        }
        else if (main.AlsoRunning.Count > 0)
        {
            var names = main.AlsoRunning.Select(container => container.Name);
            yield return $"{host.ComputerName} runs {main.AlsoRunning.Count + 1} te-main containers: {main.Container.Name}, the newest, and {string.Join(", ", names)}. There should be one.";
        }
    }

    private static IEnumerable<DockerBinding> Others(HostEvidence host, DockerContainer container)
    {
        var running = container.State == DockerContainerState.Running;
        foreach (var port in PublishedPort.Of(running ? container.Ports : container.ConfiguredPorts ?? container.Ports))
        {
            var taken = running && host.Role == TravisRole.Platform && ExpectedBinding.All.Any(expected => expected.HostPort == port.HostPort && port.HostPort is not null);
            yield return Of(host, container, port) with
            {
                State = taken ? DockerBindingState.Unexpected : running ? DockerBindingState.Bound : DockerBindingState.Stopped,
                Status = taken ? CheckStatus.Fail : CheckStatus.Pass,
                Message = taken
                    ? $"{container.Name} holds port {port.HostPort} of the host, which te-main needs."
                    : $"{container.Name} {(running ? "publishes" : "does not run; it is made to publish")} {port.ContainerPort}/{port.Protocol}; the manual asks for nothing here.",
                Remedy = taken ? $"Find out what {container.Name} is for; stop it or move it to another port, then restart the app: {TeMainBindings.RestartApp}" : null,
            };
        }
    }

    /// <summary>A binding as it is; what it means is the caller's.</summary>
    internal static DockerBinding Of(HostEvidence host, DockerContainer container, PublishedPort port) => new()
    {
        ComputerName = host.ComputerName,
        Role = host.Role,
        ContainerName = container.Name,
        ContainerId = container.Id,
        Image = container.Image,
        ContainerPort = port.ContainerPort,
        Protocol = port.Protocol,
        HostAddress = port.AddressText,
        HostPort = port.HostPort,
        State = DockerBindingState.Bound,
        Status = CheckStatus.Pass,
        Message = string.Empty,
        CollectedAt = host.CollectedAt,
    };
}
