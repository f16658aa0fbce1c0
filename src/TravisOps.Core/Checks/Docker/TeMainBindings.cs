using System.Collections.Generic;
using System.Linq;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

/// <summary>te-main's bindings against the manual's.</summary>
internal static class TeMainBindings
{
    /// <summary>Replicated makes te-main anew when the app starts, and its bindings with it. Builds stop meanwhile.</summary>
    public const string RestartApp =
        "sudo /usr/local/bin/replicatedctl app stop --attach && sudo /usr/local/bin/replicatedctl app start --attach   # or Stop Now and Start Now at port 8800; builds stop meanwhile";

    private const string StillMissing = "; if it is still not bound then, write to support with a support bundle, as the manual asks";

    /// <summary>One binding for each that the manual lists, then those that it does not.</summary>
    public static IEnumerable<DockerBinding> Judge(HostEvidence host, TeMain main, DockerContainers containers)
    {
        if (main.Container is not { } container)
        {
            return ExpectedBinding.All.Select(expected => Expected(host, expected) with
            {
                Status = CheckStatus.Fail,
                Message = $"There is no te-main container on this host, so nothing is bound to {Wanted(expected)} ({expected.Purpose}).",
                Remedy = "sudo /usr/local/bin/replicatedctl app start --attach   # or Start Now at port 8800",
            });
        }

        var running = container.State == DockerContainerState.Running;
        var published = PublishedPort.Of(running ? container.Ports : container.ConfiguredPorts ?? []);
        var bindings = ExpectedBinding.All
            .Select(expected => Complete(container, running ? Running(host, expected, container, published, containers) : Stopped(host, expected, container, published)))
            .ToList();
        bindings.AddRange(published.Where(port => !IsExpected(port, published)).Select(port => Unexpected(host, container, port)));
        bindings.AddRange(main.AlsoRunning.SelectMany(other => PublishedPort.Of(other.Ports).Select(port => OfSecond(host, main, other, port))));
        return bindings;
    }

    private static DockerBinding Running(
        HostEvidence host, ExpectedBinding expected, DockerContainer container, IReadOnlyList<PublishedPort> published, DockerContainers containers)
    {
        var candidates = published.Where(port => port.ContainerPort == expected.ContainerPort && port.Protocol == "tcp").ToList();
        var right = candidates.Where(port => expected.HostPort is null || port.HostPort == expected.HostPort).OrderByDescending(port => port.OnAllAddresses).FirstOrDefault();
        var port = right ?? candidates.FirstOrDefault();
        if (port is null)
        {
            return Missing(host, expected, container, published, containers);
        }

        var binding = Expected(host, expected) with { HostAddress = port.AddressText, HostPort = port.HostPort };
        if (right is null)
        {
            return binding with
            {
                State = DockerBindingState.Moved,
                Status = CheckStatus.Fail,
                Message = $"Port {expected.ContainerPort} of te-main ({expected.Purpose}) is on port {port.HostPort} of the host, not on {expected.HostPort}, where it is looked for.",
                Remedy = RestartApp + StillMissing,
            };
        }

        if (!right.OnAllAddresses)
        {
            return binding with
            {
                State = DockerBindingState.Restricted,
                Status = right.LoopbackOnly && expected.Vital ? CheckStatus.Fail : CheckStatus.Warn,
                Message = $"Port {expected.ContainerPort} of te-main ({expected.Purpose}) is bound to {right.AddressText} only, not to 0.0.0.0: "
                    + (right.LoopbackOnly ? "no other machine can reach it." : "whoever comes by another address of the host can't reach it."),
                Remedy = "sudo grep -s '\"ip\"' /etc/docker/daemon.json || { sudo /usr/local/bin/replicatedctl app stop --attach && sudo /usr/local/bin/replicatedctl app start --attach; }"
                    + "   # an address that it finds there binds every port to it: take it out, restart Docker, and run this again; builds stop meanwhile",
            };
        }

        return binding with
        {
            State = DockerBindingState.Bound,
            Status = CheckStatus.Pass,
            Message = expected.HostPort is null
                ? $"Port {expected.ContainerPort} of te-main is on port {right.HostPort} of the host; Docker picks it anew at each start, so the manual's 32770 is an example."
                : $"Port {expected.ContainerPort} of te-main ({expected.Purpose}) is on port {right.HostPort} of the host.",
        };
    }

