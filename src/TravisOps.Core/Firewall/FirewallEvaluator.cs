using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Firewall.Worker;

namespace TravisOps.Firewall;

/// <summary>From a worker's answer to results. Contacts nothing, so live and recorded evidence give the same results.</summary>
public static class FirewallEvaluator
{
    /// <summary>The results of one worker, one a port. A port that could not be looked at has one too, Unknown.</summary>
    /// <param name="evidence">What came back from the worker.</param>
    /// <param name="asked">What was asked; null for recorded evidence, whose answer names it. Where that has none either, there is no result.</param>
    public static IReadOnlyList<FirewallResult> Evaluate(HostEvidence evidence, IReadOnlyList<PortTarget>? asked = null)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        var item = evidence.Find(FirewallProbe.ItemName);
        var answer = item is null ? null : WorkerAnswerReader.Read(item.Text);
        var targets = asked ?? (answer is null ? [] : Targets(answer, evidence.ComputerName));
        if (answer is null)
        {
            var (reason, remedy) = WhyNot(evidence, item);
            return [.. targets.Select(target => FirewallJudge.Unknown(target, reason, remedy, evidence.CollectedAt))];
        }

        return [.. targets.Select(target => Judge(target, answer, evidence, item!))];
    }

    private static FirewallResult Judge(PortTarget target, WorkerAnswer answer, HostEvidence evidence, EvidenceItem item)
    {
        if (answer.NameFailure is { } failure)
        {
            return FirewallJudge.Judge(target, [new PortObservation { Outcome = failure }], answer.Wait, evidence.CollectedAt);
        }

        if (!answer.Seen.TryGetValue(target.Port, out var seen))
        {
            var (reason, remedy) = WhyNot(evidence, item);
            return FirewallJudge.Unknown(target, reason, remedy, evidence.CollectedAt);
        }

        return FirewallJudge.Judge(target, [.. seen.Select(one => Login(one, target, answer))], answer.Wait, evidence.CollectedAt);
    }

    // Where a log-in was asked for and nothing is said of it, that is not known, and not left out.
    private static PortObservation Login(PortObservation seen, PortTarget target, WorkerAnswer answer) =>
        answer.Login && seen.Login is null && seen.Outcome == ConnectOutcome.Connected && target.Protocol is PortProtocol.Amqp or PortProtocol.Amqps
            ? seen with { Login = new LoginObservation { Obstacle = "not-reached" } }
            : seen;

    private static List<PortTarget> Targets(WorkerAnswer answer, string source) =>
    [
        .. from one in answer.Ports
           select new PortTarget
           {
               Source = source,
               From = FirewallSource.Worker,
               ComputerName = answer.ComputerName,
               Role = TravisRole.Platform,
               Address = answer.ServerName,
               ServerName = answer.ServerName,
               Port = one.Port,
               Requirement = PortRequirements.Find(
                   TravisRole.Platform, one.Port, one.Protocol == PortProtocol.Ssh ? one.Port : TravisHost.DefaultPort),
           },
    ];

    private static (string Reason, string? Remedy) WhyNot(HostEvidence evidence, EvidenceItem? item)
    {
        var worker = evidence.ComputerName;
        if (evidence.Failure is { } failure && item?.Status is null or EvidenceStatus.Lost)
        {
            return ($"could not look from {worker}: {failure.Kind}", failure.Remedy);
        }

        return item?.Status switch
        {
            null => ($"the evidence of {worker} has no answer about ports", "Gather it again with Save-TravisEvidence."),
            EvidenceStatus.TimedOut => ($"{worker} did not end looking in time", "Run again with a larger -TimeoutSeconds, or look whether that machine is overloaded: uptime"),
            EvidenceStatus.Lost => ($"the answer of {worker} ended early", null),
            _ => ($"{worker} gave no answer that makes sense: {Greetings.ForeignAnswer.Printable(item!.ErrorText)}", null),
        };
    }
}
