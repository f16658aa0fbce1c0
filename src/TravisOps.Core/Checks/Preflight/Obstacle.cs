using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Probing;
using TravisOps.Replicated;
using TravisOps.Ssh;

namespace TravisOps.Checks.Preflight;

/// <summary>Why an item of the plan can't be read, as an Unknown that says so.</summary>
internal static class Obstacle
{
    /// <summary>What to do when sudo wants a password that was not given.</summary>
    public const string GivePassword = "Run again with -SudoCredential (the login's own name and password), or log in as root.";

    /// <summary>Shows the state and the last words of Docker Engine on Ubuntu 14.04 (upstart) and later (systemd).</summary>
    public const string LookAtDocker =
        "sudo service docker status; sudo tail -n 50 /var/log/upstart/docker.log 2>/dev/null || sudo journalctl -u docker -n 50 --no-pager";

    /// <summary>Shows whether Replicated's container runs and what it said last.</summary>
    private const string LookAtReplicated = "sudo docker ps -a --filter name=replicated; sudo docker logs --tail 50 replicated";

    /// <summary>What to do when a check needs root and the login had none: what stood in its way is the thing to mend.</summary>
    public static string GiveRoot(HostEvidence host) =>
        host.Connection.RootFailure is { Kind: not HostFailureKind.SudoPasswordRequired } failure ? failure.Remedy : GivePassword;

    /// <summary>Null when the item has something to read, whatever the command's exit code was.</summary>
    public static Finding? In(HostEvidence host, ProbeItem item)
    {
        var answer = host.Find(item.Name);
        if (answer is null)
        {
            return new Finding(CheckStatus.Unknown, $"Could not be looked at: {item.Name} is not in this evidence.")
            {
                Remedy = "Run the command against the host itself, without -EvidencePath, or gather the evidence again with Save-TravisEvidence.",
            };
        }

        var what = item.Kind == ProbeItemKind.File ? item.Source : item.Name;
        return answer.Status switch
        {
            EvidenceStatus.Collected => null,
            EvidenceStatus.NotFound => Unknown(answer, $"{what} is not there on this host", null),
            EvidenceStatus.TimedOut => Unknown(
                answer,
                $"{what} did not end within {(item.TimeLimit is { } limit ? Quantity.Limit(limit) : "its time limit")} and was ended",
                item.Gate switch
                {
                    null => "Look whether a file system of that host hangs: sudo timeout 5 df -P; dmesg | tail -n 20",
                    PreflightItems.ReplicatedGate => LookAtReplicated,
                    _ => LookAtDocker,
                }),
            EvidenceStatus.Skipped => Unknown(
                answer,
                $"{what} was not tried, because {answer.SkippedAfter ?? "another command of the same service"} on this host had not ended in time",
                ReplicatedCommand.Is(host.Find(answer.SkippedAfter ?? item.Name)?.Source) ? LookAtReplicated : LookAtDocker),
            EvidenceStatus.Denied => Unknown(answer, $"the login may not read {what}", GiveRoot(host)),
            EvidenceStatus.Lost => Unknown(
                answer,
                $"the connection ended before the answer to {what} was complete",
                host.Failure?.Remedy ?? "Run the command again; Test-TravisConnection tells how the host answers."),
            _ => Unknown(answer, $"{what} came back as {answer.Status}", null),
        };
    }

    /// <summary>An Unknown for an item that came back and makes no sense.</summary>
    public static Finding Unreadable(EvidenceItem item, string what) => new(
        CheckStatus.Unknown,
        item.Text.Trim().Length == 0
            ? $"Could not be looked at: {item.Name} came back empty{Because(item)}, so {what} is not known."
            : $"Could not be looked at: {what} could not be read from the answer to {item.Name}{(item.Truncated ? ", which was cut at its limit" : string.Empty)}{Because(item)}.")
    {
        Item = item,
        Line = FirstLine(item.Text) ?? FirstLine(item.ErrorText),
        Remedy = "Save the evidence with Save-TravisEvidence and look at this item there.",
    };

    /// <summary>The first line with something in it, at most 200 characters of it.</summary>
    public static string? FirstLine(string text)
    {
        foreach (var raw in TextLines.Of(text))
        {
            var line = raw.Trim();
            if (line.Length > 0)
            {
                return line.Length > 200 ? line.Substring(0, 200) + " …" : line;
            }
        }

        return null;
    }

    private static string Because(EvidenceItem item) => FirstLine(item.ErrorText) is { } error ? $" ({error})" : string.Empty;

    private static Finding Unknown(EvidenceItem answer, string reason, string? remedy) => new(CheckStatus.Unknown, "Could not be looked at: " + reason + ".")
    {
        Item = answer,
        Line = answer.Status.ToString(),
        Remedy = remedy ?? "Look whether the host is a Linux machine with the usual /proc, /sys and /etc; then run the command again.",
    };
}
