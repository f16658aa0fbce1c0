using System.Collections.Generic;
using TravisOps.Installations;

namespace TravisOps;

/// <summary>A Travis CI Enterprise installation: one platform machine and its workers. Holds no secret.</summary>
public sealed class TravisInstallation
{
    /// <summary>Makes an installation from hosts whose settings are already in effect.</summary>
    public TravisInstallation(string name, TravisHost platform, IReadOnlyList<TravisHost> workers, string? publicHostName = null)
    {
        Name = name;
        Platform = platform;
        Workers = new HostList(workers);
        Hosts = new HostList([platform, .. workers]);
        PublicHostName = publicHostName ?? platform.ComputerName;
    }

    internal TravisInstallation(InstallationSpec given, TravisHost platform, IReadOnlyList<TravisHost> workers)
        : this(given.Name, platform, workers, given.PublicHostName) => Given = given;

    /// <summary>The name it goes by in the inventory.</summary>
    public string Name { get; }

    /// <summary>The platform machine.</summary>
    public TravisHost Platform { get; }

    /// <summary>The worker machines, in the order of the inventory.</summary>
    public IReadOnlyList<TravisHost> Workers { get; }

    /// <summary>What the web interface is called and what workers are configured with; the platform's name unless given.</summary>
    public string PublicHostName { get; }

    /// <summary>The platform and then the workers.</summary>
    public IReadOnlyList<TravisHost> Hosts { get; }

    /// <summary>What was given, apart from what is in effect: ranges, paths as written, nothing that is a default.</summary>
    internal InstallationSpec Given { get => field ??= InstallationSpec.Of(this); }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
