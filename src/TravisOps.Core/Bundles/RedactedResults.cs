using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Redaction;
using TravisOps.Reports;

namespace TravisOps.Bundles;

/// <summary>Redacts what was made of raw evidence, part by part, so that what is rendered from it needs no redaction any more.</summary>
internal sealed class RedactedResults
{
    private readonly Redactor _redactor;
    private readonly Anonymizer? _anonymizer;

    public RedactedResults(Redactor redactor, Anonymizer? anonymizer)
    {
        _redactor = redactor;
        _anonymizer = anonymizer;
    }

    /// <summary>A host's name.</summary>
    public string Host(string computerName) => _anonymizer is null ? computerName : _anonymizer.Host(computerName);

    /// <summary>The installation's name.</summary>
    public string Installation(string name) => _anonymizer is null ? Text(name) : _anonymizer.Installation(name);

    /// <summary>Some text.</summary>
    public string Text(string text, string file = BundlePaths.Results) => text.Length == 0 ? text : OrNothing(file, () => _redactor.Redact(text, file));

    /// <summary>A result.</summary>
    public CheckResult Of(CheckResult result)
    {
        var redacted = result with
        {
            ComputerName = Host(result.ComputerName),
            Expected = Maybe(result.Expected),
            Actual = Maybe(result.Actual),
            Message = Text(result.Message),
            Remedy = Maybe(result.Remedy),
            Evidence = Maybe(result.Evidence),
        };
        return redacted is FirewallResult port ? port with { Source = port.Source == PortTarget.Here ? port.Source : Host(port.Source), Detail = Text(port.Detail) } : redacted;
    }

    /// <summary>Evidence of a host.</summary>
    public HostEvidence Of(HostEvidence host)
    {
        var folder = BundlePaths.EvidenceFolder(Host(host.ComputerName));
        return host with
        {
            ComputerName = Host(host.ComputerName),
            Failure = Of(host.Failure),
            Connection = host.Connection with
            {
                UserName = host.Connection.UserName is { } user ? Text(user) : null,
                RootFailure = Of(host.Connection.RootFailure),
                HostKeyFingerprint = host.Connection.HostKeyFingerprint is { } key && _anonymizer is not null ? _anonymizer.Fingerprint(key) : host.Connection.HostKeyFingerprint,
            },
            Items =
            [
                .. host.Items.Select(item => item with
                {
                    Source = Text(item.Source, folder + "host.json"),
                    Text = OfAnswer(item, folder + item.Name + ".txt"),
                    ErrorText = Text(item.ErrorText, folder + "host.json"),
                }),
            ],
        };
    }

    /// <summary>An entry of the contract, whose reason was redacted when it was drawn up.</summary>
    public ContractEntry Of(ContractEntry entry) => entry with { ComputerName = Host(entry.ComputerName) };

    /// <summary>A change.</summary>
    public ReportChange Of(ReportChange change) => change with { ComputerName = Host(change.ComputerName), What = Text(change.What), File = Maybe(change.File) };

    /// <summary>A known issue.</summary>
    public ReportKnownIssue Of(ReportKnownIssue issue) => issue with
    {
        ComputerName = Host(issue.ComputerName),
        Cause = Text(issue.Cause),
        Sample = Maybe(issue.Sample),
        Remedy = Maybe(issue.Remedy),
        File = Maybe(issue.File),
    };

    /// <summary>A statement.</summary>
    public RequestStatement Of(RequestStatement statement) => new(Text(statement.Text), [.. statement.Files.Select(file => Text(file))]);

    private string OfAnswer(EvidenceItem item, string file)
    {
        var text = item.Truncated ? WithoutCutWord(item.Text) : item.Text;
        return BundlePaths.IsMasked(item.Name) ? OrNothing(file, () => _redactor.RedactMasked(text, file)) : Text(text, file);
    }

    // What can't be looked through is left out and listed; the rest of the bundle is worth having.
    private string OrNothing(string file, Func<string> redact)
    {
        try
        {
            return redact();
        }
        catch (UnredactableException error)
        {
            _redactor.Omit(file, error.Message);
            return string.Empty;
        }
    }

    // An answer that was cut off may end in half of a secret, which nobody knows again.
    private static string WithoutCutWord(string text) => text.Substring(0, text.LastIndexOfAny([' ', '\t', '\n', '"', '\'', ',']) + 1);

    private HostFailure? Of(HostFailure? failure) => failure is null ? null : failure with { Message = Text(failure.Message), Remedy = Text(failure.Remedy) };

    private string? Maybe(string? text) => text is null ? null : Text(text);
}
