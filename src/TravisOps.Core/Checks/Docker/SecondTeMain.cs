using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;

namespace TravisOps.Checks.Docker;

/// <summary>What to do where several te-main run, on one database.</summary>
internal static class SecondTeMain
{
    /// <summary>Stops those that nobody reaches, where one alone has the ports that browsers and workers use; else a person has to look which one Replicated knows.</summary>
    public static string Remedy(TeMain main)
    {
        List<DockerContainer> all = [main.Container!, .. main.AlsoRunning];
        List<DockerContainer> reached = [.. all.Where(IsReached)];
        return reached.Count == 1
            ? $"sudo docker stop {Names(all.Where(one => one != reached[0]))}   # {reached[0].Name} has the ports that browsers and workers use; if port 8800 tells of another one as the app, stop {reached[0].Name} instead"
            : $"See which one Replicated knows at port 8800, and stop the other: sudo docker stop {Names(main.AlsoRunning)}";
    }

    private static bool IsReached(DockerContainer container) => container.Ports.Any(port => port.Published && ExpectedBinding.All.Any(one => one.Vital && one.HostPort == port.HostPort));

    private static string Names(IEnumerable<DockerContainer> containers) => string.Join(" ", containers.Select(one => Paste.Word(one.Name)));
}
