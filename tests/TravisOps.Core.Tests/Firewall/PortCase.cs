using System.Linq;
using TravisOps.Checks;
using TravisOps.Firewall;

namespace TravisOps.Core.Tests.Firewall;

/// <summary>A port of the firewall lab, what it is asked as, and what is to come out.</summary>
internal sealed record PortCase(int Port, PortProtocol Protocol, PortState State, CheckStatus Status, string Detail)
{
    /// <summary>The same from a worker and from here, save for who trusts the lab's authority.</summary>
    public static readonly PortCase[] All =
    [
        new(22, PortProtocol.Ssh, PortState.Open, CheckStatus.Pass, "SSH-2.0-OpenSSH"),
        new(80, PortProtocol.Http, PortState.Open, CheckStatus.Pass, "HTTP/1.1 200 OK"),
        new(5672, PortProtocol.Amqp, PortState.Open, CheckStatus.Pass, "RabbitMQ 3."),
        new(8441, PortProtocol.Https, PortState.Open, CheckStatus.Fail, "expired 2021-01-01"),
        new(8442, PortProtocol.Https, PortState.Open, CheckStatus.Warn, "not for travis.lab.test"),
        new(8443, PortProtocol.Https, PortState.Open, CheckStatus.Warn, "self-signed"),
        new(4567, PortProtocol.Http, PortState.WrongService, CheckStatus.Fail, "a TLS server answered"),
        new(8081, PortProtocol.Ssh, PortState.WrongService, CheckStatus.Fail, "said nothing in time"),
        new(8082, PortProtocol.Https, PortState.WrongService, CheckStatus.Fail, "does not speak TLS"),
        new(2222, PortProtocol.Amqp, PortState.WrongService, CheckStatus.Fail, "an SSH server answered: SSH-2.0-OpenSSH"),
        new(9001, PortProtocol.Ssh, PortState.WrongService, CheckStatus.Fail, "hung up without a word"),
        new(9002, PortProtocol.Ssh, PortState.WrongService, CheckStatus.Fail, "said nothing in time"),
        new(9201, PortProtocol.Https, PortState.WrongService, CheckStatus.Fail, "said nothing in time"),
        new(9202, PortProtocol.None, PortState.Open, CheckStatus.Pass, "connected"),
        new(9009, PortProtocol.None, PortState.Closed, CheckStatus.Fail, "refused"),
        new(FirewallLab.Dropped, PortProtocol.Ssh, PortState.Filtered, CheckStatus.Fail, "no answer in 4 s"),
        new(FirewallLab.Reset, PortProtocol.None, PortState.Closed, CheckStatus.Fail, "refused"),
        new(FirewallLab.Prohibited, PortProtocol.None, PortState.Filtered, CheckStatus.Fail, "no route to host"),
        new(FirewallLab.PortUnreachable, PortProtocol.None, PortState.Closed, CheckStatus.Fail, "refused"),
    ];

    /// <summary>As the manual's port of that protocol, moved: needed from everywhere, so that what is not open fails.</summary>
    public PortTarget Of(PortTarget any) => any with
    {
        Port = Port,
        Requirement = Protocol == PortProtocol.None
            ? null
            : PortRequirements.All.First(one => one.Role == TravisRole.Platform && one.Protocol == Protocol) with { Port = Port, UsedByPeople = true, UsedByWorkers = true },
    };
}
