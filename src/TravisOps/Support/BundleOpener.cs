using System;
using System.IO;
using System.Management.Automation;
using System.Security;
using TravisOps.Bundles;

namespace TravisOps.Support;

/// <summary>The one way from the parameters that open an encrypted bundle to what is in it.</summary>
internal static class BundleOpener
{
    /// <summary>Finds the certificates, which only the pipeline thread may do, and gives what then reads the bundle on any thread.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="path">Full path.</param>
    /// <param name="passphrase">What was given as -Passphrase.</param>
    /// <param name="recipients">What was given as -Recipient.</param>
    /// <param name="lookForSecrets">Also look through all files for what the patterns take for a secret.</param>
    /// <param name="visit">Gets each log with its path, as it passes.</param>
    public static Func<OpenedBundle> For(
        PSCmdlet cmdlet, string path, SecureString? passphrase, CmsMessageRecipient[]? recipients, bool lookForSecrets = false, Action<string, Stream>? visit = null)
    {
        var keys = new BundleKeys
        {
            Passphrase = passphrase,
            Certificates = recipients is null ? [] : RecipientCertificates.Resolve(cmdlet, recipients, ResolutionPurpose.Decryption),
        };
        return () => BundleReader.Read(path, lookForSecrets, keys, visit);
    }
}
