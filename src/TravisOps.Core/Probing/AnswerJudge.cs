using System;
using System.Globalization;
using System.Text;
using TravisOps.Evidence;

namespace TravisOps.Probing;

/// <summary>Says what became of an item that ran on its own.</summary>
internal static class AnswerJudge
{
    private const int TimeoutExit = 124;
    private const int CannotRunExit = 126;
    private const int NotFoundExit = 127;
    private const int KilledExit = 128 + 9;
    private const int BrokenPipeExit = 128 + 13;

    /// <summary>The finished answer.</summary>
    /// <param name="answer">With name, source, text and truncation.</param>
    /// <param name="item">The item of the plan.</param>
    /// <param name="output">The script's output.</param>
    /// <param name="errors">The frame that standard error follows.</param>
    /// <param name="done">The frame with the exit code.</param>
    /// <param name="duration">How long it took; null when the host can't tell.</param>
    /// <param name="hasTimeout">The host has the <c>timeout</c> command.</param>
    public static EvidenceItem Judge(EvidenceItem answer, ProbeItem item, byte[] output, ProbeFrame errors, ProbeFrame done, TimeSpan? duration, bool hasTimeout)
    {
        var errorLength = errors.BodyLength;
        var exitText = done.Fields[1];
        if (exitText == "-")
        {
            // A watched command's exit code stands behind its standard error.
            var space = Array.LastIndexOf(output, (byte)' ', errors.BodyStart + errorLength - 1, errorLength);
            if (errorLength == 0 || space < 0)
            {
                return answer;
            }

            exitText = Encoding.ASCII.GetString(output, space + 1, errors.BodyStart + errorLength - space - 1);
            errorLength = space - errors.BodyStart;
        }

        if (!int.TryParse(exitText, NumberStyles.None, CultureInfo.InvariantCulture, out var exit))
        {
            return answer;
        }

        answer = answer with
        {
            ExitCode = exit,
            ErrorText = RawText.Tail(output, errors.BodyStart, errorLength, ProbeScript.MaxErrorBytes),
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

        // It was cut off by us: that exit code says nothing of the command.
        if (answer.Truncated && exit == BrokenPipeExit)
        {
            answer = answer with { ExitCode = null };
        }

        if (item.Kind == ProbeItemKind.File)
        {
            var error = answer.ErrorText;
            answer = answer with { ExitCode = null, Status = EvidenceStatus.Collected };
            return exit is 0 or BrokenPipeExit ? answer : FileListing.Judge(answer, error, answer.Text.Length > 0);
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

    // A command may end with these codes by itself (137: killed for memory), so the clock has a say where there is one.
    private static bool HasTimedOut(ProbeItem item, int exit, TimeSpan? duration, bool hasTimeout) =>
        hasTimeout && item.TimeLimit is { } limit && exit is TimeoutExit or KilledExit
        && (duration is null || duration >= TimeSpan.FromSeconds(ProbeScript.WholeSeconds(limit)));
}
