using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using TravisOps.EncryptionKeys;
using TravisOps.Ssh;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Tells whether a backup of an encryption key can be read, whether it is the key that the platform has now, and whether it is the key of a backup of the data.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TravisEncryptionKey", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(KeyTestResult))]
public sealed class TestTravisEncryptionKeyCommand : HostCmdlet
{
    /// <summary>The backup of the key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The passphrase of the backup.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>A certificate with the private key that opens the backup; by default the certificate stores are searched.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public CmsMessageRecipient[]? Recipient { get; set; }

    /// <summary>A backup of the data, or its manifest: is this the key of it?</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DataBackupPath { get; set; }

    /// <summary>Does not connect: the key is not compared with the platform's.</summary>
    [Parameter]
    public SwitchParameter SkipLive { get; set; }

    /// <summary>Makes only platforms be looked at: workers have no encryption key.</summary>
    public TestTravisEncryptionKeyCommand() => Role = [TravisRole.Platform];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!HasInput)
        {
            return;
        }

        var path = ResolvePath(KeyErrors.OrMissing(this, Path));
        var fingerprint = DataFingerprint();
        List<TravisHost> hosts = SkipLive ? [] : [.. SelectHosts().Where(host => host.Role == TravisRole.Platform)];
        using var opened = Open(path);
        if (opened is null)
        {
            return;
        }

        if (SkipLive)
        {
            WriteObject(ResultObject.From(KeyTest.Judge(path, opened, null, null, fingerprint)));
            return;
        }

        var options = Options();
        ForEachHost("Comparing the encryption key", hosts, (host, token) => Read(host, options, token), (host, read) =>
        {
            using var live = read.Key;
            if (read.Error is not null)
            {
                WriteError(KeyErrors.ToErrorRecord(read.Error, host.ComputerName, path, writing: false));
            }

            WriteObject(ResultObject.From(KeyTest.Judge(path, opened, host.ComputerName, live, fingerprint)));
        });
    }

    private static (LiveKey? Key, Exception? Error) Read(TravisHost host, SshOptions options, System.Threading.CancellationToken cancellationToken)
    {
        try
        {
            return (LiveKey.Read(host, options, cancellationToken), null);
        }
        catch (Exception error) when (KeyErrors.Knows(error))
        {
            return (null, error);
        }
    }

    private OpenedKey? Open(string path)
    {
        var protection = new KeyProtection
        {
            Passphrase = Passphrase,
            Recipients = Recipient is null ? [] : RecipientCertificates.Resolve(this, Recipient, ResolutionPurpose.Decryption),
        };
        try
        {
            return Aside(() => KeyBackup.Open(path, protection));
        }
        catch (Exception error) when (KeyErrors.Knows(error))
        {
            WriteError(KeyErrors.ToErrorRecord(error, path, path, writing: false));
            return null;
        }
    }

    private DataBackupFingerprint? DataFingerprint()
    {
        if (DataBackupPath is null)
        {
            return null;
        }

        var path = ResolvePath(DataBackupPath);
        try
        {
            return DataBackupFingerprint.Read(path);
        }
        catch (Exception error) when (KeyErrors.Knows(error))
        {
            ThrowTerminatingError(KeyErrors.ToErrorRecord(error, path, path, writing: false));
            throw;
        }
    }
}
