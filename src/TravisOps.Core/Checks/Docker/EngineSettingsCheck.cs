using System.Collections.Generic;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

internal sealed class EngineSettingsCheck() : Check(
    "Docker.Settings",
    "Whether Docker Engine can start with /etc/docker/daemon.json as it is now",
    "JSON, and no setting that is among the engine's flags too",
    "Docker's documentation of the daemon's configuration file: the engine refuses to start otherwise")
{
    private const string File = "/etc/docker/daemon.json";

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (SettingsEvidence.Obstacle(host) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        var item = host.Find(DockerItems.DaemonJson.Name)!;
        if (item.Status == EvidenceStatus.NotFound)
        {
            yield return new Finding(CheckStatus.Pass, $"There is no {File}; Docker Engine takes its flags and defaults.") { Actual = "none", Item = item, Line = "not there" };
            yield break;
        }

        var settings = SettingsEvidence.Read(host);
        var down = DockerEngineCheck.Fails(host);
        var status = down ? CheckStatus.Fail : CheckStatus.Warn;
        var consequence = down ? "Docker Engine does not start with it." : "Docker Engine runs, and will not start again with it.";
        if (settings.DaemonJsonProblem is { } problem)
        {
            yield return new Finding(status, $"{File} can't be used: {problem}. {consequence}")
            {
                Actual = problem,
                Item = item,
                Line = problem,
                Remedy = $"python3 -m json.tool {File} || python -m json.tool {File}   # shows where; correct it, then sudo service docker restart when no build runs",
            };
        }
        else if (settings.Conflicts.Count > 0)
        {
            var names = string.Join(", ", settings.Conflicts);
            yield return new Finding(status, $"{names}: set in {File} and among the flags of Docker Engine. {consequence}")
            {
                Actual = $"{names} twice",
                Item = item,
                Line = names,
                Remedy = "Take it out of one of the two: the flags stand in DOCKER_OPTS in /etc/default/docker (Ubuntu 14.04) or in ExecStart (systemctl cat docker).",
            };
        }
        else
        {
            yield return new Finding(CheckStatus.Pass, $"{File} is JSON, and nothing in it is among the flags too.") { Actual = "in order", Item = item, Line = "JSON" };
        }
    }
}
