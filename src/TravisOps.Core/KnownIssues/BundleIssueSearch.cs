using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using TravisOps.Archives;
using TravisOps.Bundles;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.KnownIssues;

/// <summary>Searches a support bundle while it is read: its logs as they pass, and then the evidence of the hosts that they are of. Contacts nothing.</summary>
public sealed class BundleIssueSearch
{
    // The gzip magic number is this long (RFC 1952, 2.3.1).
    private const int GzipMagic = 3;

    private readonly IReadOnlyList<KnownIssue> _issues;
    private readonly DateTime? _since;
    private readonly Dictionary<string, HostTally> _hosts = new(StringComparer.Ordinal);

    /// <param name="issues">What to search for.</param>
    /// <param name="since">Nothing older, UTC; null for all that is there.</param>
    public BundleIssueSearch(IReadOnlyList<KnownIssue> issues, DateTime? since)
    {
        _issues = issues;
        _since = since;
    }

    /// <summary>Gets logs that can't be read to their end; the others go on.</summary>
    public Action<string, Exception>? NotReadable { get; init; }

    /// <summary>Takes a log of the bundle: what <see cref="BundleReader"/> hands over.</summary>
    /// <param name="path">Its path in the bundle, <c>logs/HOST/KIND/…</c>.</param>
    /// <param name="content">Its content.</param>
    public void Take(string path, Stream content)
    {
        var parts = path.Split('/');
        if (parts.Length < 4)
        {
            return;
        }

        if (!_hosts.TryGetValue(parts[1], out var tally))
        {
            _hosts.Add(parts[1], tally = new HostTally(_issues, _since));
        }

        var text = new PeekStream(content, GzipMagic);
        try
        {
            tally.Scan(PlainText.Harmless(path), GzipMembers.IsGzip(text.Start) ? new GzipMembers(text, leaveOpen: true) : text, PlaceOf(parts[2]), CancellationToken.None);
        }
        catch (InvalidDataException error) when (NotReadable is not null)
        {
            NotReadable(path, error);
        }
    }

    /// <summary>The findings about one host, the worst first.</summary>
    /// <param name="evidence">Its evidence.</param>
    public IReadOnlyList<KnownIssueFinding> Run(HostEvidence evidence)
    {
        if (evidence is null)
        {
            throw new ArgumentNullException(nameof(evidence));
        }

        return EvidenceIssueSearch.Into(_hosts.TryGetValue(SafeFileName.For(evidence.ComputerName), out var tally) ? tally : new HostTally(_issues, _since), evidence, _issues);
    }

    /// <summary>The findings about all hosts of an opened bundle.</summary>
    /// <param name="bundle">The bundle; its logs were taken when it was read.</param>
    public IReadOnlyList<KnownIssueFinding> Run(OpenedBundle bundle)
    {
        if (bundle is null)
        {
            throw new ArgumentNullException(nameof(bundle));
        }

        return [.. bundle.Evidence.SelectMany(Run), .. EvidenceIssueSearch.Run(new Checks.Fleet(bundle.Evidence), _issues)];
    }

    /// <summary>Of what else is among the logs (Replicated's own bundle has all kinds of files) nothing is known but that it is text.</summary>
    internal static LogPlace PlaceOf(string kind) => kind switch
    {
        "worker-log" => LogPlace.Worker,
        "platform-log" => LogPlace.Platform,
        "replicated-log" => LogPlace.Replicated,
        _ => LogPlace.None,
    };
}
