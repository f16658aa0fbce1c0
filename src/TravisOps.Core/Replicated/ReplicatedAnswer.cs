using System;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Replicated;

/// <summary>What Replicated's command line answered, and by which command.</summary>
public sealed record ReplicatedAnswer
{
    /// <summary>The command that brought the answer, such as <c>/usr/local/bin/replicatedctl preflight run -o json</c>; empty when none was tried.</summary>
    public required string Command { get; init; }

    /// <summary>What that command printed, standard error among it.</summary>
    public required string Text { get; init; }

    /// <summary>Why it is no answer; None otherwise.</summary>
    public required ReplicatedProblem Problem { get; init; }

    /// <summary>The line that proves the problem.</summary>
    public string? ProblemLine { get; init; }

    /// <summary>Reads what <see cref="ReplicatedCommand.Script"/> printed: its last attempt is the verdict.</summary>
    public static ReplicatedAnswer Parse(EvidenceItem item)
    {
        var (command, text) = LastAttempt(item.Text);
        var (problem, line) = Diagnose(item, text);
        return new ReplicatedAnswer { Command = command, Text = text, Problem = problem, ProblemLine = line };
    }

    private static (string Command, string Text) LastAttempt(string text)
    {
        var start = text.LastIndexOf("\n" + ReplicatedCommand.AttemptMark, StringComparison.Ordinal) + 1;
        if (!text.Substring(start).StartsWith(ReplicatedCommand.AttemptMark, StringComparison.Ordinal))
        {
            return (string.Empty, text);
        }

        var end = text.IndexOf('\n', start);
        end = end < 0 ? text.Length : end;
        var from = start + ReplicatedCommand.AttemptMark.Length;
        return (text.Substring(from, end - from).Trim(), end == text.Length ? string.Empty : text.Substring(end + 1));
    }

    private static (ReplicatedProblem Problem, string? Line) Diagnose(EvidenceItem item, string text)
    {
        // Exit codes are documented nowhere: whoever prints JSON has answered.
        using var json = JsonInText.Find(text);
        if (item.Ok || json is not null)
        {
            return (ReplicatedProblem.None, null);
        }

        foreach (var raw in TextLines.Of(text + "\n" + item.ErrorText))
        {
            if (Classify(raw) is not ReplicatedProblem.None and var problem)
            {
                return (problem, raw.Trim());
            }
        }

        return (item.ExitCode == 127 && text.Trim().Length == 0 ? ReplicatedProblem.NotInstalled : ReplicatedProblem.None, null);
    }

    private static ReplicatedProblem Classify(string line)
    {
        switch (DockerParser.Classify(line))
        {
            case DockerProblem.PermissionDenied:
                return ReplicatedProblem.PermissionDenied;
            case DockerProblem.NotRunning:
                return ReplicatedProblem.DockerNotRunning;
            case DockerProblem.NotInstalled:
                return ReplicatedProblem.NotInstalled;
            default:
                break;
        }

        if (Has(line, "no such container") || Has(line, "is not running") || Has(line, "is restarting") || Has(line, "is paused"))
        {
            return ReplicatedProblem.NotRunning;
        }

        if (Has(line, "not a TTY") || Has(line, "tty mode") || Has(line, "must have a tty") || Has(line, "a terminal is required")
            || Has(line, "no tty present"))
        {
            return ReplicatedProblem.WantsTerminal;
        }

        if (Has(line, "executable file not found") || Has(line, "unknown command") || Has(line, "unknown flag") || Has(line, "unknown shorthand flag")
            || Has(line, "flag provided but not defined") || line.TrimStart().StartsWith("Usage:", StringComparison.OrdinalIgnoreCase))
        {
            return ReplicatedProblem.CommandUnknown;
        }

        if (Has(line, "a password is required") || Has(line, "is not in the sudoers"))
        {
            return ReplicatedProblem.PermissionDenied;
        }

        return Has(line, "replicated-cli.sock") || Has(line, "connection refused") ? ReplicatedProblem.DaemonNotAnswering : ReplicatedProblem.None;
    }

    private static bool Has(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
