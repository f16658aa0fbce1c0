using System;
using System.Management.Automation;
using System.Security;
using TravisOps.EncryptionKeys;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Opens a backup of an encryption key, or lines that were typed in from a paper.</summary>
[Cmdlet(VerbsCommon.Get, "TravisEncryptionKey", DefaultParameterSetName = FromFile)]
[OutputType(typeof(SavedEncryptionKey))]
public sealed class GetTravisEncryptionKeyCommand : TravisCmdlet
{
    private const string FromFile = "File";
    private const string FromPaper = "Paper";

    /// <summary>The backup: any file that Backup-TravisEncryptionKey wrote, or one into which a paper was typed.</summary>
    [Parameter(ParameterSetName = FromFile, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The passphrase of the backup.</summary>
    [Parameter(ParameterSetName = FromFile)]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>A certificate with the private key that opens the backup; by default the certificate stores are searched.</summary>
    [Parameter(ParameterSetName = FromFile)]
    [ValidateNotNullOrEmpty]
    public CmsMessageRecipient[]? Recipient { get; set; }

    /// <summary>The lines of a paper.</summary>
    [Parameter(ParameterSetName = FromPaper, Mandatory = true)]
    [AllowEmptyString]
    public string[] PaperLine { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FromPaper)
        {
            Open(null, () => KeyBackup.OpenPaper(PaperLine));
            return;
        }

        var path = ResolvePath(KeyErrors.OrMissing(this, Path));
        var protection = new KeyProtection
        {
            Passphrase = Passphrase,
            Recipients = Recipient is null ? [] : RecipientCertificates.Resolve(this, Recipient, ResolutionPurpose.Decryption),
        };
        Open(path, () => KeyBackup.Open(path, protection));
    }

    private void Open(string? path, Func<OpenedKey> open)
    {
        try
        {
            using var opened = Aside(open);
            if (opened.IsEndUnproven)
            {
                WriteWarning($"What was typed has {opened.Key.Length} characters, and without the paper's heading nothing tells whether lines are missing at the end. Compare that number with the heading, or type the heading too.");
            }

            WriteObject(ResultObject.From(SavedEncryptionKey.Of(opened, path)));
        }
        catch (Exception error) when (KeyErrors.Knows(error))
        {
            WriteError(KeyErrors.ToErrorRecord(error, path ?? "paper", path ?? "paper", writing: false));
        }
    }
}
