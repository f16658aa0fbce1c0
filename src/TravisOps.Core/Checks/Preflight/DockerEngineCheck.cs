using System.Collections.Generic;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Checks.Preflight;

internal sealed class DockerEngineCheck() : Check(
    "Docker.Engine",
    "Whether Docker Engine answers",
    "Docker Engine answers",
    Manual.Docker + " (\"a perfectly working Docker installation\")")
{
    private const string Install = "Install Docker as this machine's installer of Travis CI Enterprise does, or on Ubuntu 16.04 and later: sudo apt-get install docker.io";

    private const string Look = "sleep 5; sudo docker info || { sudo tail -n 50 /var/log/upstart/docker.log 2>/dev/null || sudo journalctl -u docker -n 50 --no-pager; }";

    private const string Start = "sudo service docker start; " + Look;

    private const string Restart = "sudo service docker restart; " + Look;

    // The unit of a worker that is an image has Requires=docker.service (facts 6b): it stops with Docker, and does not start with it again.
    private const string StartWorker = "; [ ! -f /etc/systemd/system/travis-worker.service ] || sudo systemctl start travis-worker";

    /// <summary>Fail when the engine is known not to answer, Unknown when it may be our login that it does not answer.</summary>
    public static CheckStatus Verdict(HostEvidence host, DockerFacts docker) => docker.Problem switch
    {
        DockerProblem.None => CheckStatus.Pass,
        DockerProblem.NotInstalled => CheckStatus.Fail,
        DockerProblem.NotRunning => MayBeRights(host, docker) ? CheckStatus.Unknown : CheckStatus.Fail,
        _ => CheckStatus.Unknown,
    };

    /// <summary>Whether this check is a Fail on this host, so that what stands on the engine need not say more.</summary>
    public static bool Fails(HostEvidence host) =>
        host.Find(PreflightItems.DockerInfo.Name) is { Status: EvidenceStatus.Collected or EvidenceStatus.NotFound } item
        && Verdict(host, DockerParser.Parse(item)) == CheckStatus.Fail;

    /// <summary>What to do when the engine did not answer.</summary>
    public static string Remedy(HostEvidence host, DockerFacts docker) => docker.Problem switch
    {
        DockerProblem.NotInstalled => Install,
        DockerProblem.PermissionDenied => Obstacle.GiveRoot(host),
        DockerProblem.NotRunning => MayBeRights(host, docker) ? Obstacle.GiveRoot(host) : Start + Worker(host),
        _ => Obstacle.LookAtDocker,
    };

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var found = host.Find(PreflightItems.DockerInfo.Name);
        if (found?.Status != EvidenceStatus.NotFound && Obstacle.In(host, PreflightItems.DockerInfo) is { } obstacle)
        {
            // What else asks the engine looks at it only; here is told what helps.
            yield return found?.Status == EvidenceStatus.TimedOut ? obstacle with { Remedy = Restart + Worker(host) + "   # it hangs; what runs in its containers ends with it" } : obstacle;
            yield break;
        }

        var docker = DockerParser.Parse(found!);
        var line = docker.ProblemLine ?? "no answer";
        var client = docker.Client is { } version ? $" (the docker command is {version})" : string.Empty;
        var message = docker.Problem switch
        {
            DockerProblem.None => $"Docker Engine {docker.Server?.Text ?? "(version not told)"} answers.",
            DockerProblem.NotInstalled => "There is no docker command on this host.",
            DockerProblem.PermissionDenied => $"The login may not ask Docker Engine{client}: {line}",
            DockerProblem.NotRunning when MayBeRights(host, docker) =>
                $"Docker Engine did not answer a login without root{client}; with this Docker that can mean that it is down or that the login may not ask.",
            DockerProblem.NotRunning => $"Docker Engine is not running{client}: {line}",
            _ => $"Docker Engine gave no answer that could be read{client}: {line}",
        };
        yield return new Finding(Verdict(host, docker), message)
        {
            Actual = docker.Problem == DockerProblem.None ? docker.Server?.Text ?? "answers" : docker.Problem.ToString(),
            Item = found,
            Line = docker.Problem == DockerProblem.None ? $"Server Version: {docker.Server?.Text}" : docker.ProblemLine,
            Remedy = docker.Problem == DockerProblem.None ? null : Remedy(host, docker),
        };
    }

    private static string Worker(HostEvidence host) => host.Role == TravisRole.Worker ? StartWorker : string.Empty;

    // Docker before 17 says "Cannot connect to the Docker daemon" also to a login that may not use its socket (facts 5).
    private static bool MayBeRights(HostEvidence host, DockerFacts docker) =>
        host.Connection.Root == RootAccess.None
        && docker.ProblemLine?.IndexOf("no socket at", System.StringComparison.Ordinal) is null or < 0
        && (docker.Client is null || docker.Client.Number.Major < 17);
}
