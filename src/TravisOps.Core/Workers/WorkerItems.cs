using System;
using System.IO;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Probing;

namespace TravisOps.Workers;

/// <summary>What is asked of a worker, and of the platform about what its workers need.</summary>
public static class WorkerItems
{
    /// <summary>Name of the answer about settings.</summary>
    public const string SettingsName = "worker.settings";

    /// <summary>Whether the service runs, since when, and its last starts; upstart (14.04) or systemd.</summary>
    public static ProbeItem Service { get; } = new()
    {
        Name = "worker.service",
        Kind = ProbeItemKind.Command,
        Source = Resource("service.sh"),
        TimeLimit = TimeSpan.FromSeconds(15),
    };

    /// <summary>The installed version of the package, and what apt knows of newer ones.</summary>
    public static ProbeItem Version { get; } = new()
    {
        Name = "worker.version",
        Kind = ProbeItemKind.Command,
        Source = Resource("version.sh"),
        TimeLimit = TimeSpan.FromSeconds(15),
    };

    /// <summary>The hash of the platform's RabbitMQ password, and its queues. Without a time limit of its own, as it must not be in an argument list;
    /// what can hang in it has one.</summary>
    public static ProbeItem Broker { get; } = new()
    {
        Name = "platform.broker",
        Kind = ProbeItemKind.Command,
        Source = (PreflightItems.DockerPrelude + Words(("tv_awk", Resource("settings.awk"))) + Resource("secrets.sh") + Resource("broker.sh")).Replace("\r", string.Empty),
        Gate = PreflightItems.DockerGate,
    };

    /// <summary>The platform's own addresses, one a line with its interface.</summary>
    public static ProbeItem Addresses { get; } = new()
    {
        Name = "net.addresses",
        Kind = ProbeItemKind.Command,
        Source = "PATH=$PATH:/usr/sbin:/sbin\nexec ip -o addr show scope global",
        TimeLimit = TimeSpan.FromSeconds(5),
    };

    /// <summary>The settings of a worker, each with its file and line.</summary>
    /// <param name="publicHostName">What workers are to call the platform. The answer names it, so that recorded evidence can be judged without the inventory.</param>
    /// <param name="platformAddress">What the platform is reached at from here.</param>
    /// <param name="showSecrets">Secrets come in the clear; they are hidden there otherwise.</param>
    public static ProbeItem Settings(string publicHostName, string platformAddress, bool showSecrets) => new()
    {
        Name = SettingsName,
        Kind = ProbeItemKind.Command,
        Source = Words(
                ("tv_mask", showSecrets ? "0" : "1"),
                ("tv_names", WorkerSecretNames.Pattern),
                ("tv_public", publicHostName),
                ("tv_address", platformAddress),
                ("tv_awk", Resource("settings.awk")))
            + Resource("secrets.sh") + Resource("settings.sh"),
        MaxBytes = 512 * 1024,
    };

    private static string Words(params (string Name, string Value)[] words) =>
        string.Concat(words.Select(word => $"{word.Name}='{word.Value.Replace("'", "'\\''")}'\n"));

    private static string Resource(string name)
    {
        using var stream = typeof(WorkerItems).Assembly.GetManifestResourceStream("Workers/" + name)
            ?? throw new InvalidOperationException($"{name} is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
