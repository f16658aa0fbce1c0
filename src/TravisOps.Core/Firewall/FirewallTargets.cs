using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Firewall;

/// <summary>Which ports are looked at from where.</summary>
public static class FirewallTargets
{
    /// <summary>From this machine: each host by the address that it is reached at from here.</summary>
    /// <param name="installation">The installation.</param>
    /// <param name="hosts">The hosts of it that are asked.</param>
    /// <param name="ports">Null for the manual's. A port that the manual has for one kind of machine is asked of that kind only, any other of all.</param>
    public static IReadOnlyList<PortTarget> FromHere(TravisInstallation installation, IEnumerable<TravisHost> hosts, IReadOnlyList<int>? ports = null)
    {
        if (installation is null)
        {
            throw new ArgumentNullException(nameof(installation));
        }

        return
        [
            .. from host in hosts
               let name = host.Role == TravisRole.Platform ? installation.PublicHostName : host.Address
               from port in PortsOf(host, ports)
               select Target(PortTarget.Here, FirewallSource.Here, host, host.Address, name, port),
        ];
    }

    /// <summary>From a worker to the platform: by its public name, as that is what workers are configured with.</summary>
    /// <param name="installation">The installation.</param>
    /// <param name="worker">The worker that asks.</param>
    /// <param name="ports">Null for the manual's.</param>
    public static IReadOnlyList<PortTarget> FromWorker(TravisInstallation installation, TravisHost worker, IReadOnlyList<int>? ports = null)
    {
        if (installation is null)
        {
            throw new ArgumentNullException(nameof(installation));
        }

        if (worker is null)
        {
            throw new ArgumentNullException(nameof(worker));
        }

        var name = installation.PublicHostName;
        return
        [
            .. from port in PortsOf(installation.Platform, ports)
               select Target(worker.ComputerName, FirewallSource.Worker, installation.Platform, name, name, port),
        ];
    }

    private static IEnumerable<int> PortsOf(TravisHost host, IReadOnlyList<int>? ports)
    {
        var manual = PortRequirements.All.Where(one => one.Role == host.Role).Select(one => one.Protocol == PortProtocol.Ssh ? host.Port : one.Port);

        // Both kinds have SSH, each host on a port of its own: 22 is like any other port where that is another.
        return ports is null
            ? manual.Distinct()
            : ports.Distinct().Where(port => manual.Contains(port) || PortRequirements.All.All(one => one.Port != port || one.Protocol == PortProtocol.Ssh));
    }

    private static PortTarget Target(string source, FirewallSource from, TravisHost host, string address, string name, int port) => new()
    {
        Source = source,
        From = from,
        ComputerName = host.ComputerName,
        Role = host.Role,
        Address = address,
        ServerName = name,
        Port = port,
        Requirement = PortRequirements.Find(host.Role, port, host.Port),
    };
}