    private static DockerBinding Missing(HostEvidence host, ExpectedBinding expected, DockerContainer container, IReadOnlyList<PublishedPort> published, DockerContainers containers)
    {
        if (IsBroker(expected) && BrokerPlace.Elsewhere(host) is { } broker)
        {
            return Elsewhere(host, expected, broker);
        }

        var holder = expected.HostPort is null
            ? null
            : containers.All.FirstOrDefault(other => other.Id != container.Id && other.Ports.Any(port => port.Published && port.HostPort == expected.HostPort));
        if (container.NetworkMode == "host")
        {
            return Expected(host, expected) with
            {
                Status = CheckStatus.Warn,
                Message = $"te-main shares the network of the host (--network host), so its port {expected.ContainerPort} needs no binding; the manual asks for one.",
                Remedy = "Test-TravisFirewall tells whether the port answers.",
            };
        }

        // A te-main that serves one of the two has its own broker. One that serves neither may belong to an installation whose broker is another machine: to
        // stop its builds for a start that changes nothing would be worse than to look first.
        if (holder is null && IsBroker(expected) && !BrokerPlace.IsKnownOwn(host) && !published.Any(port => port.Protocol == "tcp" && IsBroker(port.ContainerPort)))
        {
            return Expected(host, expected) with
            {
                Status = CheckStatus.Warn,
                Message = $"te-main runs and its port {expected.ContainerPort} ({expected.Purpose}) is not published, nor is any of RabbitMQ's. With a RabbitMQ of its own (high availability) that is as it should be; where the platform's RabbitMQ is could not be looked at.",
                Remedy = $"sudo docker exec {Preflight.Paste.Word(container.Name)} grep -A 9 amqp: /usr/local/travis/etc/travis/config/travis.yml | grep host:   # another machine: all is well; 127.0.0.1 or localhost: it has to be on {Wanted(expected)}, write to support with a support bundle",
            };
        }

        return Expected(host, expected) with
        {
            Status = expected.Vital ? CheckStatus.Fail : CheckStatus.Warn,
            Message = $"te-main runs and its port {expected.ContainerPort} ({expected.Purpose}) is not published; it should be on {Wanted(expected)}.{(holder is null ? string.Empty : $" {holder.Name} ({holder.Image}) holds that port of the host.")}",
            Remedy = holder is not null ? $"Stop {holder.Name} or move it to another port, then: {RestartApp}" : RestartApp + StillMissing,
        };
    }

    private static DockerBinding Elsewhere(HostEvidence host, ExpectedBinding expected, string broker) => Expected(host, expected) with
    {
        State = DockerBindingState.NotNeeded,
        Status = CheckStatus.Skip,
        Message = $"The platform's RabbitMQ is {broker} (high availability), so te-main does not have to publish port {expected.ContainerPort} ({expected.Purpose}).",
    };

    private static bool IsBroker(ExpectedBinding expected) => IsBroker(expected.ContainerPort);

    private static bool IsBroker(int port) => port is 4567 or 5672;

