using System;
using System.Globalization;
using TravisOps.Evidence;

namespace TravisOps.Probing;

/// <summary>Says what became of an item that ran on its own.</summary>
internal static class AnswerJudge
{
    private const int TimeoutExit = 124;
    private const int CannotRunExit = 126;
    private const int NotFoundExit = 127;
    private const int KilledExit = 128 + 9;
    private const int TerminatedExit = 128 + 15;

    /// <summary>The finished answer.</summary>
    /// <param name="answer">With name, source, text, standard error and truncation.</param>
    /// <param name="item">The item of the plan.</param>
    /// <param name="done">The frame with the exit code.</param>
    /// <param name="duration">How long it took; null when the host can't tell.</param>
    /// <param name="hasTimeout">The host has the <c>timeout</c> command.</param>
    public static EvidenceItem Judge(EvidenceItem answer, ProbeItem item, ProbeFrame done, TimeSpan? duration, bool hasTimeout)
    {
        if (!int.TryParse(done.Fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var exit))
        {
            return answer;
        }

        answer = answer with
        {
            ExitCode = exit,
            Duration = duration ?? TimeSpan.Zero,
        };
        if (item.TimeLimit is { } limit && !hasTimeout)
        {
            var note = string.Format(
                CultureInfo.InvariantCulture, "This host has no 'timeout' command: the limit of {0} s was not watched.", ProbeScript.WholeSeconds(limit));
            answer = answer with { ErrorText = answer.ErrorText.Length == 0 ? note : answer.ErrorText + "\n" + note };
        }

        if (HasTimedOut(item, exit, duration, hasTimeout))
        {
            return answer with { Status = EvidenceStatus.TimedOut };
        }

        // Its pipe was closed under it: that exit code says nothing of the command.
        if (answer.Truncated && item.LongOutput)
        {
            answer = answer with { ExitCode = null };
        }

        if (item.Kind == ProbeItemKind.File)
        {
            var error = answer.ErrorText;
            answer = answer with { ExitCode = null, Status = EvidenceStatus.Collected };
            return exit == 0 ? answer : FileListing.Judge(answer, error, answer.Text.Length > 0);
        }

        return answer with
        {
            Status = exit switch
            {
                NotFoundExit => EvidenceStatus.NotFound,
                CannotRunExit => EvidenceStatus.Denied,
                _ => EvidenceStatus.Collected,
            },
        };
    }

    // 124 is the timeout of coreutils, 137 the same when it had to kill, 143 the timeout of busybox. A command may end with these codes
    // by itself (137: killed for memory), so the clock has a say where there is one.
    private static bool HasTimedOut(ProbeItem item, int exit, TimeSpan? duration, bool hasTimeout) =>
        hasTimeout && item.TimeLimit is { } limit
        && (duration is null ? exit == TimeoutExit : exit is TimeoutExit or KilledExit or TerminatedExit && duration >= TimeSpan.FromSeconds(ProbeScript.WholeSeconds(limit)));
}
