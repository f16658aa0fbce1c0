using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Firewall;

/// <summary>The ports of the manual's chapter "Firewall". What each is for is in the facts, section 8.</summary>
public static class PortRequirements
{
    private static readonly PortRequirement WorkerSsh = Ssh(TravisRole.Worker);

    private static readonly PortRequirement PlatformSsh = Ssh(TravisRole.Platform);

    /// <summary>The ports, in the order of the manual.</summary>
    public static IReadOnlyList<PortRequirement> All { get; } =
    [
        WorkerSsh,
        PlatformSsh,
        new()
        {
            Role = TravisRole.Platform, Port = 443, Service = "HTTPS", Id = "Https", Protocol = PortProtocol.Https,
            Purpose = "browsers, GitHub's webhooks and the workers, which fetch build scripts there", UsedByPeople = true, UsedByWorkers = true,
        },
        new()
        {
            Role = TravisRole.Platform, Port = 80, Service = "HTTP", Id = "Http", Protocol = PortProtocol.Http,
            Purpose = "browsers, which are sent on to HTTPS", UsedByPeople = true, UsedByWorkers = false,
        },
        new()
        {
            Role = TravisRole.Platform, Port = 4567, Service = "RabbitMQ TLS", Id = "RabbitMqTls", Protocol = PortProtocol.Amqps,
            Purpose = "workers whose AMQP_URI begins with amqps", UsedByPeople = false, UsedByWorkers = true,
        },
        new()
        {
            Role = TravisRole.Platform, Port = 5672, Service = "RabbitMQ", Id = "RabbitMq", Protocol = PortProtocol.Amqp,
            Purpose = "the workers, which get their jobs there", UsedByPeople = false, UsedByWorkers = true,
        },
        new()
        {
            Role = TravisRole.Platform, Port = 8800, Service = "Dashboard", Id = "Dashboard", Protocol = PortProtocol.Https,
            Purpose = "Replicated's management dashboard", UsedByPeople = true, UsedByWorkers = false, SelfSignedByDefault = true,
        },
    ];

    /// <summary>What the manual says of that port of that machine; null when it says nothing. An SSH server on another port is still SSH's.</summary>
    internal static PortRequirement? Find(TravisRole role, int port, int sshPort)
    {
        var ssh = role == TravisRole.Platform ? PlatformSsh : WorkerSsh;
        return port == sshPort ? ssh with { Port = sshPort } : All.FirstOrDefault(one => one.Role == role && one.Port == port && one.Protocol != PortProtocol.Ssh);
    }

    private static PortRequirement Ssh(TravisRole role) => new()
    {
        Role = role, Port = TravisHost.DefaultPort, Service = "SSH", Id = "Ssh", Protocol = PortProtocol.Ssh,
        Purpose = "whoever looks after the machine, and these commands", UsedByPeople = true, UsedByWorkers = false,
    };
}
