using System.Collections.Generic;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

internal sealed class CpuCheck() : Check(
    "Hardware.Cpu",
    "CPUs that are online (from Docker when the kernel does not tell)",
    "8 or more",
    Manual.Hardware + "; " + Manual.Prerequisites + " (8 CPUs, c4.2xlarge)")
{
    /// <summary>The number of CPUs, and the item and line that tell it; null when nothing does.</summary>
    public static (int Count, EvidenceItem Item, string Line)? Count(HostEvidence host)
    {
        if (host.Find(PreflightItems.Cpus.Name) is { Ok: true } item && CpuList.Count(item.Text) is { } online)
        {
            return (online, item, item.Text.Trim());
        }

        return host.Find(PreflightItems.DockerInfo.Name) is { Status: EvidenceStatus.Collected } docker && DockerParser.Parse(docker).Cpus is { } cpus
            ? (cpus, docker, $"CPUs: {cpus}")
            : null;
    }

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Count(host) is not { } cpus)
        {
            yield return Obstacle.In(host, PreflightItems.Cpus) ?? Obstacle.Unreadable(host.Find(PreflightItems.Cpus.Name)!, "the number of CPUs");
            yield break;
        }

        var enough = cpus.Count >= Requirements.Cpus;
        var count = cpus.Count == 1 ? "1 CPU" : $"{cpus.Count} CPUs";
        yield return new Finding(
            enough ? CheckStatus.Pass : CheckStatus.Fail,
            enough ? $"{count} are online; {Requirements.Cpus} are asked for." : $"Only {count} online, where {Requirements.Cpus} are asked for.")
        {
            Actual = count,
            Item = cpus.Item,
            Line = cpus.Line,
            Remedy = enough ? null : host.Role == TravisRole.Worker
                ? $"Give the machine 8 CPUs (as a c4.2xlarge has). Until then set POOL_SIZE in /etc/default/travis-worker so that POOL_SIZE x 2 CPUs a build is {cpus.Count} at the most."
                : "Give the machine 8 CPUs (as a c4.2xlarge has): stop the app at port 8800, shut down, resize, start the machine, then the app.",
        };
    }
}
