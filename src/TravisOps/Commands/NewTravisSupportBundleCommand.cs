using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using TravisOps.Baselines;
using TravisOps.Bundles;
using TravisOps.Bundles.Sources;
using TravisOps.Completion;
using TravisOps.Reports;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Gathers what support asks for from all hosts, takes the secrets out and writes one archive.</summary>
[Cmdlet(VerbsCommon.New, "TravisSupportBundle", DefaultParameterSetName = FromInventory, SupportsShouldProcess = true)]
[OutputType(typeof(SupportBundle), typeof(BundleEstimate))]
public sealed class NewTravisSupportBundleCommand : HostCmdlet
{
    private const int ProgressId = 4290;

    /// <summary>Asks everything of a host, and Replicated's own bundle alone may take three minutes.</summary>
    private const int DefaultTimeoutSeconds = 300;

    /// <summary>Sets the limit that suits this command.</summary>
    public NewTravisSupportBundleCommand() => TimeoutSeconds = DefaultTimeoutSeconds;

    /// <summary>The archive to write; by default one named after the installation and the time, at the session's location.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Zip or TarGz.</summary>
    [Parameter]
    public BundleFormat Format { get; set; } = BundleFormat.Zip;

    /// <summary>Only these areas.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BundleSourceCompleter))]
    public string[]? Include { get; set; }

    /// <summary>Not these areas.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BundleSourceCompleter))]
    public string[]? Exclude { get; set; }

    /// <summary>A file of Save-TravisBaseline, or a folder with some, of which the newest is taken: the bundle tells what differs from it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BaselinePath { get; set; }

    /// <summary>Logs older than this are left out.</summary>
    [Parameter]
    [SinceTransformation]
    public DateTime? Since { get; set; }

    /// <summary>Most bytes of one log; its newest end is kept.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaxSizePerLog { get; set; } = 100L << 20;

    /// <summary>Most bytes of the archive.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaxSize { get; set; } = BundleOptions.DefaultMaxSize;

    /// <summary>Tells what the logs come to, and writes nothing.</summary>
    [Parameter]
    public SwitchParameter EstimateOnly { get; set; }

    /// <summary>Encrypts the archive with this passphrase.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>Encrypts the archive for the holders of these certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public CmsMessageRecipient[]? Recipient { get; set; }

    /// <summary>Writes nothing when something is missing.</summary>
    [Parameter]
    public SwitchParameter RequireComplete { get; set; }

    /// <summary>Replaces host names, users and addresses too.</summary>
    [Parameter]
    public SwitchParameter Anonymize { get; set; }

    /// <summary>What does not work.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Symptom { get; set; } = [];

    /// <summary>What was changed lately.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RecentChange { get; set; } = [];

    /// <summary>Anything else that support should know.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Note { get; set; } = [];

    /// <summary>Asks support's questions one by one.</summary>
    [Parameter]
    public SwitchParameter Interactive { get; set; }

