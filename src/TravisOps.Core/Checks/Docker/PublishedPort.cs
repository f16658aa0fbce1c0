using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Docker;

namespace TravisOps.Checks.Docker;

/// <summary>One published port of a container with all the addresses that it is published on: since Docker 20.10 IPv4 and IPv6 are two
/// entries for what is one binding to a person.</summary>
internal sealed record PublishedPort(int ContainerPort, string Protocol, int? HostPort, IReadOnlyList<string> Addresses)
{
    /// <summary>Reachable on every IPv4 address of the host, as the manual asks for.</summary>
    public bool OnAllAddresses => Addresses.Contains("0.0.0.0");

    /// <summary>Reachable from the host itself only.</summary>
    public bool LoopbackOnly => Addresses.All(address => address == "::1" || address.StartsWith("127.", StringComparison.Ordinal));

    /// <summary>The addresses for a person, IPv6 in brackets.</summary>
    public string AddressText => string.Join(", ", Addresses.Select(address => address.IndexOf(':') >= 0 ? "[" + address + "]" : address));

    /// <summary>The published ones of a container's ports, in the order of their port.</summary>
    public static IReadOnlyList<PublishedPort> Of(IEnumerable<DockerPort> ports) =>
    [
        .. ports.Where(port => port.Published)
            .GroupBy(port => (port.ContainerPort, port.Protocol, port.HostPort))
            .Select(group => new PublishedPort(
                group.Key.ContainerPort,
                group.Key.Protocol,
                group.Key.HostPort,
                [.. group.Select(port => port.HostAddress!).Distinct().OrderBy(address => address.IndexOf(':') >= 0)]))
            .OrderBy(port => port.ContainerPort)
            .ThenBy(port => port.HostPort),
    ];
}
