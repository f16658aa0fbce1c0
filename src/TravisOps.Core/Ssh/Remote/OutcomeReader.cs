using System;
using System.Text.RegularExpressions;
using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>Says what a finished or broken-off command means.</summary>
internal sealed class OutcomeReader(TravisHost host, string userName, TimeSpan limit, RootRequest request)
{
    /// <summary>sshd's own words and those of PAM and su when a password has to be changed before anything runs.</summary>
    private static readonly Regex Expired = new(@"password (has|is) expired|password change required|required to change your password|password has expired", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly string _name = HostNames.Describe(host);

    /// <summary>The meaning of a command that the server has ended.</summary>
    /// <param name="answer">What it wrote.</param>
    /// <param name="run">How it ended.</param>
    /// <param name="wantRoot">Root was asked for.</param>
    /// <param name="limitReached">The limit on the host has passed.</param>
    public ScriptOutcome Read(RemoteAnswer answer, ScriptRun run, bool wantRoot, bool limitReached)
    {
        var signal = answer.ExitStatus is null && !limitReached ? run.ExitSignal ?? SignalOf(run.ExitStatus) : null;
        var outcome = Begin(answer, wantRoot) with { ExitStatus = answer.ExitStatus ?? (signal is null ? run.ExitStatus : null), ExitSignal = signal };
        if (run.Overflowed)
        {
            return outcome with { Failure = TooLarge(), ExitStatus = null };
        }

        if (!answer.Started)
        {
            return outcome with { Failure = NotStarted(answer, run.ExitStatus, run.ExitSignal), ExitStatus = null };
        }

        if (answer.ExitStatus is null && limitReached)
        {
            return outcome with { Failure = TimedOut(), ExitStatus = null };
        }

        return answer.ExitStatus is null && run.ExitStatus is null && run.ExitSignal is null
            ? outcome with { Failure = Lost("the server closed the command without saying how it ended") }
            : outcome;
    }

    /// <summary>The meaning of what arrived before it was broken off.</summary>
    public ScriptOutcome ReadPartial(RemoteAnswer answer, bool wantRoot, HostFailure failure) => Begin(answer, wantRoot) with { Failure = failure };

    public HostFailure TimedOut() => new(
        HostFailureKind.Timeout,
        $"{_name}: the command did not end within {limit.TotalSeconds:0.###} s.",
        "Give more time with -TimeoutSeconds, or look for what hangs on the host: ps -eo pid,stat,wchan:20,etime,args | grep ' D'");

    public HostFailure TooLarge() => new(
        HostFailureKind.InvalidAnswer,
        $"{_name}: the answer is larger than {ScriptRun.OutputLimit / (1024 * 1024)} MiB and was cut.",
        "Log in and look at what writes that much; a shell start-up file may loop.");

    public HostFailure Lost(string reason) => new(
        HostFailureKind.ConnectionLost,
        $"{_name}: the connection was lost while the command ran: {reason.TrimEnd('.')}.",
        $"Did it restart? Try again; then compare: ssh {HostNames.SshArguments(host, userName)} uptime");

    public HostFailure Refused(string reason) => new(
        HostFailureKind.InvalidAnswer,
        $"{_name}: logged in, and the server refused to run a command: {reason.TrimEnd('.')}.",
        "Look at MaxSessions, ForceCommand and the account's shell on the host: grep -riE 'MaxSessions|ForceCommand' /etc/ssh/sshd_config*; getent passwd " + userName);

    /// <summary>Why the script was not reached.</summary>
    public HostFailure NotStarted(RemoteAnswer answer, int? exitStatus, string? exitSignal)
    {
        if (Expired.IsMatch(answer.Noise))
        {
            return new HostFailure(
                HostFailureKind.PasswordExpired,
                $"{_name}: the password of {userName} has expired; the server runs nothing until there is a new one.",
                $"Log in once and set it: ssh -t {HostNames.SshArguments(host, userName)}");
        }

        var said = answer.Noise.Length == 0 ? "it said nothing" : "it said: " + PlainText.OneLine(answer.Noise, 300);
        var status = exitStatus is { } code ? $" (exit status {code})" : exitSignal is { } signal ? $" (signal {signal})" : string.Empty;
        return new HostFailure(
            HostFailureKind.InvalidAnswer,
            $"{_name}: logged in, and the command did not start{status}; {said}.",
            $"The account's shell or a forced command is in the way: getent passwd {userName}. Compare: ssh {HostNames.SshArguments(host, userName)} echo works");
    }

    /// <summary>A shell and sudo report a child's signal as a status above 128 (POSIX, 2.8.2).</summary>
    private static string? SignalOf(int? status) => status switch
    {
        129 => "HUP",
        130 => "INT",
        131 => "QUIT",
        134 => "ABRT",
        137 => "KILL",
        139 => "SEGV",
        141 => "PIPE",
        143 => "TERM",
        _ => null,
    };

    private ScriptOutcome Begin(RemoteAnswer answer, bool wantRoot)
    {
        var root = answer.Mode switch
        {
            Bootstrap.AsRoot => RootAccess.Direct,
            Bootstrap.BySudo => RootAccess.SudoNoPassword,
            Bootstrap.BySudoPassword => RootAccess.SudoPassword,
            _ => RootAccess.None,
        };
        return new ScriptOutcome
        {
            Output = answer.Output,
            ErrorText = answer.ErrorText,
            Root = root,
            RootFailure = wantRoot && answer.Started && root == RootAccess.None ? WhyNoRoot(answer) : null,
        };
    }

    private HostFailure WhyNoRoot(RemoteAnswer answer)
    {
        if (request != RootRequest.None)
        {
            return SudoReply.Explain(answer.SudoText ?? string.Empty, host, userName, request);
        }

        return host.Sudo == SudoMode.Password
            ? new HostFailure(HostFailureKind.SudoPasswordRequired, $"{_name}: sudo is to be used with a password, and none was given.", "Give it with -SudoCredential.")
            : new HostFailure(HostFailureKind.SudoDenied, $"{_name}: {userName} is not root, and sudo is not to be used for this host.", "Set sudo to auto for it in the inventory, or log in as root.");
    }
}
