using System;

namespace TravisOps.Docker;

/// <summary>How containers of Travis CI Enterprise are told from others (facts 5): names are random, so the image counts as much.</summary>
internal static class DockerNames
{
    /// <summary>The application on the platform: in IMAGE or NAMES, or the container's own host name.</summary>
    public static bool IsTeMain(DockerContainer container) =>
        Has(container.Image, "te-main") || Has(container.Name, "te-main") || string.Equals(container.HostName, "te-main", StringComparison.Ordinal);

    /// <summary>Replicated's own, on the platform.</summary>
    public static bool IsReplicated(DockerContainer container) =>
        container.Name is "replicated" or "replicated-ui" or "replicated-operator" or "replicated-premkit" or "replicated-statsd"
        || container.Name.StartsWith("retraced-", StringComparison.Ordinal)
        || Has(container.Image, "quay.io/replicated/") || Has(container.Image, "registry.replicated.com/");

    /// <summary>The worker on Ubuntu 16.04 and later.</summary>
    public static bool IsWorker(DockerContainer container) => container.Name == "travis-worker" || Has(container.Image, "travisci/worker");

    /// <summary>Any of the three.</summary>
    public static bool IsOurs(DockerContainer container) => IsTeMain(container) || IsReplicated(container) || IsWorker(container);

    private static bool Has(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
