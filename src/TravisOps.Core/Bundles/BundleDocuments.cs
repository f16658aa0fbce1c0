using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using TravisOps.Archives;
using TravisOps.Evidence;
using TravisOps.Redaction;
using TravisOps.Reports;

namespace TravisOps.Bundles;

/// <summary>Writes what is made here into the spool: the evidence, results, contract, request, page, redaction's and the manifest. Their parts are redacted before they are put together.</summary>
internal sealed class BundleDocuments
{
    private readonly BundleOptions _options;
    private readonly FileSpool _spool;
    private readonly RedactionReport _report;
    private readonly KnownSecrets _known;
    private readonly RedactedResults _redacted;

    public BundleDocuments(BundleOptions options, FileSpool spool, Redactor redactor, Anonymizer? anonymizer, RedactionReport report, KnownSecrets known)
    {
        _options = options;
        _spool = spool;
        _report = report;
        _known = known;
        _redacted = new RedactedResults(redactor, anonymizer);
    }

    /// <summary>Where secrets are that could not be read, as the bundle tells it.</summary>
    public IReadOnlyList<string> UnreadSecretSources { get; init; } = [];

    /// <summary>The evidence, in the form of <see cref="EvidenceStore"/>.</summary>
    public void WriteEvidence(IReadOnlyList<HostEvidence> evidence)
    {
        foreach (var host in evidence.Select(_redacted.Of))
        {
            var folder = BundlePaths.EvidenceFolder(host.ComputerName);
            Write(folder + "host.json", StoredHost.ToJson(host));
            foreach (var item in host.Items.Where(item => item.Text.Length > 0))
            {
                Write($"{folder}{item.Name}.txt", item.Text);
            }
        }
    }

    /// <summary>Everything else but the proof.</summary>
    public void Write(IReadOnlyList<HostEvidence> evidence, BundleResults results, BundleContract contract)
    {
        var findings = new BundleFindings();
        foreach (var source in _options.Sources)
        {
            source.Describe(evidence, findings);
        }

        results = new BundleResults { Checks = [.. results.Checks.Select(_redacted.Of)], Ports = [.. results.Ports.Select(port => (Firewall.FirewallResult)_redacted.Of(port))] };
        contract = new BundleContract { Entries = [.. contract.Entries.Select(_redacted.Of)] };
        Write(BundlePaths.Results, BundleJson.Write(results));
        Write(BundlePaths.Contract, BundleJson.Write(contract));
        foreach (var (path, text) in findings.Files)
        {
            Write(path, _redacted.Text(text, path));
        }

        Write(BundlePaths.Request, RequestMarkdown.Write(Request(findings, results, contract)));
        WritePage(Page(evidence, findings, results, contract));
    }

    /// <summary>redaction.json and the manifest, when all other files are as they will stay.</summary>
    public void WriteProof(IReadOnlyList<string> knownFrom)
    {
        Write(BundlePaths.Redaction, BundleJson.Write(new RedactionProof
        {
            KnownSecrets = _known.Count,
            KnownFrom = knownFrom,
            Left = 0,
            Counts = _report.Counts,
            LeftOut = _report.Omissions,
        }));
        Write(BundlePaths.Manifest, BundleJson.Write(new BundleManifest
        {
            Version = BundleManifest.CurrentVersion,
            Tool = $"TravisOps {_options.ToolVersion}",
            Installation = _redacted.Installation(_options.Installation.Name),
            CreatedAt = _options.CreatedAt,
            Anonymized = _options.Anonymize,
            Sources = [.. _options.Sources.Select(source => source.Name)],
            Files = [.. _spool.Files.Select(file => new ManifestFile(file.Path, file.Length, file.Sha256))],
        }));
    }

