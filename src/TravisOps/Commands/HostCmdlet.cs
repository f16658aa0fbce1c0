using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using TravisOps.Completion;
using TravisOps.Ssh;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Base of every command that works on the hosts of an installation: the same parameters everywhere, declared once.</summary>
public abstract class HostCmdlet : TravisCmdlet
{
    private protected const string FromInventory = "Inventory";
    private protected const string FromInstallation = "Installation";

    private readonly List<TravisInstallation> _installations = [];
    private readonly List<string> _patterns = [];
    private bool _received;

    /// <summary>Installations to work on, from Get-TravisInstallation or New-TravisInstallation.</summary>
    [Parameter(ParameterSetName = FromInstallation, Mandatory = true, ValueFromPipeline = true)]
    public TravisInstallation[] Installation { get; set; } = [];

    /// <summary>Name of an installation in the inventory; without it the default or the only one.</summary>
    [Parameter(ParameterSetName = FromInventory, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstallationNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The inventory file, when it is not in one of its usual places.</summary>
    /// <remarks>In every set, though only one of them reads it: as a default parameter value it must not stand in a piped installation's way.</remarks>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InventoryPath { get; set; }

    /// <summary>Only these hosts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    public string[]? ComputerName { get; set; }

    /// <summary>Only hosts of this role.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public TravisRole[] Role { get; set; } = [TravisRole.Platform, TravisRole.Worker];

    /// <summary>Log-in name and password, instead of the inventory's user.</summary>
    /// <remarks>No CredentialAttribute: it would prompt when given a bare name, and nothing may wait for a person in a scheduled task.</remarks>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Private key file, instead of the inventory's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFilePath { get; set; }

    /// <summary>Passphrase of the private key file.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? KeyPassphrase { get; set; }

    /// <summary>The password that sudo asks for.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? SudoCredential { get; set; }

    /// <summary>known_hosts file, instead of the inventory's or the user's and the system's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KnownHostsPath { get; set; }

    /// <summary>Hosts worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 512)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>Limit for one host in seconds, from the first packet to the last.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>Keeps what comes through the pipeline: all hosts are worked on together in EndProcessing.</summary>
    protected override void ProcessRecord()
    {
        _received = true;
        _installations.AddRange(Installation);
        _patterns.AddRange(ComputerName ?? []);
    }

    /// <summary>False when a pipeline was there and nothing came through it: then nothing was meant, and least of all the default installation.</summary>
    private protected bool HasInput => _received || !MyInvocation.ExpectingInput;

    /// <summary>Credentials and limits of this run.</summary>
    private protected SshOptions Options() => new()
    {
        UserName = Credential?.UserName,
        Password = Credential is { Password.Length: > 0 } ? Credential.Password : null,
        KeyFilePath = KeyFilePath is null ? null : ResolvePath(KeyFilePath),
        KeyPassphrase = KeyPassphrase,
        SudoPassword = SudoCredential?.Password,
        KnownHostsPath = KnownHostsPath is null ? null : ResolvePath(KnownHostsPath),
        Inventory = ParameterSetName == FromInstallation ? null : new InventorySelection { Name = Name, Path = InventoryPath is null ? null : ResolvePath(InventoryPath) },
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        ThrottleLimit = ThrottleLimit,
    };

    /// <summary>The installations that are meant. Errors about the inventory end the command before anything is contacted.</summary>
    private protected IReadOnlyList<TravisInstallation> SelectInstallations()
    {
        if (HasInput && ParameterSetName != FromInstallation && _installations.Count == 0)
        {
            _installations.Add(OrInventoryError(() => ReadInventory(InventoryPath, nameof(InventoryPath)).Select(Name)));
        }

        return _installations;
    }

    /// <summary>The installation that a host of <see cref="SelectHosts"/> belongs to.</summary>
    private protected TravisInstallation InstallationOf(TravisHost host) => SelectInstallations().First(installation => installation.Hosts.Contains(host));

    /// <summary>The hosts of them that are meant, in the order of the inventory.</summary>
    private protected IReadOnlyList<TravisHost> SelectHosts()
    {
        if (!HasInput)
        {
            return [];
        }

        List<TravisHost> all = [.. SelectInstallations().SelectMany(installation => installation.Hosts).Distinct()];
        var selected = Narrow(all, host => host.ComputerName, host => host.Role);
        WriteVerbose($"{selected.Count} of {all.Count} hosts of {string.Join(", ", _installations.Select(i => i.Name).Distinct())}.");
        return selected;
    }

    /// <summary>What -ComputerName and -Role leave; tells of names that match nothing, so that a slip is not taken for good health.</summary>
    private protected IReadOnlyList<T> Narrow<T>(IReadOnlyList<T> all, Func<T, string> nameOf, Func<T, TravisRole> roleOf)
    {
        var matched = all;
        if (_patterns.Count > 0)
        {
            var wanted = new HashSet<T>();
            foreach (var text in _patterns.Distinct(StringComparer.OrdinalIgnoreCase))
            {
                var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
                List<T> hits = [.. all.Where(one => pattern.IsMatch(nameOf(one)))];
                wanted.UnionWith(hits);
                if (hits.Count == 0)
                {
                    WriteError(NoSuchComputer(text, [.. all.Select(nameOf)]));
                }
            }

            matched = [.. all.Where(wanted.Contains)];
        }

        IReadOnlyList<T> selected = [.. matched.Where(one => Role.Contains(roleOf(one)))];
        if (selected.Count == 0 && matched.Count > 0)
        {
            WriteWarning($"No host has the role {string.Join(" or ", Role)}: nothing was looked at.");
        }

        return selected;
    }

    /// <summary>Does work for each host on threads of its own and hands each result to the pipeline thread as it is ready.</summary>
    private protected void ForEachHost<TResult>(
        string activity,
        IReadOnlyList<TravisHost> hosts,
        Func<TravisHost, CancellationToken, TResult> work,
        Action<TravisHost, TResult> completed)
    {
        if (hosts.Count == 0)
        {
            return;
        }

        var progress = new HostProgress(this, activity, hosts);
        progress.Begin();
        try
        {
            Pump((post, cancellationToken) => HostFanOut.RunAsync(
                hosts,
                ThrottleLimit,
                work,
                (host, result) => post(() =>
                {
                    completed(host, result);
                    progress.Done(host);
                }),
                cancellationToken));
        }
        finally
        {
            if (!Stopping)
            {
                progress.End();
            }
        }
    }

    private static ErrorRecord NoSuchComputer(string text, IReadOnlyList<string> known)
    {
        const int Shown = 10;
        var names = string.Join(", ", known.Take(Shown)) + (known.Count > Shown ? $" and {known.Count - Shown} more" : string.Empty);
        var message = $"No host here is called '{text}'.";
        return new ErrorRecord(new ItemNotFoundException(message), "ComputerNotFound", ErrorCategory.ObjectNotFound, text)
        {
            ErrorDetails = new ErrorDetails(message) { RecommendedAction = $"The installation has: {names}." },
        };
    }
}
