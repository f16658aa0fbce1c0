using System;
using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.EncryptionKeys;
using TravisOps.Probing;
using TravisOps.Replicated;

namespace TravisOps.Bundles;

/// <summary>
/// Asked only to know what to look for: the encryption key, the RabbitMQ password and whatever else is in travis.yml and in Replicated's settings. The answers
/// stay in memory and are in no bundle.
/// </summary>
internal static class SecretItems
{
    /// <summary>travis.yml (facts 1, 2), by each way that there is: most bundles are made when something does not run, and its passwords are in the logs all the same.</summary>
    public static ProbeItem TravisYml { get; } = new()
    {
        Name = "secrets.travis-yml",
        Kind = ProbeItemKind.Command,
        Source = LiveKeyScript.Text,
        MaxBytes = 4 * 1024 * 1024,
        TimeLimit = TimeSpan.FromSeconds(30),
    };

    /// <summary>Replicated's settings, with their passwords (facts 3).</summary>
    public static ProbeItem AppConfig { get; } = new()
    {
        Name = "secrets.app-config",
        Kind = ProbeItemKind.Command,
        Source = ReplicatedCommand.Script("app-config export --hidden"),
        MaxBytes = 1024 * 1024,
        TimeLimit = TimeSpan.FromSeconds(10),
        Gate = PreflightItems.ReplicatedGate,
    };

    /// <summary>What is asked of a host.</summary>
    public static IReadOnlyList<ProbeItem> For(TravisRole role) => role == TravisRole.Platform ? [TravisYml, AppConfig] : [];

    /// <summary>What the item is, for people.</summary>
    public static string Title(ProbeItem item) => item.Name == TravisYml.Name ? "travis.yml of te-main" : "Replicated's settings";

    /// <summary>True for an answer that goes into no bundle.</summary>
    public static bool Is(string name) => name.StartsWith("secrets.", StringComparison.Ordinal);
}
