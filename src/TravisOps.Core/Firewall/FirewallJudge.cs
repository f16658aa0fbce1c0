using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Preflight;
using TravisOps.Firewall.Greetings;

namespace TravisOps.Firewall;

/// <summary>From what was seen at a port to what it means. Contacts nothing.</summary>
internal static class FirewallJudge
{
    /// <summary>The result for a target.</summary>
    /// <param name="target">The port.</param>
    /// <param name="seen">What was seen at each address of it; one of them open is what counts, as clients try them in turn.</param>
    /// <param name="wait">The limit of a connection.</param>
    /// <param name="now">When, UTC.</param>
    public static FirewallResult Judge(PortTarget target, IReadOnlyList<PortObservation> seen, TimeSpan wait, DateTime now)
    {
        var one = seen.FirstOrDefault(each => each.Outcome == ConnectOutcome.Connected) ?? seen.FirstOrDefault(each => each.Outcome != ConnectOutcome.NetworkUnreachable) ?? seen[0];
        var verdict = one.Outcome == ConnectOutcome.Connected ? Greeting(one, target, now) : Failure(one, target, wait);
        var login = BrokerLogin.NotAsked;
        if (one.Login is { } asked)
        {
            (login, var taken) = LoginGreeting.Judge(asked, target);
            verdict = verdict.And(taken);
        }

        verdict = Others(verdict, one, seen, target, wait);
        return Result(target, verdict, one, login, now);
    }

    /// <summary>The result for a target that could not be looked at.</summary>
    public static FirewallResult Unknown(PortTarget target, string reason, string? remedy, DateTime now) => Result(
        target,
        new Verdict(PortState.Unknown, CheckStatus.Unknown, reason) { Remedy = remedy ?? "Run Test-TravisFirewall again." },
        null,
        BrokerLogin.NotAsked,
        now);

    private static Verdict Greeting(PortObservation seen, PortTarget target, DateTime now)
    {
        var verdict = Verdict.Good(string.Empty);
        if (seen.Tls is { } tls)
        {
            verdict = TlsGreeting.Judge(tls, target, now);
            if (tls.Certificate is null)
            {
                return verdict;
            }
        }

        if (seen.NotAsked is { } reason)
        {
            return verdict.And(new Verdict(PortState.Open, CheckStatus.Unknown, $"open, what answers was not asked: {reason}")
            {
                Problem = "what answers there could not be asked",
                Remedy = $"Look from {PortTarget.Here}: Test-TravisFirewall -From Here",
            });
        }

        return target.Protocol switch
        {
            PortProtocol.Ssh => SshGreeting.Judge(seen.Received, seen.End),
            PortProtocol.Http => HttpGreeting.Judge(seen.Received, seen.End),
            PortProtocol.Https => verdict.And(HttpGreeting.Judge(seen.Received, seen.End)),
            PortProtocol.Amqp => AmqpGreeting.Judge(seen.Received, seen.End),
            PortProtocol.Amqps => verdict.And(AmqpGreeting.Judge(seen.Received, seen.End)),
            _ => Verdict.Good("connected"),
        };
    }

    private static Verdict Failure(PortObservation seen, PortTarget target, TimeSpan wait)
    {
        var (state, detail) = Outcome(seen, target, wait);
        if (state == PortState.Unknown)
        {
            return new Verdict(state, CheckStatus.Unknown, detail);
        }

        var needed = target.Requirement?.NeededFrom(target.From) ?? true;
        return new Verdict(state, needed ? CheckStatus.Fail : CheckStatus.Warn, detail);
    }

    private static (PortState State, string Detail) Outcome(PortObservation seen, PortTarget target, TimeSpan wait) => seen.Outcome switch
    {
        ConnectOutcome.Refused => (PortState.Closed, "refused: nothing listens there, or a firewall refuses for it"),
        ConnectOutcome.NoAnswer => (PortState.Filtered, $"no answer in {Seconds(wait)}: a firewall drops it, or the machine is down"),
        ConnectOutcome.HostUnreachable => (PortState.Filtered, "no route to host: a firewall rejects it, or the machine is down"),
        ConnectOutcome.NetworkUnreachable => (PortState.Unreachable, $"{target.SourceName} has no route to {seen.Address ?? target.Address}"),
        ConnectOutcome.Prohibited => (PortState.Filtered, $"forbidden by {target.SourceName} itself ({seen.Error})"),
        ConnectOutcome.NameNotFound => (PortState.NameNotFound, $"{target.SourceName} can't resolve {target.Address}"),
        ConnectOutcome.NameServerSilent => (PortState.NameNotFound, $"no name server answered {target.SourceName} in {Seconds(wait)}"),
        _ => (PortState.Unknown, seen.Error is null ? "not tried" : $"not known: {seen.Error}"),
    };

