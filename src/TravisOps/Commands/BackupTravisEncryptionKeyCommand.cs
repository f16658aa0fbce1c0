using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using TravisOps.EncryptionKeys;
using TravisOps.Ssh;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Saves the encryption key of a platform: to a protected file here, for a piece of paper, or both.</summary>
[Cmdlet(VerbsData.Backup, "TravisEncryptionKey", DefaultParameterSetName = FromInventory, SupportsShouldProcess = true)]
[OutputType(typeof(KeyBackupResult), typeof(KeyPaper))]
public sealed class BackupTravisEncryptionKeyCommand : HostCmdlet
{
    private KeyProtection? _protection;

    /// <summary>The file to write, or a folder, in which the file gets a name of the host. By default this folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Encrypts the backup with this passphrase.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>Encrypts the backup for the holders of these certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public CmsMessageRecipient[]? Recipient { get; set; }

    /// <summary>Writes the key as it is, for its owner's eyes only.</summary>
    [Parameter]
    public SwitchParameter AllowPlainText { get; set; }

    /// <summary>Shows the key, in lines for a piece of paper.</summary>
    [Parameter]
    public SwitchParameter Paper { get; set; }

    /// <summary>Makes only platforms be looked at: workers have no encryption key.</summary>
    public BackupTravisEncryptionKeyCommand() => Role = [TravisRole.Platform];

