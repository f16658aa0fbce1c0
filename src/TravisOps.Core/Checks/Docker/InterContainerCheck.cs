using System.Collections.Generic;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

internal sealed class InterContainerCheck() : Check(
    "Docker.InterContainer",
    "Whether containers may talk to each other on the default bridge (icc)",
    "worker: no (icc false), as builds are strangers to each other; platform: yes",
    "The worker installers (--icc=false, \"icc\": false); Replicated's host preflight warns where it is off")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var settings = SettingsEvidence.Read(host);
        if (settings.InterContainer is null && SettingsEvidence.Obstacle(host) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        if (settings.DaemonJsonProblem is not null && settings.InterContainer is null)
        {
            yield return new Finding(CheckStatus.Unknown, "Could not be looked at: /etc/docker/daemon.json can't be read, see Docker.Settings.")
            {
                Item = host.Find(DockerItems.DaemonJson.Name),
                Remedy = "sudo docker network inspect bridge | grep enable_icc",
            };
            yield break;
        }

        if (settings.InterContainer is null && !SettingsEvidence.IsComplete(host))
        {
            yield return DockerEngineCheck.Fails(host)
                ? new Finding(CheckStatus.Skip, "Stands on Docker Engine, which did not answer: see Docker.Engine. The flags that it is started with are known while it runs.")
                : Obstacle.In(host, DockerItems.EngineArguments) is { } unanswered
                    ? unanswered
                    : new Finding(CheckStatus.Unknown, "Could not be looked at: the flags that Docker Engine runs with are not known, and /etc/docker/daemon.json does not set icc.")
                    {
                        Item = host.Find(DockerItems.EngineArguments.Name),
                        Remedy = "sudo docker network inspect bridge | grep enable_icc",
                    };
            yield break;
        }

        var on = settings.InterContainer ?? true;
        var wanted = host.Role == TravisRole.Platform;
        var finding = new Finding(on == wanted ? CheckStatus.Pass : CheckStatus.Warn, (host.Role, on) switch
        {
            (TravisRole.Platform, true) => "Containers of the platform may talk to each other.",
            (TravisRole.Platform, false) => "Containers of the platform may not talk to each other on the default bridge, which Replicated warns of.",
            (_, false) => "Builds may not talk to each other on the default bridge.",
            _ => "Builds may talk to each other over the default bridge: one build can reach the services of another.",
        })
        {
            Actual = on ? "icc true" : "icc false",
            Item = host.Find(DockerItems.DaemonJson.Name),
            Line = settings.InterContainer is null ? "icc is not set, which is true" : $"icc {(on ? "true" : "false")}",
        };
        yield return on == wanted ? finding : finding with
        {
            Remedy = $"Put \"icc\": {(wanted ? "true" : "false")} into /etc/docker/daemon.json (Ubuntu 14.04: --icc={(wanted ? "true" : "false")} into DOCKER_OPTS in /etc/default/docker), then sudo service docker restart when no build runs",
        };
    }
}
