using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Docker;

/// <summary>How containers of Travis CI Enterprise are told from others (facts 5): names are random, so the image counts as much.</summary>
internal static class DockerNames
{
    /// <summary>The application on the platform: in IMAGE or NAMES, or the container's own host name.</summary>
    public static bool IsTeMain(DockerContainer container) =>
        Has(container.Image, "te-main") || Has(container.Name, "te-main") || string.Equals(container.HostName, "te-main", StringComparison.Ordinal);

    /// <summary>What the worker's unit calls its container.</summary>
    public const string Worker = "travis-worker";

    /// <summary>Those of Replicated's that run all the time, by the names that they always have.</summary>
    public static bool IsReplicatedService(DockerContainer container) =>
        container.Name is "replicated" or "replicated-ui" or "replicated-operator" or "replicated-premkit" or "replicated-statsd"
            or "retraced-api" or "retraced-processor" or "retraced-cron" or "retraced-nsqd" or "retraced-postgres";

    /// <summary>Replicated's own, on the platform: its services, and what it runs once, such as for a support bundle.</summary>
    public static bool IsReplicated(DockerContainer container) =>
        IsReplicatedService(container)
        || container.Name.StartsWith("retraced-", StringComparison.Ordinal)
        || Has(container.Image, "quay.io/replicated/") || Has(container.Image, "registry.replicated.com/");

    /// <summary>The worker on Ubuntu 16.04 and later, and what was run once from its image.</summary>
    public static bool IsWorker(DockerContainer container) => container.Name == Worker || Has(container.Image, "travisci/worker");

    /// <summary>The container of the worker, by its name where it has that: what was run once from the same image may be of another version.</summary>
    public static DockerContainer? FindWorker(IEnumerable<DockerContainer> containers) => containers.Where(IsWorker).OrderBy(container => container.Name != Worker).FirstOrDefault();

    /// <summary>Any of the three.</summary>
    public static bool IsOurs(DockerContainer container) => IsTeMain(container) || IsReplicated(container) || IsWorker(container);

    private static bool Has(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
