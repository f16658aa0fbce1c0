using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Replicated;

namespace TravisOps.Checks.Preflight;

/// <summary>A check of the platform that needs the answer of Replicated's command line.</summary>
internal abstract class ReplicatedCheck(ProbeItem probe, string id, string title, string limits, string reference)
    : Check(id, title, limits, reference, TravisRole.Platform)
{
    private const string Start = "sudo docker start replicated || for s in replicated replicated-ui replicated-operator; do sudo service $s start; done; sudo docker ps -a --filter name=replicated";

    private protected sealed override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var item = host.Find(probe.Name);
        if (item?.Status != EvidenceStatus.NotFound && Obstacle.In(host, probe) is { } obstacle)
        {
            return [obstacle];
        }

        var answer = ReplicatedAnswer.Parse(item!);
        return answer.Problem == ReplicatedProblem.None ? Judge(host, item!, answer) : [NoAnswer(host, item!, answer)];
    }

    /// <summary>The rules, for an answer of Replicated.</summary>
    private protected abstract IEnumerable<Finding> Judge(HostEvidence host, EvidenceItem item, ReplicatedAnswer answer);

    /// <summary>Address of Replicated's dashboard, by the name that the host has here.</summary>
    private protected static string Dashboard(HostEvidence host) => $"https://{host.ComputerName}:8800";

    /// <summary>The verdict when the container replicated does not run: one of the checks tells it as a Fail, the others stand on it.</summary>
    private protected virtual CheckStatus WhenNotRunning => CheckStatus.Skip;

    private Finding NoAnswer(HostEvidence host, EvidenceItem item, ReplicatedAnswer answer)
    {
        var line = answer.ProblemLine;
        var (status, message, remedy) = answer.Problem switch
        {
            ReplicatedProblem.DockerNotRunning or ReplicatedProblem.NotInstalled when DockerEngineCheck.Fails(host) => (
                CheckStatus.Skip, "Stands on Docker Engine, which did not answer: see Docker.Engine.", null),
            ReplicatedProblem.NotRunning when WhenNotRunning == CheckStatus.Skip => (CheckStatus.Skip, "Stands on Replicated, which is not running: see Replicated.System.", null),
            ReplicatedProblem.NotRunning => (WhenNotRunning, $"Replicated is not running: {line}", Start),
            ReplicatedProblem.CommandUnknown => (
                CheckStatus.Unknown,
                $"Could not be looked at: this Replicated does not know the command, because it is older than 2.9.0 (preflight) or 2.26 (status): {line}",
                $"Look at the dashboard, {Dashboard(host)}, and at the version: sudo docker exec replicated replicated --version"),
            ReplicatedProblem.NotInstalled => (
                CheckStatus.Unknown,
                "Could not be looked at: there is neither /usr/local/bin/replicatedctl nor a docker command on this host.",
                "See Docker.Engine; if this machine is a worker, correct its role in the inventory."),
            ReplicatedProblem.DockerNotRunning => (
                CheckStatus.Unknown, $"Could not be looked at, because Docker Engine could not: {line}", "See Docker.Engine."),
            ReplicatedProblem.PermissionDenied => (CheckStatus.Unknown, $"Could not be looked at: the login may not ask Replicated: {line}", Obstacle.GiveRoot(host)),
            ReplicatedProblem.WantsTerminal => (
                CheckStatus.Unknown,
                $"Could not be looked at: Replicated's command wants a terminal: {line}",
                $"Run it in a terminal on the platform machine: sudo {answer.Command}"),
            _ => (
                CheckStatus.Unknown,
                $"Could not be looked at: Replicated's daemon does not answer its own command: {line}",
                "sudo docker logs --tail 50 replicated"),
        };
        return new Finding(status, message) { Item = item, Line = line, Remedy = remedy };
    }

    /// <summary>A name as part of an id: lower case, digits, dashes, at most 60 characters.</summary>
    private protected static string Slug(string name)
    {
        var slug = new System.Text.StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
        {
            if (letter is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                slug.Append(letter);
            }
            else if (slug.Length > 0 && slug[slug.Length - 1] != '-')
            {
                slug.Append('-');
            }

            if (slug.Length == 60)
            {
                break;
            }
        }

        var text = slug.ToString().Trim('-');
        return text.Length == 0 ? "unnamed" : text;
    }
}
