using System.Management.Automation;
using System.Security;
using TravisOps.Bundles;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Base of commands that read support bundles.</summary>
public abstract class BundleCmdlet : TravisCmdlet
{
    /// <summary>Opens a bundle that was encrypted with a passphrase.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>A certificate with the private key that opens the bundle; by default the certificate stores are searched.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public CmsMessageRecipient[]? Recipient { get; set; }

    /// <summary>Ends the command with an error when no path was given: a mandatory parameter would ask, and a scheduled task would hang.</summary>
    private protected void RefuseNone(string[] paths, string parameter)
    {
        if (paths.Length == 0)
        {
            ThrowTerminatingError(new ErrorRecord(new PSArgumentException($"There is no bundle to read. Give -{parameter} an archive that New-TravisSupportBundle wrote."), "BundlePathMissing", ErrorCategory.InvalidArgument, null));
        }
    }

    /// <summary>Reads a bundle off the pipeline thread; null after an error that was written.</summary>
    private protected OpenedBundle? Open(string path, bool lookForSecrets)
    {
        var full = TryResolvePath(path);
        if (full is null)
        {
            return null;
        }

        try
        {
            return Aside(BundleOpener.For(this, full, Passphrase, Recipient, lookForSecrets));
        }
        catch (BundleException exception)
        {
            WriteError(BundleErrors.ToErrorRecord(exception, full));
            return null;
        }
    }
}
