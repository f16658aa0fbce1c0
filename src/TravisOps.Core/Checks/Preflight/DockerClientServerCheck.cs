using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Preflight;

internal sealed class DockerClientServerCheck() : DockerCheck(
    "Docker.ClientServer",
    "Version of the docker command against that of Docker Engine",
    "the same version",
    Manual.Docker + "; they differ after an upgrade that has not restarted the engine, or with two installations on one machine")
{
    private protected override Finding Judge(HostEvidence host, EvidenceItem item, DockerFacts docker)
    {
        if (docker.Client is not { } client || docker.Server is not { } server)
        {
            return Obstacle.Unreadable(item, "the version of the docker command or of Docker Engine");
        }

        var same = client.Number == server.Number;
        return new Finding(
            same ? CheckStatus.Pass : CheckStatus.Warn,
            same ? $"The docker command and Docker Engine are both {server}." : $"The docker command is {client} and Docker Engine is {server}.")
        {
            Actual = $"client {client}, engine {server}",
            Item = item,
            Line = $"client {client}, engine {server}",
            Remedy = same ? null : "which -a docker dockerd; sudo service docker restart   # when no build runs; on the platform stop the app at port 8800 first, and start it there afterwards",
        };
    }
}
