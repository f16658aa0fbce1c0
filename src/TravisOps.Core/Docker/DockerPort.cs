using System.Globalization;

namespace TravisOps.Docker;

/// <summary>One port of a container.</summary>
/// <param name="ContainerPort">The port inside.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="HostAddress">The address of the host that it is published on, <c>0.0.0.0</c> and <c>::</c> for all; null for a port that is exposed only.</param>
/// <param name="HostPort">The port of the host; null for a port that is exposed only, or that Docker picks when the container starts.</param>
public sealed record DockerPort(int ContainerPort, string Protocol, string? HostAddress, int? HostPort)
{
    /// <summary>The host takes connections for it.</summary>
    public bool Published => HostAddress is not null;

    /// <summary>As <c>docker ps</c> writes it.</summary>
    public override string ToString()
    {
        var inside = ContainerPort.ToString(CultureInfo.InvariantCulture) + "/" + Protocol;
        if (HostAddress is null)
        {
            return inside;
        }

        var address = HostAddress.IndexOf(':') >= 0 ? "[" + HostAddress + "]" : HostAddress;
        return address + ":" + (HostPort?.ToString(CultureInfo.InvariantCulture) ?? "(dynamic)") + "->" + inside;
    }
}
