using System;
using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.Probing;
using TravisOps.Replicated;

namespace TravisOps.Bundles;

/// <summary>
/// Asked only to know what to look for: the encryption key, the RabbitMQ password and whatever else is in travis.yml and in Replicated's settings. The answers
/// stay in memory and are in no bundle.
/// </summary>
internal static class SecretItems
{
    /// <summary>travis.yml inside te-main (facts 1, 2).</summary>
    public static ProbeItem TravisYml { get; } = new()
    {
        Name = "secrets.travis-yml",
        Kind = ProbeItemKind.Command,
        Source = (PreflightItems.DockerPrelude + """
            c=$(docker ps --no-trunc --format '{{.ID}} {{.Image}} {{.Names}}' | grep te-main | head -n 1)
            [ -n "$c" ] || { echo 'no running container of te-main' >&2; exit 1; }
            exec docker exec "${c%% *}" cat /usr/local/travis/etc/travis/config/travis.yml
            """).Replace("\r", string.Empty),
        MaxBytes = 1024 * 1024,
        TimeLimit = TimeSpan.FromSeconds(10),
        Gate = PreflightItems.DockerGate,
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

    /// <summary>True for an answer that goes into no bundle.</summary>
    public static bool Is(string name) => name.StartsWith("secrets.", StringComparison.Ordinal);
}
