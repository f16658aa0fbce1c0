using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Archives;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Redaction;
using TravisOps.Ssh;

namespace TravisOps.Bundles;

/// <summary>
/// Makes a support bundle: asks the hosts, learns the secrets, judges, streams the logs through the redactor into a spool on the disk of the archive, and writes, searches
/// and names the archive last. Whatever ends it before leaves nothing.
/// </summary>
public sealed class BundleBuilder
{
    // Each round looks for what the one before learnt; a log that tells new secrets only in the light of old ones is rare.
    private const int MostRounds = 4;

    private readonly BundleOptions _options;
    private readonly Action<string> _progress;
    private readonly Pseudonyms _pseudonyms;
    private readonly IBundleHosts _hosts;

    /// <summary>A builder for one bundle.</summary>
    /// <param name="options">What it is to be made of.</param>
    /// <param name="progress">Is told what is done, from any thread.</param>
    public BundleBuilder(BundleOptions options, Action<string> progress)
        : this(options, progress, new Pseudonyms(), new LiveHosts((options ?? throw new ArgumentNullException(nameof(options))).Ssh))
    {
    }

    internal BundleBuilder(BundleOptions options, Action<string> progress, Pseudonyms pseudonyms, IBundleHosts hosts)
    {
        _options = options;
        _progress = progress ?? throw new ArgumentNullException(nameof(progress));
        _pseudonyms = pseudonyms;
        _hosts = hosts;
    }

    /// <summary>The failures of hosts, once they were asked.</summary>
    public IReadOnlyList<(string ComputerName, HostFailure Failure)> Failures { get; private set; } = [];

    /// <summary>Tells what the logs come to, and makes nothing.</summary>
    /// <param name="options">What it would be made of.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<IReadOnlyList<BundleEstimate>> EstimateAsync(BundleOptions options, CancellationToken cancellationToken) =>
        new BundleGathering(options ?? throw new ArgumentNullException(nameof(options)), _ => { }, new LiveHosts(options.Ssh)).EstimateAsync(cancellationToken);

