using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace TravisOps.KnownIssues;

/// <summary>
/// What is found about one host: in its logs, and in other texts. Commands print lines of the same logs, so such a text tells only of issues that no log told:
/// the same line is not to count twice.
/// </summary>
internal sealed class HostTally
{
    private const int Block = 64 * 1024;

    private readonly IReadOnlyList<KnownIssue> _issues;
    private readonly Dictionary<LogPlace, LineScanner> _scanners = [];
    private readonly IssueTally _texts;

    /// <param name="issues">What to search for.</param>
    /// <param name="since">Nothing older, UTC; null for all that is there.</param>
    public HostTally(IReadOnlyList<KnownIssue> issues, DateTime? since)
    {
        _issues = issues;
        Logs = new IssueTally(issues) { Since = since };
        _texts = new IssueTally(issues) { Since = since };
    }

    /// <summary>What the logs tell.</summary>
    public IssueTally Logs { get; }

    /// <summary>The logs that were searched here, so that the host's own search of them adds nothing.</summary>
    public LogPlace Searched { get; private set; }

    /// <summary>Searches a text.</summary>
    /// <param name="source">Its name.</param>
    /// <param name="text">Its content.</param>
    /// <param name="place">The log that it is of; none for another text, in which everything is looked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Scan(string source, Stream text, LogPlace place, CancellationToken cancellationToken)
    {
        var tally = place == LogPlace.None ? _texts : Logs;
        if (!_scanners.TryGetValue(place, out var scanner))
        {
            _scanners.Add(place, scanner = new LineScanner(new IssueMatcher(_issues, place == LogPlace.None ? null : place), tally, Block));
        }

        Searched |= place;
        tally.Source = source;
        tally.Before = null;
        scanner.Scan(text, null, cancellationToken);
    }

    /// <summary>The findings, in no order that matters.</summary>
    public IEnumerable<KnownIssueFinding> Findings(string computerName)
    {
        var logs = Logs.Findings(computerName, IssueSample.Redact);
        return logs.Concat(_texts.Findings(computerName, IssueSample.Redact).Where(text => logs.All(log => log.Id != text.Id)));
    }
}
