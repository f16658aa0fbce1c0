using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

/// <summary>The containers that the evidence of a host tells of, or why it tells of none.</summary>
internal static class ContainerEvidence
{
    /// <summary>The command as a person would type it.</summary>
    public const string Command = "docker ps -a";

    /// <summary>The containers; a failure when they are not known.</summary>
    public static (DockerContainers Containers, DockerFailure? Failure) Read(HostEvidence host)
    {
        var item = host.Find(DockerItems.Containers.Name);
        if (item?.Status != EvidenceStatus.NotFound && Obstacle.In(host, DockerItems.Containers) is { } obstacle)
        {
            return (new DockerContainers(), new DockerFailure(DockerProblem.None, item?.Status ?? EvidenceStatus.Skipped, In(host, obstacle.Message), obstacle.Remedy));
        }

        var containers = DockerContainersParser.Parse(item!);
        if (containers.Problem == DockerProblem.None)
        {
            return (containers, null);
        }

        var facts = new DockerFacts { Problem = containers.Problem, ProblemLine = containers.ProblemLine };
        var line = containers.ProblemLine is { } text ? ": " + text : ".";
        var message = containers.Problem switch
        {
            DockerProblem.NotInstalled => "there is no docker command.",
            DockerProblem.PermissionDenied => "the login may not ask Docker Engine" + line,
            DockerProblem.NotRunning => "Docker Engine did not answer" + line,
            _ => "the answer can't be read" + (item!.Truncated ? ", it was cut at its limit" : string.Empty) + line,
        };
        return (containers, new DockerFailure(containers.Problem, item!.Status, In(host, message), DockerEngineCheck.Remedy(host, facts)));
    }

    private static string In(HostEvidence host, string reason) => $"The containers of {host.ComputerName} are not known ({Command}): {reason}";
}
