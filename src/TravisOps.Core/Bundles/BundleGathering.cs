using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Archives;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Probing;
using TravisOps.Redaction;
using TravisOps.Ssh;

namespace TravisOps.Bundles;

/// <summary>Brings what the hosts have: first every host's answers, then the logs, redacted as they come.</summary>
internal sealed class BundleGathering
{
    // Redaction and compression keep the cores busy, and each stream has buffers: more than two a core gain nothing.
    private const int FewestStreams = 2, MostStreams = 8;

    private readonly BundleOptions _options;
    private readonly Action<string> _progress;
    private readonly IBundleHosts _hosts;

    public BundleGathering(BundleOptions options, Action<string> progress, IBundleHosts hosts)
    {
        _options = options;
        _progress = progress;
        _hosts = hosts;
    }

    /// <summary>A host as the sources see it.</summary>
    public BundleHost Of(TravisHost host) => new(_options.Installation, host, _options.LogLimits);

    /// <summary>The areas that a host of that role has.</summary>
    public IEnumerable<BundleSource> SourcesOf(TravisHost host) => _options.Sources.Where(source => source.AppliesTo(host.Role));

    /// <summary>The hosts' answers, in the order of the hosts, those to <see cref="SecretItems"/> among them.</summary>
    public async Task<IReadOnlyList<HostEvidence>> ProbeAsync(CancellationToken cancellationToken)
    {
        var gathered = new Dictionary<TravisHost, HostEvidence>();

        // One for all hosts, so that equal secrets have equal hashes; it is forgotten with this run.
        var key = ProbeNonce.Create();
        await HostFanOut.RunAsync(
            _options.Hosts,
            _options.Ssh.ThrottleLimit,
            (host, token) => _hosts.Probe(host, PlanOf(host), key, token),
            (host, evidence) =>
            {
                gathered.Add(host, evidence);
                _progress($"Asked {gathered.Count} of {_options.Hosts.Count} hosts");
            },
            cancellationToken).ConfigureAwait(false);
        return [.. _options.Hosts.Select(host => gathered[host])];
    }

    /// <summary>What the logs come to. Each host is asked once, and nothing is made there.</summary>
    public async Task<IReadOnlyList<BundleEstimate>> EstimateAsync(CancellationToken cancellationToken)
    {
        var estimates = new Dictionary<TravisHost, IReadOnlyList<BundleEstimate>>();
        await HostFanOut.RunAsync(_options.Hosts, _options.Ssh.ThrottleLimit, Estimate, (host, result) => estimates.Add(host, result), cancellationToken).ConfigureAwait(false);
        return [.. _options.Hosts.SelectMany(host => estimates[host])];
    }

    /// <summary>The ports as seen from here.</summary>
    public async Task<IReadOnlyList<FirewallResult>> LookFromHereAsync(CancellationToken cancellationToken) =>
        _options.Sources.Any(source => source is Sources.FirewallMatrixSource)
            ? await _hosts.LookFromHereAsync(FirewallTargets.FromHere(_options.Installation, _options.Hosts), cancellationToken).ConfigureAwait(false)
            : [];

