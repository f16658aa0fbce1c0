using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks.Workers;
using TravisOps.Docker;
using TravisOps.Firewall;
using TravisOps.KnownIssues;
using TravisOps.Ssh;

namespace TravisOps.Checks.Overall;

/// <summary>
/// Tells causes from what follows from them. When Docker is down on the platform, a dozen checks and every worker's ports are red, and all of it is
/// one thing to do: what follows becomes Skip, with the cause as its reason. Rules are tried in order, so the deepest cause comes first.
/// </summary>
internal static class CauseTree
{
    /// <summary>Ports that te-main publishes; 8800 is Replicated's, 22 the machine's.</summary>
    private static readonly int[] AppPorts = [80, 443, 4567, 5672];

    private const string Logs = "KnownIssue.Logs.";
    private const string Broker = Logs + "Amqp.";
    private const string BuildScript = Logs + "BuildScript.";

    /// <summary>Known issues of workers that follow from a te-main that does not run.</summary>
    public static readonly string[] Symptoms =
    [
        .. new[] { "Amqp.ConnectionLost", "Amqp.Refused", "Amqp.NoAnswer", "Amqp.QueueClosed", "Amqp.PublishFailed", "BuildScript.NotGenerated" }.Select(id => Logs + id),
    ];

    private static readonly CauseRule[] Rules =
    [
        // Only what a machine that is off looks like: when the way in is refused for another reason, its ports tell something of their own.
        new(
            "the machine does not answer",
            IsOff,
            (cause, result) => (result is FirewallResult { State: PortState.Filtered or PortState.Unreachable } && SameHost(cause, result)) || BrokerIsAway(cause, result))
        {
            // It answered somebody at some port: what is closed is the way in from here, and nothing else follows from that.
            Refutes = (cause, seen) => seen is FirewallResult { State: PortState.Open or PortState.Closed } && SameHost(cause, seen),
        },
        new(
            "SSH does not answer there",
            result => result.Id == "Host.Connection" && result.Status == CheckStatus.Unknown && result.Actual is nameof(HostFailureKind.ConnectionRefused) or nameof(HostFailureKind.NotSsh),
            (cause, result) => SameHost(cause, result) && result.Id == "Firewall.Ssh"),
        new(
            "the platform could not be looked at",
            result => result.Id == "Host.Connection" && result.Status == CheckStatus.Unknown && result.Role == TravisRole.Platform,
            NeedsBroker),
        new(
            "it could not be looked from there",
            result => result.Id == "Host.Connection" && result.Status == CheckStatus.Unknown,
            (cause, result) => result is FirewallResult { Status: CheckStatus.Unknown } port && port.Source == cause.ComputerName),
        new(
            "the platform's name is not found there",
            result => result.Id == "Worker.PlatformName" && result.Status == CheckStatus.Fail,
            (cause, result) => result is FirewallResult port && port.Source == cause.ComputerName && port.State != PortState.Open),
        new(
            "the Docker Engine does not run",
            result => result.Id == "Docker.Engine" && result.Status is CheckStatus.Fail or CheckStatus.Unknown,
            (cause, result) => (SameHost(cause, result) && result.Status is CheckStatus.Unknown or CheckStatus.Fail && result.Area is "Docker" or "Replicated" && result.Id is not "Docker.Upgrades" and not "Docker.OpenPort")
                || (SameHost(cause, result) && NotSearched(result, LogPlace.Docker))
                || NeedsTeMain(cause, result)
                || (SameHost(cause, result) && result.Id == "Docker.InterContainer" && cause.Actual == nameof(DockerProblem.NotInstalled))
                || NeedsBroker(cause, result)
                || BrokerIsAway(cause, result)
                || (cause.Status == CheckStatus.Fail && SameHost(cause, result) && IsStoppedWithDocker(result))
                || (cause.Status == CheckStatus.Fail && Port(cause, result, [.. AppPorts, 8800]))),
        new(
            "Replicated does not run",
            result => result.Id == "Replicated.System" && result.Status == CheckStatus.Fail,
            (cause, result) => SameHost(cause, result)
                && result.Status is CheckStatus.Unknown or CheckStatus.Fail
                && (result.Area == "Replicated" || result.Id.StartsWith("Docker.Containers.replicated", StringComparison.Ordinal))),
        new(
            "the application is stopped",
            result => result.Id.StartsWith("Replicated.App", StringComparison.Ordinal) && result.Status == CheckStatus.Fail,
            (cause, result) => AppIsDown(cause, result) || (SameHost(cause, result) && result.Id == "Docker.TeMain" && result.Status == CheckStatus.Fail)),
        new(
            "te-main does not run",
            result => result.Id == "Docker.TeMain" && result.Status == CheckStatus.Fail,
            AppIsDown),
        new(
            "the port is not published",
            result => result.Id.StartsWith("Docker.Bindings.", StringComparison.Ordinal) && result.Status == CheckStatus.Fail,
            (cause, result) => int.TryParse(cause.Id.Substring("Docker.Bindings.".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && Port(cause, result, [port])),
        new(
            "the platform's RabbitMQ is another machine",
            result => result.Id.StartsWith("Docker.Bindings.", StringComparison.Ordinal) && result.Actual == nameof(DockerBindingState.NotNeeded),
            (cause, result) => Port(cause, result, [4567, 5672])),
        new(
            "a setting reaches the worker with a variable in it",
            result => result.Id == "Worker.Configuration.Literal" && result.Status == CheckStatus.Fail,
            (cause, result) => SameHost(cause, result) && IsOfUri(result) && result.Actual == cause.Actual),
        new(
            "the token breaks AMQP_URI",
            result => result.Id == "Worker.TokenCharacters" && result.Status == CheckStatus.Fail,
            (cause, result) => SameHost(cause, result) && IsOfUri(result) && result.Id != "Worker.BuildEndpoint"),
        new(
            "the worker can't log in to RabbitMQ with its settings",
            IsWrongForBroker,
            (cause, result) => SameHost(cause, result) && (IsOf(Broker, result) || EndsWithoutBroker(result) || (IsOf(BuildScript, result) && cause.Id is not "Worker.Token" and not "Worker.TokenCharacters"))),
        new(
            "the worker can't log in to RabbitMQ",
            result => IsOf(Broker, result) && result.Status == CheckStatus.Fail,
            (cause, result) => SameHost(cause, result) && EndsWithoutBroker(result)),
        new(
            "the kernel is too old",
            result => result.Id == "System.Kernel" && result.Status is CheckStatus.Fail or CheckStatus.Warn,
            (cause, result) => result.Id == "Docker.DriverKernel" && SameTask(cause, result) && TaskOrder.Severity(result.Status) >= TaskOrder.Severity(cause.Status)),
        new(
            "the kernel does not fit the storage driver",
            result => result.Id == "Docker.DriverKernel" && result.Status is CheckStatus.Fail or CheckStatus.Warn,
            (cause, result) => result.Id == "System.Kernel" && SameTask(cause, result) && TaskOrder.Severity(result.Status) > TaskOrder.Severity(cause.Status)),
        new(
            "one of its settings is wrong",
            result => result.Status == CheckStatus.Fail && (IsOfUri(result) || result.Id is "Worker.Configuration.Literal" or "Worker.TokenCharacters" or "Worker.Queue" or "Worker.PoolCpu"),
            (cause, result) => SameHost(cause, result) && result.Id == "Worker.Alike"),
    ];

    /// <summary>Whether a result may follow from one of another host, or from one that needs the evidence of several; all its other causes come along with it.</summary>
    public static bool MayDependOnOthers(CheckResult result) =>
        (result is FirewallResult || IsOf(Broker, result) || IsOf(BuildScript, result) || EndsWithoutBroker(result)) && result.Status is not CheckStatus.Pass and not CheckStatus.Skip;

    /// <summary>The same results, with Skip for what follows from another.</summary>
    /// <param name="results">What is to be told.</param>
    /// <param name="known">Everything that may be a cause.</param>
    public static IEnumerable<CheckResult> Apply(IEnumerable<CheckResult> results, IReadOnlyList<CheckResult> known)
    {
        List<(CauseRule Rule, CheckResult Cause)> causes = [.. Rules.SelectMany(rule => known.Where(one => rule.IsCause(one) && !known.Any(seen => rule.Refutes(one, seen))).Select(cause => (rule, cause)))];
        return results.Select(result => Judge(result, causes));
    }

    private static CheckResult Judge(CheckResult result, List<(CauseRule Rule, CheckResult Cause)> causes)
    {
        if (result.Status is CheckStatus.Pass or CheckStatus.Skip)
        {
            return result;
        }

        foreach (var (rule, cause) in causes)
        {
            if (!ReferenceEquals(cause, result) && cause.Id != result.Id && rule.Follows(cause, result))
            {
                return result with
                {
                    Status = CheckStatus.Skip,
                    Message = $"Not judged, as {rule.Reason} ({cause.Id} on {cause.ComputerName}). Seen: {result.Message}",
                    Remedy = null,
                };
            }
        }

        return result;
    }

    private static bool SameHost(CheckResult cause, CheckResult result) => cause.ComputerName == result.ComputerName;

    /// <summary>Checks of workers that take AMQP_URI or BUILD_API_URI apart.</summary>
    private static bool IsOfUri(CheckResult result) => result.Id is "Worker.BuildEndpoint" or "Worker.PlatformHost" or "Worker.Token";

    /// <summary>Checks of workers that compare with what te-main says.</summary>
    private static bool NeedsBroker(CheckResult cause, CheckResult result) =>
        cause.Role == TravisRole.Platform && result.Status == CheckStatus.Unknown && result.Id is "Worker.Token" or "Worker.Queue";

    /// <summary>What is read in te-main.</summary>
    private static bool NeedsTeMain(CheckResult cause, CheckResult result) =>
        SameHost(cause, result) && ((result.Status == CheckStatus.Unknown && result.Id is "Environment.GitHub" or "Environment.ServiceHooks") || result.Area == "Application");

    private static bool IsOff(CheckResult result) =>
        result.Id == "Host.Connection" && result.Status == CheckStatus.Unknown && result.Actual is nameof(HostFailureKind.NoAnswer) or nameof(HostFailureKind.Unreachable);

    private static bool IsOf(string prefix, CheckResult result) => result.Id.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>One fix for both.</summary>
    private static bool SameTask(CheckResult cause, CheckResult result) => SameHost(cause, result) && result.Remedy is not null && result.Remedy == cause.Remedy;

    /// <summary>Settings with which the worker finds no broker, or none that lets it in.</summary>
    private static bool IsWrongForBroker(CheckResult result) =>
        result.Status == CheckStatus.Fail && (result.Id is "Worker.Token" or "Worker.TokenCharacters" or "Worker.PlatformHost" or "Worker.PlatformName" || IsOf("Worker.Configuration.", result));

    /// <summary>What workers tell when te-main is away: they can't reach RabbitMQ or travis-build.</summary>
    private static bool BrokerIsAway(CheckResult cause, CheckResult result) =>
        cause.Role == TravisRole.Platform && (cause.Status == CheckStatus.Fail || IsOff(cause)) && result.Role == TravisRole.Worker && (Symptoms.Contains(result.Id) || EndsWithoutBroker(result));

    /// <summary>
    /// travis-worker ends when it can't log in to RabbitMQ, and its init starts it again for ever (facts 6d, 7: 11, 16 to 18). One that was stopped is another matter: it stays so.
    /// </summary>
    private static bool EndsWithoutBroker(CheckResult result) =>
        (result.Id == "Worker.Restarts" && result.Status is CheckStatus.Fail or CheckStatus.Warn) || (result.Id == "Worker.Service" && (result.Actual == ServiceCheck.NotConnected || (result.Status == CheckStatus.Fail && ServiceFacts.IsBetween(result.Actual))));

    /// <summary>A worker that is an image: its unit has Requires=docker.service (facts 6b). Upstart's goes on.</summary>
    private static bool IsStoppedWithDocker(CheckResult result) =>
        result.Id == "Worker.Service" && result.Status == CheckStatus.Fail && result.Actual?.StartsWith("ActiveState=", StringComparison.Ordinal) == true;

    /// <summary>Logs of that place alone are what could not be searched for known issues.</summary>
    private static bool NotSearched(CheckResult result, LogPlace place) =>
        result.Id == "KnownIssue.Logs" && result.Status == CheckStatus.Unknown && result.Actual == KnownIssueCheck.NotSearched([place.ToString()]);

    private static bool AppIsDown(CheckResult cause, CheckResult result) =>
        BrokerIsAway(cause, result) || NeedsTeMain(cause, result) || Port(cause, result, AppPorts) || NeedsBroker(cause, result) || (SameHost(cause, result) && result.Id.StartsWith("Docker.Bindings", StringComparison.Ordinal));

    private static bool Port(CheckResult cause, CheckResult result, int[] ports) =>
        result is FirewallResult port && SameHost(cause, port) && cause.Role == TravisRole.Platform && ports.Contains(port.Port) && port.State != PortState.Open;
}