    private bool WantFile => Destination is not null || !Paper;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<TravisHost> hosts = [.. SelectHosts().Where(host => host.Role == TravisRole.Platform)];
        _protection = ProtectionGiven();
        var targets = WantFile ? Targets(hosts) : [];
        hosts = [.. hosts.Where(host => ShouldProcess(
            WantFile ? targets[host] : host.ComputerName,
            WantFile ? $"Save the encryption key of {host.ComputerName}" : "Show the encryption key"))];
        var options = Options();
        ForEachHost(
            "Saving the encryption key",
            hosts,
            (host, token) => Work(host, WantFile ? targets[host] : null, options, token),
            (host, done) => Tell(host, done, WantFile ? targets[host] : string.Empty));
    }

    // Before anything is asked of a host.
    private KeyProtection ProtectionGiven()
    {
        var ways = (Passphrase is null ? 0 : 1) + (Recipient is null ? 0 : 1) + (AllowPlainText ? 1 : 0);
        if (ways > 1)
        {
            Refuse("ProtectionAmbiguous", ErrorCategory.InvalidArgument, "Give one of -Passphrase, -Recipient and -AllowPlainText: a backup is protected in one way.", string.Empty);
        }

        if (ways == 0 && WantFile)
        {
            Refuse(
                "ProtectionMissing",
                ErrorCategory.SecurityError,
                "The backup would not be protected. Whoever reads it reads everything that is encrypted in the database.",
                "Give -Passphrase (Read-Host -AsSecureString), or -Recipient with a certificate; or take the risk with -AllowPlainText.");
        }

        if (Passphrase is { Length: 0 })
        {
            Refuse("PassphraseNeeded", ErrorCategory.InvalidArgument, "The passphrase is empty.", "-Passphrase (Read-Host -AsSecureString)");
        }

        return new KeyProtection
        {
            Kind = Passphrase is not null ? KeyProtectionKind.Passphrase : Recipient is not null ? KeyProtectionKind.Recipient : KeyProtectionKind.PlainText,
            Passphrase = Passphrase,
            Recipients = Recipient is null ? [] : RecipientCertificates.Resolve(this, Recipient, ResolutionPurpose.Encryption),
        };
    }

    // All that takes time: it runs on the host's thread, so that the pipeline can be stopped meanwhile.
    private Done Work(TravisHost host, string? path, SshOptions options, CancellationToken cancellationToken)
    {
        var done = new Done();
        try
        {
            using var live = LiveKey.Read(host, options, cancellationToken);
            done = done with { Source = live.Source, Place = live.Place, Doubts = live.Key.Doubts() };
            done = done with { Paper = Paper ? KeyPaper.Of(live.Key, host.ComputerName) : null };
            cancellationToken.ThrowIfCancellationRequested();
            return path is null ? done : done with { Saved = KeyBackup.Save(live.Key, host.ComputerName, path, _protection!), DataBeside = KeyBackup.DataBeside(path) };
        }
        catch (Exception error) when (KeyErrors.Knows(error))
        {
            return done with { Error = error };
        }
    }

    private void Tell(TravisHost host, Done done, string path)
    {
        if (done.Place is not null)
        {
            WriteVerbose($"{host.ComputerName}: the key was found: {done.Place}.");
        }

        if (done.Source is LiveKeySource.Stopped or LiveKeySource.File)
        {
            WriteWarning($"{host.ComputerName}: the application does not run; the key was read from {done.Place}. Test it when it runs again: Test-TravisEncryptionKey.");
        }

        foreach (var doubt in done.Doubts)
        {
            WriteWarning($"{host.ComputerName}: {doubt}");
        }

        if (done.Saved is { } saved)
        {
            TellSaved(saved, done.DataBeside);
        }

        if (done.Error is not null)
        {
            WriteError(KeyErrors.ToErrorRecord(done.Error, host.ComputerName, path, writing: true));
        }

        if (done.Paper is not null)
        {
            WriteObject(ResultObject.From(done.Paper));
        }
    }

    private void TellSaved(KeyBackupResult saved, string? dataBeside)
    {
        if (!saved.Changed && saved.Protection != _protection!.Kind)
        {
            WriteWarning($"'{saved.Path}' is a backup of this key already, and it is kept as it is: {Describe(saved.Protection)}, not {Describe(_protection.Kind)}.");
        }

        if (!saved.Verified)
        {
            WriteVerbose($"'{saved.Path}' is confirmed by its fingerprint{(_protection!.Kind == KeyProtectionKind.Recipient ? " and its recipients" : string.Empty)}; the private key that opens it is not here.");
        }

        if (saved.Protection == KeyProtectionKind.PlainText && KeyBackup.IsPrivate(saved.Path) == false)
        {
            WriteWarning($"Others can read '{saved.Path}': its file system does not keep permissions. Move it, or use -Passphrase.");
        }

        if (dataBeside is not null)
        {
            WriteWarning($"'{saved.Path}' is in the same folder as the platform's data ('{dataBeside}'): whoever gets this folder{(saved.Protection == KeyProtectionKind.PlainText ? string.Empty : " and what opens the key's backup")} can read the secrets in the database. Keep them apart: give another -Destination.");
        }

        WriteObject(ResultObject.From(saved));
    }

    /// <summary>Which file each host gets; wrong places are found before anything is contacted.</summary>
    private Dictionary<TravisHost, string> Targets(List<TravisHost> hosts)
    {
        var given = Destination ?? ".";
        var full = ResolvePath(given);

        // A share that hangs does so here first; the command can be stopped all the same.
        var isFolder = Aside(() => Directory.Exists(full)) || given[given.Length - 1] == '/' || given[given.Length - 1] == '\\';
        var folder = isFolder ? full : Path.GetDirectoryName(full)!;
        if (!Aside(() => Directory.Exists(folder)))
        {
            Refuse("DestinationNotFound", ErrorCategory.ObjectNotFound, $"There is no folder '{folder}'.", $"Connect it when it is a share, make it, for your eyes only, or give another -Destination: New-Item -ItemType Directory '{folder}'");
        }

        if (!isFolder && hosts.Count > 1)
        {
            Refuse("DestinationIsFile", ErrorCategory.InvalidArgument, $"The keys of {hosts.Count} platforms can't be in one file.", "Give a folder with -Destination.");
        }

        return hosts.ToDictionary(host => host, host => isFolder ? Path.Combine(full, KeyBackup.FileName(host.ComputerName, _protection!.Kind)) : full);
    }

    private void Refuse(string id, ErrorCategory category, string message, string remedy) => ThrowTerminatingError(new ErrorRecord(new PSArgumentException(message), id, category, Destination)
    {
        ErrorDetails = new ErrorDetails(message) { RecommendedAction = remedy },
    });

    private static string Describe(KeyProtectionKind kind) => kind switch
    {
        KeyProtectionKind.Passphrase => "protected with a passphrase",
        KeyProtectionKind.Recipient => "encrypted for a certificate",
        _ => "not encrypted",
    };

    /// <summary>What came of one host.</summary>
    private sealed record Done
    {
        public LiveKeySource? Source { get; init; }

        public string? Place { get; init; }

        public IReadOnlyList<string> Doubts { get; init; } = [];

        public KeyBackupResult? Saved { get; init; }

        public string? DataBeside { get; init; }

        public KeyPaper? Paper { get; init; }

        public Exception? Error { get; init; }
    }
}