    // A name with several addresses: the first open one is what clients come to, and the others cost them time.
    private static Verdict Others(Verdict verdict, PortObservation one, IReadOnlyList<PortObservation> seen, PortTarget target, TimeSpan wait)
    {
        foreach (var other in seen)
        {
            // An address of a family that the machine does not have (IPv6, mostly) is passed over at once by every client, and takes no time.
            if (!ReferenceEquals(other, one) && other.Outcome != ConnectOutcome.Connected && !(verdict.State == PortState.Open && other.Outcome == ConnectOutcome.NetworkUnreachable))
            {
                var text = $"{other.Address}: {Outcome(other, target, wait).Detail}";
                verdict = verdict.And(verdict.State is PortState.Open
                    ? new Verdict(PortState.Open, CheckStatus.Warn, text) { Problem = $"{target.Address} has several addresses and not all of them answer" }
                    : new Verdict(verdict.State, verdict.Status, text));
            }
        }

        return verdict;
    }

    private static FirewallResult Result(PortTarget target, Verdict verdict, PortObservation? seen, BrokerLogin login, DateTime now)
    {
        var place = string.Equals(target.Address, target.ComputerName, StringComparison.OrdinalIgnoreCase)
            ? target.ComputerName
            : $"{target.ComputerName} ({target.Address})";
        var path = $"{target.Service} on port {Number(target.Port)} of {place}, from {target.SourceName}";
        var problem = verdict.Problem ?? (verdict.State == PortState.Open ? null : verdict.Detail);
        var aside = verdict.Status == CheckStatus.Warn && verdict.State != PortState.Open && target.Requirement is { } needless
            ? $" Used by {needless.Purpose}; {target.SourceName} can do without, though the manual wants it open."
            : string.Empty;
        return new FirewallResult
        {
            Id = target.Id,
            Area = "Firewall",
            Source = target.Source,
            ComputerName = target.ComputerName,
            Role = target.Role,
            Port = target.Port,
            Service = target.Service,
            State = verdict.State,
            Status = verdict.Status,
            Latency = seen?.Latency,
            Detail = verdict.Detail,
            Login = login,
            Expected = Expected(target),
            Actual = $"{verdict.State}: {verdict.Detail}",
            Message = problem is null ? $"{path}: {verdict.Detail}." : $"{path}: {problem}.{aside}",
            Remedy = verdict.Status == CheckStatus.Pass ? null : verdict.Remedy ?? FirewallRemedy.For(verdict.State, target, seen?.Address),
            Reference = target.Requirement is null ? Manual.None : Manual.Firewall,
            Evidence = seen is null ? null : Evidence(target, seen),
            CollectedAt = now,
            Duration = seen?.Latency ?? TimeSpan.Zero,
        };
    }

    private static string Expected(PortTarget target) => target.Protocol switch
    {
        PortProtocol.None => "Open",
        PortProtocol.Ssh => "Open, SSH answers",
        PortProtocol.Http => "Open, HTTP answers",
        PortProtocol.Https => $"Open, HTTPS answers with a valid certificate for {target.ServerName}",
        PortProtocol.Amqps => $"Open, RabbitMQ answers inside TLS with a valid certificate for {target.ServerName}",
        _ => "Open, RabbitMQ answers",
    };

    private static string Evidence(PortTarget target, PortObservation seen)
    {
        var source = target.From == FirewallSource.Here ? "socket" : FirewallProbe.ItemName;
        return $"{source}: {seen.Address ?? target.Address} port {Number(target.Port)}: {(seen.Error is null ? seen.Outcome.ToString() : ForeignAnswer.Printable(seen.Error))}";
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
