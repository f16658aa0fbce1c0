using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Docker;

internal sealed class OpenPortCheck() : Check(
    "Docker.OpenPort",
    "Whether Docker Engine takes commands over TCP without asking who it is: whoever reaches that port is root on the host",
    "no TCP port, or one of 127.0.0.1 only, or with client certificates (--tlsverify)",
    Manual.None + "; the worker of Ubuntu 14.04 was shipped with tcp://0.0.0.0:4243")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        // Without IPv6 there is no tcp6.
        var second = host.Find(DockerItems.Tcp6.Name);
        if ((Obstacle.In(host, DockerItems.Tcp4) ?? (second?.Status == EvidenceStatus.NotFound ? null : Obstacle.In(host, DockerItems.Tcp6))) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        var item = host.Find(DockerItems.Tcp4.Name)!;
        var settings = SettingsEvidence.Read(host);
        var told = settings.Hosts.Where(one => one.Port is not null).ToList();
        var ports = told.Select(one => one.Port!.Value).Concat(Requirements.DockerPlainPorts).Distinct().ToList();
        var listeners = TcpListener.Read(item.Text).Concat(TcpListener.Read(second?.Text ?? string.Empty)).Where(one => ports.Contains(one.Port)).ToList();
        var worst = listeners.OrderByDescending(one => one.IsEverywhere).ThenBy(one => one.IsLoopback).FirstOrDefault();
        yield return Finding(host, settings, told, worst) with { Item = item };
    }

    private static Finding Finding(HostEvidence host, EngineSettings settings, List<EngineHost> told, TcpListener? listener)
    {
        if (listener is null)
        {
            return told.Count == 0
                ? new Finding(CheckStatus.Pass, "Docker Engine listens on no TCP port.") { Actual = "no TCP port", Line = "no listener on " + string.Join(", ", Requirements.DockerPlainPorts) }
                : new Finding(CheckStatus.Pass, $"Nothing listens on {told[0].Text}, which stands in {told[0].Source}.") { Actual = "not listening", Line = "no listener on " + told[0].Port };
        }

        var setting = told.FirstOrDefault(one => one.Port == listener.Port);
        var line = $"{listener} listens{(setting is null ? string.Empty : $"; {setting.Text} in {setting.Source}")}";
        var finding = new Finding(CheckStatus.Pass, $"Docker Engine listens on {listener} and asks for a client's certificate.") { Actual = listener.ToString(), Line = line };
        if (settings.TlsVerify && setting is not null)
        {
            return finding with { Actual = $"{listener} with --tlsverify" };
        }

        if (listener.IsLoopback)
        {
            return finding with { Message = $"{listener} takes commands from this host only, without asking who it is: every user of it, and every build with the host's network, is root here." };
        }

        var whose = setting is not null
            ? "Docker Engine takes commands"
            : SettingsEvidence.HasArguments(host) ? null : "A port that is Docker Engine's by custom takes connections, and its settings could not be read; if it is Docker's, it takes commands";
        if (whose is null)
        {
            return finding with
            {
                Status = CheckStatus.Warn,
                Message = $"Something listens on {listener}, a port of Docker Engine by custom, and the engine's flags don't name it.",
                Remedy = $"sudo ss -ltnp 'sport = :{Port(listener)}'   # who it is",
            };
        }

        return finding with
        {
            Status = listener.IsEverywhere ? CheckStatus.Fail : CheckStatus.Warn,
            Message = $"{whose} on {listener} from {(listener.IsEverywhere ? "everybody who reaches this host" : "whoever reaches that address")}, without asking who it is: that is root on this host, unless a firewall is before it.",
            Remedy = $"Now: sudo iptables -I INPUT -p tcp --dport {Port(listener)} ! -i lo -j DROP. For good: put tcp://127.0.0.1:{Port(listener)} in its place "
                + "(DOCKER_OPTS in /etc/default/docker, hosts in /etc/docker/daemon.json, or ExecStart of docker.service; the worker itself uses localhost), then sudo service docker restart when no build runs",
        };
    }

    private static string Port(TcpListener listener) => listener.Port.ToString(CultureInfo.InvariantCulture);
}