    private SupportRequest Request(BundleFindings findings, BundleResults results, BundleContract contract)
    {
        var statements = findings.Statements.Select(one => (one.Question, Statement: _redacted.Of(one.Statement))).ToList();

        // What a check wants otherwise than it is differs from the recommended set-up.
        statements.AddRange(results.Checks
            .Where(result => result.Status is Checks.CheckStatus.Fail or Checks.CheckStatus.Warn)
            .Select(result => (RequestQuestions.Differences, new RequestStatement($"{result.ComputerName}: {result.Message}", [BundlePaths.Results]))));
        statements.AddRange(results.Checks
            .Where(result => result.Status == Checks.CheckStatus.Fail)
            .Select(result => (RequestQuestions.NotRunning, new RequestStatement($"{result.ComputerName}: {result.Id} fails: {result.Message}", [BundlePaths.Results]))));
        statements.AddRange(findings.Changes.Select(_redacted.Of)
            .OrderByDescending(change => change.Time)
            .Take(20)
            .Select(change => (RequestQuestions.RecentChanges, new RequestStatement($"{change.ComputerName}: {change.What}", change.File is null ? [] : [change.File]))));
        return new SupportRequest
        {
            Installation = _redacted.Installation(_options.Installation.Name),
            CreatedAt = _options.CreatedAt,
            ToolVersion = _options.ToolVersion,
            Answers =
            [
                .. RequestQuestions.All.Select(question => new RequestAnswer(question)
                {
                    Said = [.. Said(question).Select(text => _redacted.Text(text, BundlePaths.Request))],
                    Found = [.. statements.Where(one => one.Question.Key == question.Key).Select(one => one.Statement)],
                }),
            ],
            Notes = [.. _options.Notes.Select(text => _redacted.Text(text, BundlePaths.Request))],
            Completeness = contract.ToReport(),
            UnreadSecretSources = UnreadSecretSources,
        };
    }

    private IEnumerable<string> Said(RequestQuestion question)
    {
        var said = question.Key == RequestQuestions.NotRunning.Key ? _options.Symptoms
            : question.Key == RequestQuestions.RecentChanges.Key ? _options.RecentChanges
            : [];
        return _options.Answers.TryGetValue(question.Key, out var answer) ? said.Concat([answer]) : said;
    }

    private SupportReport Page(IReadOnlyList<HostEvidence> evidence, BundleFindings findings, BundleResults results, BundleContract contract)
    {
        var cut = new HashSet<string>(contract.Entries.Where(entry => entry.State == ContractState.Cut).Select(entry => $"{BundlePaths.Logs}{SafeFileName.For(entry.ComputerName)}/{entry.Source}/"));
        return new SupportReport
        {
            Installation = _redacted.Installation(_options.Installation.Name),
            CreatedAt = _options.CreatedAt,
            ToolVersion = _options.ToolVersion,
            Symptom = _options.Symptoms.Count == 0 ? null : string.Join("\n", _options.Symptoms.Select(text => _redacted.Text(text))),
            Redaction = $"Secrets were taken out at {_report.Counts.Sum(count => count.Count)} places and have names that begin with {Pseudonyms.Prefix}; "
                + (_options.Anonymize ? "names of hosts and users and addresses were replaced." : "names of hosts and addresses were left.")
                + string.Concat(UnreadSecretSources.Select(source => " " + source)),
            Hosts =
            [
                .. evidence.Select(host =>
                {
                    var name = _redacted.Host(host.ComputerName);
                    findings.HostDescriptions.TryGetValue(host.ComputerName, out var description);
                    return new ReportHost(name, host.Role)
                    {
                        Description = description is null ? null : _redacted.Text(description),
                        Failure = host.Failure is { } failure ? _redacted.Text(failure.Message) : null,
                        Folder = BundlePaths.EvidenceFolder(name).TrimEnd('/'),
                    };
                }),
            ],
            Results = results.Checks,
            Ports = results.Ports,
            Changes = [.. findings.Changes.Select(_redacted.Of)],
            KnownIssues = [.. findings.KnownIssues.Select(_redacted.Of)],
            Completeness = contract.ToReport(),
            Files =
            [
                .. _spool.Files.Select(file => new ReportFile(file.Path, file.Length)
                {
                    ComputerName = evidence.Select(host => _redacted.Host(host.ComputerName)).FirstOrDefault(name => file.Path.Contains($"/{SafeFileName.For(name)}/")),
                    Cut = cut.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)),
                }),
            ],
        };
    }

    private void WritePage(SupportReport page)
    {
        using var writer = _spool.Create(BundlePaths.Page);
        HtmlReport.Write(page, writer);
        writer.Complete();
    }

    private void Write(string path, string text)
    {
        using var writer = _spool.Create(path);
        var bytes = new UTF8Encoding(false).GetBytes(text);
        ((Stream)writer).Write(bytes, 0, bytes.Length);
        writer.Complete();
    }
}
