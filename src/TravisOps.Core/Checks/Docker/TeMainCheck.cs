using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

internal sealed class TeMainCheck() : ContainerCheck(
    "Docker.TeMain",
    "The container of the application, te-main, found by image or name",
    "one, and it runs",
    Manual.Docker + " (\"a container whose name starts with quay.io-travisci-te-main\", which is its image; names are random)",
    TravisRole.Platform)
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, EvidenceItem item, DockerContainers containers)
    {
        var main = TeMain.Find(containers);
        if (main.Container is not { } container)
        {
            yield return new Finding(CheckStatus.Fail, "There is no te-main container on this host, neither running nor stopped: the application is not here.")
            {
                Actual = "none",
                Item = item,
                Line = $"{containers.All.Count} containers, none of them te-main",
                Remedy = "sudo /usr/local/bin/replicatedctl app start --attach   # or Start Now at port 8800",
            };
            yield break;
        }

        if (main.AlsoRunning.Count > 0)
        {
            var names = string.Join(", ", main.AlsoRunning.Select(other => other.Name));
            yield return new Finding(CheckStatus.Fail, $"{main.AlsoRunning.Count + 1} te-main containers run: {container.Name}, the newest, and {names}. They work on one database in /var/travis.")
            {
                Actual = $"{main.AlsoRunning.Count + 1} running",
                Item = item,
                Line = main.AlsoRunning[0].Line,
                Remedy = SecondTeMain.Remedy(main),
            };
            yield break;
        }

        var beside = main.Stopped.Count == 0 ? string.Empty : $" Beside it {main.Stopped.Count} stopped ones are left, as after updates.";
        if (container.State == DockerContainerState.Running)
        {
            yield return new Finding(CheckStatus.Pass, $"te-main runs as {container.Name} ({container.Image}).{beside}")
            {
                Actual = "running",
                Item = item,
                Line = container.Line,
            };
            yield break;
        }

        yield return ContainerFinding.NotRunning(item, container, "te-main") with { IdSuffix = null };
    }
}