    /// <summary>Makes it.</summary>
    /// <exception cref="BundleException">It could not be written, something is missing that must not be, or a secret was found in it at the end.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<SupportBundle> RunAsync(CancellationToken cancellationToken)
    {
        using var _ = _pseudonyms;
        try
        {
            // Before anything is asked: the place must be good.
            using var spool = new FileSpool(_options.Path);
            return await RunAsync(spool, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BundleException(BundleProblem.NotWritten, $"The bundle can't be written: {error.Message}", "Look at the folder's permissions and space, or give another -Path.", error);
        }
    }

    private async Task<SupportBundle> RunAsync(FileSpool spool, CancellationToken cancellationToken)
    {
        var gathering = new BundleGathering(_options, _progress, _hosts);
        var fromHere = gathering.LookFromHereAsync(cancellationToken);
        var asked = await gathering.ProbeAsync(cancellationToken).ConfigureAwait(false);
        Failures = [.. asked.Where(host => (host.Failure ?? host.Connection.RootFailure) is not null).Select(host => (host.ComputerName, (host.Failure ?? host.Connection.RootFailure)!))];

        var known = new KnownSecrets();
        var knownFrom = Learn(known, asked);
        IReadOnlyList<HostEvidence> evidence = [.. asked.Select(host => host with { Items = [.. host.Items.Where(item => !SecretItems.Is(item.Name) && item.Name != BundleNames.OwnNames.Name)] })];

        using var anonymizer = _options.Anonymize ? BundleNames.For(_options, asked, _pseudonyms) : null;
        var report = new RedactionReport();
        var redactor = new Redactor(_pseudonyms, known, report, anonymizer);
        var content = new ContentRedactor(redactor, spool, report);

        var results = Judge(gathering, evidence, await fromHere.ConfigureAwait(false));
        var logs = await gathering.StreamAsync(evidence, anonymizer is null ? name => name : anonymizer.Host, content, cancellationToken).ConfigureAwait(false);

        _progress("Searching the logs for secrets that were met on the way");
        IReadOnlyList<string> unread = [.. knownFrom.Where(one => !one.IsRead).Select(one => $"{one.Title} could not be read: its values were looked for only where a file of the bundle has them beside their names.")];

        // All that the logs told is known now; what they told first was not looked for in those before.
        anonymizer?.Commit();
        var documents = new BundleDocuments(_options, spool, redactor, anonymizer, report, known) { UnreadSecretSources = unread };
        documents.WriteEvidence(evidence);
        var searched = SearchAgain(spool, redactor, content, anonymizer, -1, cancellationToken);

        List<ContractEntry> entries = [.. Expected(gathering, evidence), .. new BundleFit(spool).Apply(logs, RoomForLogs(spool, logs, evidence.Count), cancellationToken)];

        // Reasons have what hosts said, and go to the terminal too.
        var contract = new BundleContract
        {
            Entries = Ordered(entries.ConvertAll(entry => entry.Reason is null ? entry : entry with { Reason = redactor.Redact(PlainText.Harmless(entry.Reason), BundlePaths.Contract) })),
        };
        if (_options.RequireComplete && contract.Received < contract.Expected)
        {
            throw new BundleException(
                BundleProblem.Incomplete,
                $"{contract.Expected - contract.Received} of {contract.Expected} things are missing, and -RequireComplete was given: {string.Join(" ", contract.Gaps.Take(5))}",
                "Repair what the gaps tell of, or run it without -RequireComplete.");
        }

        _progress("Writing the archive");
        documents.Write(evidence, results, contract);

        // What they were made of may have told further secrets: a note, a check's message.
        SearchAgain(spool, redactor, content, anonymizer, searched, cancellationToken);
        documents.WriteProof([.. knownFrom.Where(one => one.IsRead).Select(one => $"{one.Title}: read"), .. unread]);
        var archive = new BundleArchive(_options, redactor, _progress) { UnreadSecretSources = unread };
        return archive.Write(spool, report, contract, [.. evidence.Select(host => host.ComputerName)], cancellationToken);
    }

    // What the rest takes is known, but for what is written at the very end.
    private long RoomForLogs(FileSpool spool, IReadOnlyList<StreamedLogs> logs, int hosts)
    {
        const int DocumentsOfAll = 64 * 1024, DocumentsPerHost = 32 * 1024;
        var paths = new HashSet<string>(logs.SelectMany(one => one.Files.Select(file => file.Path)), StringComparer.Ordinal);
        return _options.MaxSize - DocumentsOfAll - ((long)hosts * DocumentsPerHost) - spool.Files.Where(file => !paths.Contains(file.Path)).Sum(BundleFit.SizeOf);
    }

    // The values to look for: from what the platform told for that purpose, from every configuration, from what the person gave.
    private List<(string Title, bool IsRead)> Learn(KnownSecrets known, IReadOnlyList<HostEvidence> asked)
    {
        foreach (var host in _options.Hosts)
        {
            known.Exempt(host.ComputerName);
            known.Exempt(host.Address);
        }

        known.Exempt(_options.Installation.PublicHostName);
        foreach (var secret in _options.GivenSecrets)
        {
            known.Add(SecureText.ToText(secret));
        }

        List<(string Title, bool IsRead)> from = [];
        foreach (var host in asked)
        {
            // What a host has hashed itself has numbers and names where the values were: learnt, they would be taken out of that answer.
            foreach (var item in host.Items.Where(item => item.Text.Length > 0 && !BundlePaths.IsMasked(item.Name)))
            {
                known.AddFrom(item.Text, isConfiguration: SecretItems.Is(item.Name) || item.Source.StartsWith("/", StringComparison.Ordinal));
            }

        }

        foreach (var (host, target) in asked.Zip(_options.Hosts, (host, target) => (host, target)))
        {
            foreach (var item in SecretItems.For(target.Role))
            {
                var isRead = host.Find(item.Name) is { Ok: true, Truncated: false, Text.Length: > 0 };
                from.Add((SecretItems.Title(item), isRead));
            }
        }

        return from;
    }

    private static List<CheckResult> Judge(BundleGathering gathering, IReadOnlyList<HostEvidence> evidence, BundleOptions options)
    {
        var results = new List<CheckResult>();
        var seen = new HashSet<(string, string, string)>();
        foreach (var host in evidence)
        {
            var target = options.Hosts.First(one => one.ComputerName == host.ComputerName && one.Role == host.Role);
            foreach (var result in gathering.SourcesOf(target).SelectMany(source => source.Judge(gathering.Of(target), host)))
            {
                // Two areas may ask for the same check; it is one result.
                if (seen.Add((result.Id, result.ComputerName, result is FirewallResult port ? $"{port.Source}:{port.Port}" : result.Evidence + result.Actual)))
                {
                    results.Add(result);
                }
            }
        }

        results.AddRange(options.Sources.SelectMany(source => source.JudgeTogether(new Fleet(evidence))));
        return results;
    }

    private BundleResults Judge(BundleGathering gathering, IReadOnlyList<HostEvidence> evidence, IReadOnlyList<FirewallResult> fromHere)
    {
        var results = Judge(gathering, evidence, _options);
        return new BundleResults
        {
            Checks = [.. results.Where(result => result is not FirewallResult)],
            Ports = [.. fromHere, .. results.OfType<FirewallResult>()],
        };
    }

    // What the probe was to bring, by host and area.
    private List<ContractEntry> Expected(BundleGathering gathering, IReadOnlyList<HostEvidence> evidence)
    {
        var entries = new List<ContractEntry>();
        foreach (var (host, target) in evidence.Zip(_options.Hosts, (host, target) => (host, target)))
        {
            foreach (var source in gathering.SourcesOf(target).Where(source => source.Items(gathering.Of(target)).Count > 0))
            {
                var answers = source.Items(gathering.Of(target)).Select(item => host.Find(item.Name)).Where(item => item is { Status: EvidenceStatus.Collected }).ToList();
                var gap = source.Gap(gathering.Of(target), host);
                entries.Add(new ContractEntry
                {
                    ComputerName = host.ComputerName,
                    Source = source.Name,
                    Title = source.Title,
                    State = gap is null ? ContractState.Received : answers.Count == 0 ? ContractState.Missing : ContractState.Partial,
                    Reason = gap,
                    Files = answers.Count,
                    Bytes = answers.Sum(item => (long)item!.Text.Length),
                });
            }
        }

        return entries;
    }

    private List<ContractEntry> Ordered(List<ContractEntry> entries)
    {
        var hosts = _options.Hosts.Select((host, i) => (host.ComputerName, i)).GroupBy(one => one.ComputerName).ToDictionary(one => one.Key, one => one.First().i);
        var sources = _options.Sources.Select((source, i) => (source.Name, i)).ToDictionary(one => one.Name, one => one.i);
        return [.. entries.OrderBy(entry => hosts[entry.ComputerName]).ThenBy(entry => sources[entry.Source])];
    }

    // A secret that was told after another file had gone by. Takes and returns how many were known when all files were searched.
    private int SearchAgain(FileSpool spool, Redactor redactor, ContentRedactor content, Anonymizer? anonymizer, int searched, CancellationToken cancellationToken)
    {
        anonymizer?.Commit();
        for (var round = 0; round < MostRounds && searched != redactor.KnownCount; round++)
        {
            searched = redactor.KnownCount;

            // A log that came when all of them were known already has been searched. The archive is in any case, at the end.
            var files = spool.Files.Where(file => content.SearchedFor(file.Path) < searched).ToList();
            try
            {
                Parallel.ForEach(
                    files,
                    new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
                    file => SearchAgain(spool, redactor, file, cancellationToken));
            }
            catch (AggregateException errors)
            {
                // Such as a full disk: as if there were no threads.
                ExceptionDispatchInfo.Capture(errors.InnerExceptions[0]).Throw();
            }

            _progress($"Searched {files.Count} files for {searched} secrets{(anonymizer is null ? string.Empty : " and names")}");
        }

        return searched;
    }

    private static void SearchAgain(FileSpool spool, Redactor redactor, SpooledFile file, CancellationToken cancellationToken)
    {
        long left;
        using (var text = FileSpool.OpenRead(file))
        {
            left = redactor.CountKnown(text, cancellationToken, BundlePaths.KeepsNames(file.Path));
        }

        if (left > 0)
        {
            Rewrite(spool, redactor, file, cancellationToken);
        }
    }

    private static void Rewrite(FileSpool spool, Redactor redactor, SpooledFile file, CancellationToken cancellationToken)
    {
        using var again = spool.Replace(file);
        using var content = FileSpool.OpenRead(file);
        redactor.Redact(content, again, file.Path, cancellationToken, onlyKnown: true, keepsNames: BundlePaths.KeepsNames(file.Path));
        again.Complete();
    }
}
