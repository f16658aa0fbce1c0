using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Checks.Docker;

/// <summary>How Docker Engine was told to work, as far as the evidence tells.</summary>
internal static class SettingsEvidence
{
    /// <summary>The settings, from whatever of the three sources was read. Under systemd nothing reads /etc/default/docker.</summary>
    public static EngineSettings Read(HostEvidence host) => EngineSettingsReader.Read(
        Text(host, DockerItems.EngineArguments),
        Distribution.Of(host).Release?.Ubuntu >= Requirements.UbuntuWithSystemd ? null : Text(host, DockerItems.DefaultDocker),
        Text(host, DockerItems.DaemonJson));

    /// <summary>The flags that the engine runs with are known.</summary>
    public static bool HasArguments(HostEvidence host) => Text(host, DockerItems.EngineArguments) is not null;

    /// <summary>Everything that sets something is known, so that what none of it sets is at its default. Of an engine that does not run the flags are
    /// known under upstart alone.</summary>
    public static bool IsComplete(HostEvidence host) =>
        (HasArguments(host) || (Distribution.Of(host).Release?.Ubuntu < Requirements.UbuntuWithSystemd && host.Find(DockerItems.DefaultDocker.Name)?.Ok == true)) && Obstacle(host) is null && Read(host).DaemonJsonProblem is null;

    /// <summary>Why daemon.json is not known; null when it was read, or when there is none.</summary>
    public static Finding? Obstacle(HostEvidence host) =>
        host.Find(DockerItems.DaemonJson.Name)?.Status == EvidenceStatus.NotFound ? null : Preflight.Obstacle.In(host, DockerItems.DaemonJson);

    private static string? Text(HostEvidence host, ProbeItem item) => host.Find(item.Name) is { Ok: true, Text.Length: > 0 } found ? found.Text : null;
}
