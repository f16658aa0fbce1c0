using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Probing;
using TravisOps.Ssh;

namespace TravisOps.Connections;

/// <summary>What the evidence of one host says of the way in, by the rules of the preflight. Pure: the same from a host and from a folder.</summary>
public static class ConnectionJudge
{
    private static readonly RootCheck Root = new();
    private static readonly ClockCheck Clock = new();

    /// <summary>Judges one host.</summary>
    public static TravisConnectionResult Judge(HostEvidence evidence)
    {
        var connection = evidence.Connection;
        var system = SystemOf(evidence);
        var kernel = KernelOf(evidence);
        var (status, message, remedy) = Verdict(evidence, system, kernel);
        return new TravisConnectionResult
        {
            ComputerName = evidence.ComputerName,
            Role = evidence.Role,
            Status = status,
            Online = connection.Online,
            Ssh = Check.Printable(connection.ServerVersion),
            HostKey = HostKey(evidence),
            Login = connection.LoggedIn ? Check.Printable(connection.UserName) : null,
            Root = connection.LoggedIn ? connection.Root : null,
            OperatingSystem = Check.Printable(system),
            Kernel = Check.Printable(kernel),
            ClockOffset = connection.ClockOffset,
            Latency = connection.Latency,
            Message = Check.Printable(message)!,
            Remedy = Check.Printable(remedy),
            CollectedAt = evidence.CollectedAt,
            Duration = evidence.Duration,
        };
    }

    private static (CheckStatus Status, string Message, string? Remedy) Verdict(HostEvidence evidence, string? system, string? kernel)
    {
        if (evidence.Failure is { } failure)
        {
            // Our own key file or known_hosts file is at fault: nothing is known of the host.
            var status = failure.Kind == HostFailureKind.BadClientConfiguration ? CheckStatus.Unknown : CheckStatus.Fail;
            return (status, failure.Message, failure.Remedy);
        }

        CheckResult[] results = [.. Root.Evaluate(evidence), .. Clock.Evaluate(evidence)];
        var worst = results.OrderByDescending(result => Severity(result.Status)).First();
        return worst.Status == CheckStatus.Pass
            ? (CheckStatus.Pass, $"Online. {results[0].Message} {system ?? "The system is unknown"}, kernel {kernel ?? "unknown"}.", null)
            : (worst.Status, "Online. " + string.Join(" ", results.Where(result => result.Status != CheckStatus.Pass).Select(result => result.Message)), worst.Remedy);
    }

    /// <summary>What is known to be wrong comes before what is not known.</summary>
    private static int Severity(CheckStatus status) => status switch
    {
        CheckStatus.Fail => 3,
        CheckStatus.Unknown => 2,
        CheckStatus.Warn => 1,
        _ => 0,
    };

    private static string? HostKey(HostEvidence evidence)
    {
        var connection = evidence.Connection;
        if (connection.HostKeyFingerprint is null)
        {
            return null;
        }

        // Whoever got past the host key trusted it: an untrusted one is refused before log-in.
        var verdict = evidence.Failure?.Kind switch
        {
            HostFailureKind.HostKeyUnknown => "unknown",
            HostFailureKind.HostKeyChanged => "changed",
            HostFailureKind.HostKeyRevoked => "revoked",
            _ => "trusted",
        };
        return Check.Printable($"{connection.HostKeyType} {connection.HostKeyFingerprint} ({verdict})");
    }

    private static string? SystemOf(HostEvidence evidence) =>
        TextOf(evidence, PreflightItems.OsRelease) is { } text && OsRelease.Parse(text) is { } release ? release.PrettyName
            : TextOf(evidence, PreflightItems.LsbRelease) is { } older ? OsRelease.Parse(older)?.PrettyName : null;

    private static string? KernelOf(HostEvidence evidence) => TextOf(evidence, PreflightItems.Kernel)?.Trim();

    private static string? TextOf(HostEvidence evidence, ProbeItem item) =>
        evidence.Find(item.Name) is { Ok: true } answer && !string.IsNullOrWhiteSpace(answer.Text) ? answer.Text : null;
}
