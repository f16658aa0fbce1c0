using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TravisOps.Logs;

namespace TravisOps.KnownIssues;

/// <summary>Counts what a scanner finds in the logs of one host, with the first and the last time and the last line of each issue.</summary>
internal sealed class IssueTally : IIssueHits
{
    /// <summary>What is kept of a line, in bytes.</summary>
    private const int LongestSample = 2048;

    /// <summary>A time stands at the front of a line, after the prefix of a journal at the most.</summary>
    private const int TimeWithin = 256;

    /// <summary>Lines before a line without a time in which one is looked for: a stack trace or Docker's error follows the line that has it.</summary>
    private const int LinesBefore = 32;

    private readonly IReadOnlyList<KnownIssue> _issues;
    private readonly IReadOnlyList<string> _marks;
    private readonly DateTime?[] _marked;
    private readonly Line?[] _found;

    /// <param name="issues">What is searched for; an issue without a pattern is in no line and is left out, as a matcher leaves it out.</param>
    public IssueTally(IEnumerable<KnownIssue> issues)
    {
        _issues = [.. issues.Where(issue => issue.Patterns.Count > 0)];
        _marks = IssueMatcher.MarksOf(_issues);
        _marked = new DateTime?[_marks.Count];
        _found = new Line?[_issues.Count];
    }

    /// <summary>The log that is searched now.</summary>
    public string Source { get; set; } = string.Empty;

    /// <summary>Lines older than that are not counted; lines of which no time is known are.</summary>
    public DateTime? Since { get; set; }

    /// <summary>The time of the lines before, for a line without one when they are not in the buffer.</summary>
    public DateTime? Before { get; set; }

    /// <summary>Lines that fit, those of all issues.</summary>
    public long Total { get; private set; }

    /// <summary>Reads the time of a line.</summary>
    public Func<string, DateTime?> TimeOf { get; set; } = LogLine.TimeOf;

    /// <inheritdoc/>
    public void Hit(int issue, byte[] buffer, int start, int length)
    {
        var time = TimeAt(buffer, start, length);
        if (time < Since)
        {
            return;
        }

        Total++;
        var found = _found[issue] ??= new Line();
        found.Count++;
        if (time is { } known)
        {
            found.First = found.First is { } first && first <= known ? first : known;
            if (found.Last is { } last && last > known)
            {
                // Logs are not always searched oldest first; the sample is the last line by time.
                return;
            }

            found.Last = known;
        }

        found.Length = Math.Min(length, LongestSample);
        found.Cut = found.Length < length;
        Buffer.BlockCopy(buffer, start, found.Sample, 0, found.Length);
        found.Source = Source;
    }

    /// <inheritdoc/>
    public void Mark(int mark, byte[] buffer, int start, int length)
    {
        // Logs are not always searched oldest first.
        if (TimeAt(buffer, start, length) is { } time && !(_marked[mark] >= time))
        {
            _marked[mark] = time;
        }
    }

    /// <inheritdoc/>
    public void BlockEnded(byte[] buffer, int end) => Before = TimeBefore(buffer, end) ?? Before;

    /// <summary>What was found: what is over last, and of the others the worst first, and of those the most recent.</summary>
    /// <param name="computerName">The host.</param>
    /// <param name="redact">Takes the secrets out of a line.</param>
    public IReadOnlyList<KnownIssueFinding> Findings(string computerName, Func<string, string> redact) =>
    [
        .. _issues.Select((issue, number) => (Issue: issue, Found: _found[number]))
            .Where(one => one.Found is not null)
            .Select(one => (one.Issue, Found: one.Found!, Over: Over(one.Issue, one.Found!.Last)))
            .Select(one => new KnownIssueFinding
            {
                Id = one.Issue.Id,
                ComputerName = computerName,
                Severity = one.Issue.Severity,
                Count = one.Found.Count,
                First = one.Found.First,
                Last = one.Found.Last,
                Over = one.Over,
                Sample = Text(one.Found, redact),
                Source = one.Found.Source,
                Cause = one.Issue.Cause,
                Remedy = one.Over is null ? one.Issue.Remedy : string.Empty,
                Reference = one.Issue.Reference,
            })
            .OrderBy(finding => finding.Over is not null)
            .ThenByDescending(finding => finding.Severity)
            .ThenByDescending(finding => finding.Last ?? DateTime.MaxValue)
            .ThenByDescending(finding => finding.Count)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal),
    ];

    private DateTime? Over(KnownIssue issue, DateTime? last) =>
        _marks.Select((text, mark) => (text, Time: _marked[mark])).Where(one => issue.Over.Contains(one.text) && one.Time > last).Max(one => one.Time);

    private DateTime? TimeAt(byte[] buffer, int start, int length) => Time(buffer, start, length) ?? TimeBefore(buffer, start) ?? Before;

    private DateTime? Time(byte[] buffer, int start, int length)
    {
        // Docker's year 1 is no time: it stands for "never".
        var time = TimeOf(Encoding.UTF8.GetString(buffer, start, Math.Min(length, TimeWithin)));
        return time is { Year: > 1 } ? time : null;
    }

    private DateTime? TimeBefore(byte[] buffer, int start)
    {
        for (var lines = 0; lines < LinesBefore && start > 0; lines++)
        {
            var end = start - 1;
            start = end == 0 ? 0 : Array.LastIndexOf(buffer, (byte)'\n', end - 1, end) + 1;
            if (Time(buffer, start, end - start) is { } time)
            {
                return time;
            }
        }

        return null;
    }

    private static string Text(Line found, Func<string, string> redact)
    {
        // Redacted before it is cut further: half a secret is one too.
        var line = redact(Encoding.UTF8.GetString(found.Sample, 0, found.Length));
        var clean = new string([.. line.Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        return found.Cut ? clean + "…" : clean;
    }

    private sealed class Line
    {
        public long Count { get; set; }

        public DateTime? First { get; set; }

        public DateTime? Last { get; set; }

        public byte[] Sample { get; } = new byte[LongestSample];

        public int Length { get; set; }

        public bool Cut { get; set; }

        public string Source { get; set; } = string.Empty;
    }
}
