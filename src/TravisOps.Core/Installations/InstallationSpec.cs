using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Installations;

/// <summary>An installation as given, before defaults, ranges and paths are worked out: what an export writes.</summary>
internal sealed record InstallationSpec
{
    public required string Name { get; init; }

    public string? PublicHostName { get; init; }

    public HostSettings Settings { get; init; } = new();

    public required HostSpec Platform { get; init; }

    public IReadOnlyList<HostSpec> Workers { get; init; } = [];

    /// <summary>Where relative paths start: the folder of the inventory, or the location that the parameters were given at.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The spec that stands for an installation whose hosts were put together one by one.</summary>
    public static InstallationSpec Of(TravisInstallation installation) => new()
    {
        Name = installation.Name,
        PublicHostName = installation.PublicHostName == installation.Platform.ComputerName ? null : installation.PublicHostName,
        Platform = Of(installation.Platform),
        Workers = [.. installation.Workers.Select(Of)],
        BaseDirectory = System.IO.Directory.GetCurrentDirectory(),
    };

    private static HostSpec Of(TravisHost host) => new()
    {
        Host = host.ComputerName,
        Address = host.Address == host.ComputerName ? null : host.Address,
        Settings = new HostSettings
        {
            Port = host.Port == TravisHost.DefaultPort ? null : host.Port,
            UserName = host.UserName,
            KeyFilePath = host.KeyFilePath,
            KnownHostsPath = host.KnownHostsPath,
            Sudo = host.Sudo == SudoMode.Auto ? null : host.Sudo,
            JumpHost = host.JumpHost,
        },
        Origin = Origin.OfParameter(host.ComputerName),
    };
}
