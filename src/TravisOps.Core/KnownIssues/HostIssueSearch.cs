using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Evidence;
using TravisOps.Logs;
using TravisOps.Ssh;

namespace TravisOps.KnownIssues;

/// <summary>
/// Searches the logs of a host for known issues, where that costs least: the host's own grep sieves each log for fixed texts, the lines that
/// remain come here and are judged by the full patterns. A log of gigabytes is read at the speed of the host's disk and little of it crosses
/// the network; nothing is written there.
/// </summary>
public static class HostIssueSearch
{
    private const string Stage = "search";
    private const string Gap = "--";

    private static readonly LogPlace[] s_places = [LogPlace.Worker, LogPlace.Platform, LogPlace.Replicated, LogPlace.Docker, LogPlace.Kernel];

    /// <summary>Searches. Blocks; belongs on a thread of its own.</summary>
    /// <param name="host">The host.</param>
    /// <param name="issues">What to search for.</param>
    /// <param name="since">Nothing older, UTC; null for all that is there.</param>
    /// <param name="options">Credentials; <see cref="SshOptions.Timeout"/> is the limit until the search has begun.</param>
    /// <param name="cancellationToken">Ends it at once on both sides.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static HostIssues Run(TravisHost host, IReadOnlyList<KnownIssue> issues, DateTime? since, SshOptions options, CancellationToken cancellationToken)
    {
        var mark = "TRAVISOPS-" + Guid.NewGuid().ToString("N");
        var reader = new Reader(issues, new IssueTally(issues) { Since = since }, mark);
        var script = new StreamScript { Stages = [new(Stage, Script(host.Role, issues, since, mark))], RequireRoot = false };
        HostFailure? failure;
        try
        {
            failure = LineFollower.Run(host, script, options, null, reader.Take, null, cancellationToken).Failure;
        }
        catch (HostException error)
        {
            failure = new HostFailure(error.Kind, error.Message, error.Remedy);
        }

        return reader.Result(host, failure);
    }

    /// <summary>What runs on the host.</summary>
    internal static string Script(TravisRole role, IReadOnlyList<KnownIssue> issues, DateTime? since, string mark) =>
        BoundedScript(role, issues, LogShell.SetSince(since) + "tv_bytes=\n", mark);

    /// <summary>The same with its own lines that set tv_since and tv_bytes, for a script whose text may not depend on when it is made.</summary>
    internal static string BoundedScript(TravisRole role, IReadOnlyList<KnownIssue> issues, string limits, string mark)
    {
        var script = new StringBuilder();
        script.Append(limits)
            .Append(LogShell.Set("tv_mark", mark))
            .Append(LogShell.Set("tv_role", role.ToString()))
            .Append(LogShell.Resource("logs.sh"));
        foreach (var place in s_places)
        {
            // The line before gives a time to lines of travis-worker that have none: Docker's errors and stack traces.
            var texts = string.Concat(new IssueMatcher(issues, place).Sieve.Select(text => " -e " + Broken(text)));
            var grep = texts.Length == 0 ? ":" : $"grep -a -F{(place == LogPlace.Worker ? " -B 1" : string.Empty)}{texts}";
            script.Append("tv_sieve_").Append(place).Append("() { ").Append(grep).Append("; [ $? -le 1 ]; }\n");
        }

        return script.Append(LogShell.Resource("known-issues.sh")).ToString();
    }

    // In two pieces, which the shell puts together: evidence has the script beside its answer, and must not be found to have every issue.
    private static string Broken(string text) => LogShell.Quote(text.Substring(0, text.Length / 2)) + LogShell.Quote(text.Substring(text.Length / 2));

    /// <summary>Makes sense of what the script prints.</summary>
    internal sealed class Reader
    {
        private readonly string _mark;
        private readonly IssueTally _tally;
        private readonly Dictionary<string, LineScanner> _scanners;
        private readonly List<string> _searched = [];
        private readonly List<string> _missed = [];
        private readonly HashSet<string> _missedPlaces = new(StringComparer.Ordinal);
        private readonly HashSet<string> _cut = new(StringComparer.Ordinal);
        private LineScanner? _scanner;

        public Reader(IReadOnlyList<KnownIssue> issues, IssueTally tally, string mark, LogPlace except = LogPlace.None)
        {
            _mark = mark + " ";
            _tally = tally;
            _scanners = s_places.Where(place => (place & except) == 0).ToDictionary(place => place.ToString(), place => new LineScanner(new IssueMatcher(issues, place), _tally, 4096), StringComparer.Ordinal);
        }

        public void Take(string line)
        {
            if (line.StartsWith(_mark, StringComparison.Ordinal))
            {
                Announce(line.Substring(_mark.Length).Split([' '], 3));
                return;
            }

            if (line == Gap)
            {
                _tally.Before = null;
                return;
            }

            _scanner?.Line(line);
            _tally.Before = _tally.TimeOf(line) ?? _tally.Before;
        }

        public HostIssues Result(TravisHost host, HostFailure? failure) => new()
        {
            Findings = _tally.Findings(host.ComputerName, IssueSample.Redact),
            Searched = _searched,
            Missed = _missed,
            Cut = [.. _cut],
            MissedPlaces = [.. _missedPlaces],
            Failure = failure ?? (_searched.Count == 0 && _missed.Count > 0
                ? new HostFailure(
                    _missed.Any(reason => reason.EndsWith("may not be read", StringComparison.Ordinal)) ? HostFailureKind.SudoDenied : HostFailureKind.LogNotFound,
                    $"{HostNames.Describe(host)}: no log could be searched: {string.Join("; ", _missed)}.",
                    "Give a login that may become root, or sudo's password with -SudoCredential.")
                : null),
        };

        private void Announce(string[] words)
        {
            _tally.Before = null;
            _tally.TimeOf = LogLine.TimeOf;
            if (words.Length < 2 || !_scanners.TryGetValue(words[0], out _scanner))
            {
                return;
            }

            var source = string.Join(" ", words.Skip(1));
            if (words[1] == "-")
            {
                _missed.Add(source.Substring(2));
                _missedPlaces.Add(words[0]);
                return;
            }

            if (words[1] == "+")
            {
                _cut.Add(_tally.Source);
                return;
            }

            if (words[0] == nameof(LogPlace.Kernel))
            {
                _tally.TimeOf = KernelTime.After(source.Substring(source.IndexOf('@') + 1));
                source = "dmesg";
            }

            _tally.Source = source;
            _searched.Add(source);
        }
    }
}