    /// <summary>Replaces an archive of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var hosts = SelectHosts();
        var sources = SelectSources();
        List<TravisInstallation> installations = [.. SelectInstallations().Where(one => one.Hosts.Any(hosts.Contains)).Distinct()];
        if (installations.Count > 1 && Path is not null)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("-Path names one archive, and there is one for each installation. Leave it out, or give one installation."), "PathAmbiguous", ErrorCategory.InvalidArgument, Path));
        }

        if (Passphrase is not null && Recipient is not null)
        {
            ThrowTerminatingError(new ErrorRecord(new PSArgumentException("Give -Passphrase or -Recipient: a bundle is encrypted in one way."), "ProtectionAmbiguous", ErrorCategory.InvalidArgument, null));
        }

        // Before anything is asked of a host.
        if (Passphrase is { Length: 0 })
        {
            ThrowTerminatingError(new ErrorRecord(new PSArgumentException("The passphrase is empty. Give one: -Passphrase (Read-Host -AsSecureString)"), "PassphraseNeeded", ErrorCategory.InvalidArgument, null));
        }

        foreach (var installation in installations)
        {
            if (EstimateOnly)
            {
                Estimate(Describe(installation, [.. installation.Hosts.Distinct().Where(hosts.Contains)], sources, string.Empty));
                continue;
            }

            Make(installation, [.. installation.Hosts.Distinct().Where(hosts.Contains)], sources);
        }
    }

    private void Make(TravisInstallation installation, IReadOnlyList<TravisHost> hosts, IReadOnlyList<BundleSource> sources)
    {
        var path = ResolvePath(Path ?? DefaultName(installation));
        if (!Force && (File.Exists(path) || Directory.Exists(path)))
        {
            ThrowTerminatingError(new ErrorRecord(new IOException($"There is something at '{path}' already. Give another -Path, or -Force."), "BundleExists", ErrorCategory.ResourceExists, path));
        }

        if (Directory.GetParent(path) is not { Exists: true })
        {
            ThrowTerminatingError(new ErrorRecord(new DirectoryNotFoundException($"The folder of '{path}' is not there."), "BundleNotWritten", ErrorCategory.WriteError, path));
        }

        if (!ShouldProcess(path, $"Write a support bundle of {hosts.Count} hosts ({string.Join(", ", sources.Select(source => source.Name))})"))
        {
            return;
        }

        Run(installation, Describe(installation, hosts, sources, path) with
        {
            Answers = Interactive ? Ask() : [],
            Recipients = Recipient is null ? [] : RecipientCertificates.Resolve(this, Recipient, ResolutionPurpose.Encryption),
        });
    }

    private void Estimate(BundleOptions options)
    {
        IReadOnlyList<BundleEstimate> estimates = [];
        Pump(async (_, cancellationToken) => estimates = await BundleBuilder.EstimateAsync(options, cancellationToken).ConfigureAwait(false));
        foreach (var estimate in estimates)
        {
            WriteObject(ResultObject.From(estimate));
        }
    }

    private BundleOptions Describe(TravisInstallation installation, IReadOnlyList<TravisHost> hosts, IReadOnlyList<BundleSource> sources, string path) =>
        new()
        {
            Installation = installation,
            Hosts = hosts,
            Ssh = Options(),
            Path = path,
            Overwrite = Force,
            Format = Format,
            Sources = sources,
            Since = Since?.ToUniversalTime(),
            MaxSizePerLog = MaxSizePerLog,
            MaxSize = MaxSize,
            Anonymize = Anonymize,
            RequireComplete = RequireComplete,
            Symptoms = Symptom,
            RecentChanges = RecentChange,
            Notes = Note,
            Passphrase = Passphrase,
            ToolVersion = MyInvocation.MyCommand.Version?.ToString() ?? "0",
            GivenSecrets = [.. new SecureString?[] { Credential?.Password, KeyPassphrase, SudoCredential?.Password, Passphrase }.Where(secret => secret is { Length: > 0 }).Select(secret => secret!)],
        };

    private void Run(TravisInstallation installation, BundleOptions options)
    {
        SupportBundle? bundle = null;
        BundleException? failure = null;
        try
        {
            Pump(async (post, cancellationToken) =>
            {
                var builder = new BundleBuilder(options, text => post(() => WriteProgress(new ProgressRecord(ProgressId, $"Support bundle of {installation.Name}", text))));
                try
                {
                    bundle = await builder.RunAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (BundleException exception)
                {
                    failure = exception;
                }

                post(() =>
                {
                    foreach (var (computerName, why) in builder.Failures)
                    {
                        WriteError(HostErrors.ToErrorRecord(computerName, why));
                    }
                });
            });
        }
        finally
        {
            if (!Stopping)
            {
                WriteProgress(new ProgressRecord(ProgressId, $"Support bundle of {installation.Name}", "Done") { RecordType = ProgressRecordType.Completed });
            }
        }

        if (failure is not null)
        {
            WriteError(BundleErrors.ToErrorRecord(failure, options.Path));
        }
        else if (bundle is not null)
        {
            if (bundle.LeftOut.Count > 0)
            {
                WriteWarning($"{bundle.LeftOut.Count} files were left out, because they could not be looked through: redaction.json in the bundle lists them.");
            }

            foreach (var source in bundle.UnreadSecretSources)
            {
                WriteWarning($"{source} Look through the bundle before it leaves the house, or make it anew with the platform reachable as root.");
            }

            WriteObject(ResultObject.From(bundle));
        }
    }

    private List<BundleSource> SelectSources()
    {
        bool Matches(string[] patterns, BundleSource source) => patterns.Any(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(source.Name));

        foreach (var pattern in (Include ?? []).Concat(Exclude ?? []))
        {
            if (!BundleSources.All.Any(source => Matches([pattern], source)))
            {
                ThrowTerminatingError(new ErrorRecord(
                    new PSArgumentException($"There is no area '{pattern}'. There are: {string.Join(", ", BundleSources.All.Select(source => source.Name))}."),
                    "BundleSourceNotFound",
                    ErrorCategory.InvalidArgument,
                    pattern));
            }
        }

        var baseline = ReadBaseline();
        return
        [
            .. BundleSources.All.Where(source => (Include is null || Matches(Include, source)) && (Exclude is null || !Matches(Exclude, source)))
                .Where(source => source is not BaselineSource || baseline is not null)
                .Select(source => source is BaselineSource ? new BaselineSource(baseline) : source),
        ];
    }

    // Before anything is contacted: gathering takes a while, and it would be for nothing.
    private TravisBaseline? ReadBaseline()
    {
        if (BaselinePath is null)
        {
            return null;
        }

        var path = ResolvePath(BaselinePath);
        try
        {
            if (!Directory.Exists(path))
            {
                return BaselineStore.Read(path);
            }

            // Their names have the time in a form that sorts.
            var newest = Directory.EnumerateFiles(path, "travis-baseline-*.json").OrderBy(name => name, StringComparer.Ordinal).LastOrDefault();
            return newest is not null
                ? BaselineStore.Read(newest)
                : throw new BaselineException(path, $"There is no travis-baseline-*.json in '{path}'. Save-TravisBaseline writes one; a file of another name is given itself.");
        }
        catch (BaselineException exception)
        {
            ThrowTerminatingError(new ErrorRecord(exception, "BaselineInvalid", Directory.Exists(path) || exception.InnerException is FileNotFoundException or DirectoryNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidData, path));
            throw;
        }
    }

    // The only thing that asks, and only because it was asked to.
    private Dictionary<string, string> Ask()
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var question in RequestQuestions.All)
        {
            Host.UI.WriteLine(question.Heading);
            Host.UI.Write($"{question.Question} (Enter for no answer) ");
            var answer = Host.UI.ReadLine();
            if (!string.IsNullOrWhiteSpace(answer))
            {
                answers.Add(question.Key, answer.Trim());
            }
        }

        return answers;
    }

    private string DefaultName(TravisInstallation installation)
    {
        var name = new string([.. installation.Name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')]);
        var time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        return $"travis-support-{(Anonymize ? string.Empty : name + "-")}{time}.{(Format == BundleFormat.Zip ? "zip" : "tar.gz")}";
    }
}