    private static DockerBinding Stopped(HostEvidence host, ExpectedBinding expected, DockerContainer container, IReadOnlyList<PublishedPort> made)
    {
        var candidates = made.Where(port => port.ContainerPort == expected.ContainerPort && port.Protocol == "tcp").ToList();
        var port = candidates.FirstOrDefault(one => one.HostPort == expected.HostPort) ?? candidates.FirstOrDefault();
        var binding = Expected(host, expected) with { HostAddress = port?.AddressText, HostPort = port?.HostPort };

        // Port 22 may be published by -P, which leaves nothing in what the container is made for.
        if (port is null && container.ConfiguredPorts is not null && expected.HostPort is not null)
        {
            if (IsBroker(expected) && BrokerPlace.Elsewhere(host) is { } broker)
            {
                return Elsewhere(host, expected, broker);
            }

            return binding with
            {
                Status = CheckStatus.Fail,
                Message = $"te-main {State(container)}, and is not made to publish port {expected.ContainerPort} ({expected.Purpose}) either.",
                Remedy = RestartApp + StillMissing,
            };
        }

        var other = port is not null && expected.HostPort is not null && port.HostPort != expected.HostPort
            ? $"; it is made for port {port.HostPort} of the host, which is the wrong one"
            : string.Empty;
        return binding with
        {
            State = DockerBindingState.Stopped,
            Status = CheckStatus.Fail,
            Message = $"te-main {State(container)}, so nobody answers on {Wanted(expected)} ({expected.Purpose}){other}.",
            Remedy = $"sudo docker inspect --format '{{{{.State.Error}}}}' {Preflight.Paste.Word(container.Name)}; sudo docker logs --tail 50 {Preflight.Paste.Word(container.Name)}; sudo /usr/local/bin/replicatedctl app start --attach",
        };
    }

    private static DockerBinding Unexpected(HostEvidence host, DockerContainer container, PublishedPort port) => BindingJudge.Of(host, container, port) with
    {
        State = DockerBindingState.Unexpected,
        Status = CheckStatus.Warn,
        Message = $"te-main publishes {port.ContainerPort}/{port.Protocol} on {port.AddressText} port {port.HostPort}, which the manual does not list.",
        Remedy = "Find out who needs it (the app's settings at port 8800); what is published is open to whoever reaches the host, past ufw too.",
    };

    private static DockerBinding OfSecond(HostEvidence host, TeMain main, DockerContainer second, PublishedPort port) => BindingJudge.Of(host, second, port) with
    {
        State = DockerBindingState.Unexpected,
        Status = CheckStatus.Fail,
        Message = $"{second.Name} is a second te-main that runs beside {main.Container!.Name}, the newest, and holds port {port.HostPort} of the host.",
        Remedy = SecondTeMain.Remedy(main),
    };

    private static bool IsExpected(PublishedPort port, IReadOnlyList<PublishedPort> published)
    {
        var expected = ExpectedBinding.All.FirstOrDefault(one => one.ContainerPort == port.ContainerPort && port.Protocol == "tcp");

        // Docker may pick different ports for IPv4 and IPv6 where it picks; a moved port is told once, as moved.
        return expected is not null
            && (expected.HostPort is null || expected.HostPort == port.HostPort
                || (published.First(other => other.ContainerPort == port.ContainerPort && other.Protocol == "tcp") == port
                    && !published.Any(other => other.ContainerPort == port.ContainerPort && other.Protocol == "tcp" && other.HostPort == expected.HostPort)));
    }

    private static DockerBinding Expected(HostEvidence host, ExpectedBinding expected) => new()
    {
        ComputerName = host.ComputerName,
        Role = host.Role,
        ContainerPort = expected.ContainerPort,
        ExpectedHostPort = expected.HostPort,
        State = DockerBindingState.Missing,
        Status = CheckStatus.Unknown,
        Message = string.Empty,
        CollectedAt = host.CollectedAt,
    };

    private static DockerBinding Complete(DockerContainer container, DockerBinding binding) =>
        binding with { ContainerName = container.Name, ContainerId = container.Id, Image = container.Image };

    private static string Wanted(ExpectedBinding expected) => expected.HostPort is { } port ? $"port {port} of the host" : "any port of the host";

    private static string State(DockerContainer container) => ContainerWords.State(container);
}
