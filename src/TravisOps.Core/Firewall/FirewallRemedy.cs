using System.Globalization;
using TravisOps.Ssh;

namespace TravisOps.Firewall;

/// <summary>What to do about a port that is not open; to be pasted on the machine that is named.</summary>
internal static class FirewallRemedy
{
    public static string? For(PortState state, PortTarget target, string? address)
    {
        var port = target.Port.ToString(CultureInfo.InvariantCulture);
        var place = address ?? target.Address;
        return state switch
        {
            PortState.Closed when target.Protocol == PortProtocol.Ssh => $"On {target.ComputerName}: sudo service ssh start; sudo ss -ltn 'sport = :{port}'",
            PortState.Closed when target is { Role: TravisRole.Platform, Requirement: not null } =>
                $"On {target.ComputerName}: sudo docker ps -a; Get-TravisDockerBindings tells which binding is missing; replicatedctl app start starts a stopped app; sudo ss -ltn 'sport = :{port}'",
            PortState.Closed => $"On {target.ComputerName}: sudo ss -ltn 'sport = :{port}'",
            PortState.Filtered =>
                $"Open TCP {port} from {target.SourceName} to {place} in the firewall or security group between them, or on {target.ComputerName}: sudo nft list ruleset; sudo iptables -S; sudo ufw status",
            PortState.Unreachable => $"On {target.SourceName}: {Source(target).FindRoute(place)}",
            PortState.NameNotFound => $"On {target.SourceName}: {Source(target).Resolve(target.Address)}. If the name is wrong, correct the inventory (publicHostName, address).",
            PortState.WrongService => $"On {target.ComputerName}: sudo ss -ltnp 'sport = :{port}'; sudo docker ps --format '{{{{.Names}}}} {{{{.Ports}}}}'",
            _ => null,
        };
    }

    /// <summary>Shows a handshake on the machine that asked.</summary>
    public static string Handshake(PortTarget target) => $"On {target.SourceName}: "
        + (target.From == FirewallSource.Here
            ? ThisMachine.TlsHandshake(target.Address, target.Port, target.ServerName)
            : $"openssl s_client -connect {target.Address}:{target.Port.ToString(CultureInfo.InvariantCulture)} -servername {target.ServerName} </dev/null");

    private static ThisMachine Source(PortTarget target) => target.From == FirewallSource.Here ? ThisMachine.Current : ThisMachine.Linux;
}
