using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Preflight;

internal sealed class DockerVersionCheck() : DockerCheck(
    "Docker.Version",
    "Version of Docker Engine",
    PlatformLimits + "; " + WorkerLimits,
    Manual.Docker + " (1.7, which is too low for both); Replicated's supported versions; travis-worker 3.1.0 and later need API 1.24")
{
    private const string PlatformLimits = "platform: 1.10.3 to 24.0.2, 1.7.1 at the least";
    private const string WorkerLimits = "worker: 17.06.2 to 28, 1.12 at the least";

    private const string OlderApi =
        "Unless it is done already, let Docker accept API 1.24 again: add \"min-api-version\": \"1.24\" to /etc/docker/daemon.json, then sudo service docker restart when no build runs; or install Docker 28.";

    private protected override Finding Judge(HostEvidence host, EvidenceItem item, DockerFacts docker)
    {
        if (docker.Server is not { } version)
        {
            return Obstacle.Unreadable(item, "the version of Docker Engine");
        }

        var (status, message, remedy) = host.Role == TravisRole.Platform ? Platform(version) : Worker(version);
        return new Finding(status, message)
        {
            Expected = host.Role == TravisRole.Platform ? PlatformLimits : WorkerLimits,
            Actual = version.Text,
            Remedy = remedy,
            Item = item,
            Line = $"Server Version: {version.Text}",
        };
    }

    private static (CheckStatus Status, string Message, string? Remedy) Platform(DockerVersion version)
    {
        const string Upgrade = "Upgrade Docker with Replicated's installer, which picks a version that Replicated knows: curl -sSL https://get.replicated.com/docker | sudo bash -s install-docker-only   # stop the app at port 8800 first, and start it there afterwards";
        return version.Number switch
        {
            var v when v < Requirements.DockerManual => (CheckStatus.Fail, $"Docker {version} is older than the manual's 1.7.", Upgrade),
            var v when v < Requirements.DockerReplicatedFirst => (
                CheckStatus.Fail, $"Docker {version} meets the manual's 1.7, but Replicated never took anything older than 1.7.1.", Upgrade),
            var v when v < Requirements.DockerReplicatedLater => (
                CheckStatus.Warn, $"Docker {version} meets the manual's 1.7, but later versions of Replicated want 1.10.3 or newer.", Upgrade),
            var v when v <= Requirements.DockerReplicatedLast => (
                CheckStatus.Pass, $"Docker {version} is among the versions that Replicated supports (1.10.3 to 24.0.2 with its last version); the manual asks for 1.7.", null),
            _ => (
                CheckStatus.Warn,
                $"Docker {version} is newer than 24.0.2, the newest that Replicated names as supported: it may work and nobody has tested it.",
                "Keep the version as it is while the app runs; before the next upgrade: sudo apt-mark hold docker-ce docker-ce-cli docker.io containerd.io"),
        };
    }

    private static (CheckStatus Status, string Message, string? Remedy) Worker(DockerVersion version)
    {
        const string Upgrade = "Set up the worker again with a current worker installer, or upgrade Docker when no build runs, on Ubuntu 16.04 and later: sudo apt-get update && sudo apt-get install docker.io";
        return version.Number switch
        {
            var v when v < Requirements.DockerManual => (CheckStatus.Fail, $"Docker {version} is older than the manual's 1.7.", Upgrade),
            var v when v < Requirements.DockerWorker => (
                CheckStatus.Fail,
                $"Docker {version} meets the manual's 1.7, but travis-worker 3.1.0 (2017-10-11) and later need API 1.24, which is Docker 1.12.", Upgrade),
            var v when v < Requirements.DockerMismatch => (
                CheckStatus.Warn,
                $"Docker {version} works, but below 17.06.2-ce is a known cause of \"client and server don't have same version\" in the worker's log.", Upgrade),
            var v when v < Requirements.DockerRefusesOldApi => (CheckStatus.Pass, $"Docker {version} is new enough for travis-worker (17.06.2-ce); the manual asks for 1.7.", null),
            _ => (
                CheckStatus.Warn,
                $"Docker {version} refuses API 1.24 unless it is told otherwise, and that is what travis-worker speaks unless it is told otherwise: builds then fail with \"client version 1.24 is too old\".",
                OlderApi),
        };
    }
}