    /// <summary>Streams the logs into the spool. Gives what was expected and what came.</summary>
    /// <param name="evidence">The hosts' answers: one that could not be reached is not tried again.</param>
    /// <param name="nameOf">The name that a host has in the bundle.</param>
    /// <param name="redactor">Takes the logs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<StreamedLogs>> StreamAsync(
        IReadOnlyList<HostEvidence> evidence, Func<string, string> nameOf, ContentRedactor redactor, CancellationToken cancellationToken)
    {
        var entries = new Dictionary<TravisHost, IReadOnlyList<StreamedLogs>>();
        long done = 0;
        await HostFanOut.RunAsync(
            _options.Hosts,
            Math.Min(_options.Ssh.ThrottleLimit, Math.Max(FewestStreams, Math.Min(MostStreams, 2 * Environment.ProcessorCount))),
            (host, token) => StreamHost(host, nameOf(host.ComputerName), evidence.First(one => one.ComputerName == host.ComputerName && one.Role == host.Role), redactor, token),
            (host, result) =>
            {
                entries.Add(host, result);
                done += result.Sum(logs => logs.Entry.Bytes);
                _progress($"Logs of {entries.Count} of {_options.Hosts.Count} hosts, {done / 1_000_000} MB");
            },
            cancellationToken).ConfigureAwait(false);
        return [.. _options.Hosts.SelectMany(host => entries[host])];
    }

    private IReadOnlyList<BundleEstimate> Estimate(TravisHost host, CancellationToken cancellationToken)
    {
        var target = Of(host) with { Limits = _options.LogLimits with { Estimate = true } };
        var logs = SourcesOf(host).SelectMany(source => source.Logs(target).Select(log => (source, log))).ToList();
        if (logs.Count == 0)
        {
            return [];
        }

        var evidence = _hosts.Probe(
            host,
            [.. logs.Select(one => new ProbeItem { Name = "estimate." + one.log.Name, Kind = ProbeItemKind.Command, Source = one.log.Script, MaxBytes = 256 * 1024, TimeLimit = TimeSpan.FromSeconds(20) })],
            null,
            cancellationToken);
        return [.. logs.Select(one => LogSizes.Read(host.ComputerName, one.source.Name, one.log.Title, evidence.Find("estimate." + one.log.Name), evidence.Failure))];
    }

    private List<ProbeItem> PlanOf(TravisHost host)
    {
        var plan = new List<ProbeItem>();
        var names = new HashSet<string>(StringComparer.Ordinal);

        // The secrets and names first: whatever else is lost, what is there can then be searched for them.
        foreach (var item in SecretItems.For(host.Role).Concat(_options.Anonymize ? [BundleNames.OwnNames] : []).Concat(SourcesOf(host).SelectMany(source => source.Items(Of(host)))))
        {
            if (names.Add(item.Name))
            {
                plan.Add(item);
            }
        }

        // What waits on the network comes last: nothing is to be lost with it.
        return [.. plan.OrderBy(item => item.Name == FirewallProbe.ItemName ? 1 : 0)];
    }

    private List<StreamedLogs> StreamHost(TravisHost host, string shownName, HostEvidence evidence, ContentRedactor redactor, CancellationToken cancellationToken)
    {
        var entries = new List<StreamedLogs>();
        foreach (var source in SourcesOf(host))
        {
            foreach (var log in source.Logs(Of(host)))
            {
                var entry = new ContractEntry { ComputerName = host.ComputerName, Source = source.Name, Title = log.Title, State = ContractState.Missing };
                var files = new List<StreamedFile>();
                entry = (evidence.Failure is { } failure && !evidence.Connection.LoggedIn)
                    ? entry with { Reason = failure.Message }
                    : Stream(host, log, BundlePaths.LogFolder(shownName, log.Name), entry, redactor, files, cancellationToken);
                entries.Add(new StreamedLogs(entry, files));
            }
        }

        return entries;
    }

    private ContractEntry Stream(TravisHost host, BundleLog log, string folder, ContractEntry entry, ContentRedactor redactor, List<StreamedFile> files, CancellationToken cancellationToken)
    {
        var received = new ReceivedLogs();
        try
        {
            _hosts.ReadLogs(host, log, stream => Take(stream, log, folder, redactor, received, files, cancellationToken), cancellationToken);
        }
        catch (Exception error) when (error is HostException or StreamBrokenException or InvalidDataException)
        {
            return received.Broken(entry, error.Message);
        }

        return received.Whole(entry);
    }

    private static void Take(Stream stream, BundleLog log, string folder, ContentRedactor redactor, ReceivedLogs received, List<StreamedFile> files, CancellationToken cancellationToken)
    {
        foreach (var frame in LogFrames.Read(stream))
        {
            if (frame.Content is null)
            {
                received.Note(frame.Name, frame.Remark!);
                continue;
            }

            var content = frame.Content;
            if (frame.Cut > 0)
            {
                content = new CutStream(frame.Content, frame.Cut);
                received.Note(frame.Name, new LogRemark(ContractState.Cut, $"its first {frame.Cut} bytes were cut away"));
            }

            var name = frame.Name.Substring(frame.Name.LastIndexOf('/') + 1);
            var added = new List<SpooledFile>();
            var whole = redactor.Add(folder, name, content, cancellationToken, added);
            files.AddRange(added.Select(file => new StreamedFile(file.Path, frame.Cut, CanBeCut: IsOneText(added, name))));
            if (!whole)
            {
                received.Note(frame.Name, new LogRemark(ContractState.Partial, $"{(added.Count == 0 ? "left out" : "some of it was left out")}, see redaction.json"));
            }

            if (MissingFrom(log, added) is { } missing)
            {
                received.Note(frame.Name, new LogRemark(ContractState.Partial, missing));
            }

            received.Take(added);
        }
    }

    // A packed log or an archive has become something of another name.
    private static bool IsOneText(List<SpooledFile> added, string name) => added.Count == 1 && added[0].Path.EndsWith("/" + name, StringComparison.Ordinal);

    // What came with it tells that it is not whole.
    private static string? MissingFrom(BundleLog log, List<SpooledFile> added)
    {
        const int MostBytes = 4 * 1024 * 1024;
        if (log.Missing is not { } missing || added.Find(file => file.Path.EndsWith("/" + missing.FileName, StringComparison.Ordinal) && file.Length <= MostBytes) is not { } told)
        {
            return null;
        }

        using var reader = new StreamReader(FileSpool.OpenRead(told));
        return missing.Read(reader.ReadToEnd());
    }
}
