using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace TravisOps.Support;

/// <summary>Finds the certificates that recipients name, as Protect-CmsMessage and Unprotect-CmsMessage do with their -To.</summary>
internal static class RecipientCertificates
{
    /// <summary>The certificates. What PowerShell finds wrong with one ends the command.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="recipients">What was given.</param>
    /// <param name="purpose">Whether they are to encrypt, or to open with their private keys.</param>
    public static IReadOnlyList<X509Certificate2> Resolve(PSCmdlet cmdlet, IReadOnlyList<CmsMessageRecipient> recipients, ResolutionPurpose purpose)
    {
        // Thumbprints and subjects are looked up by PowerShell's own provider of certificates; asking for a command of its module loads it.
        _ = cmdlet.InvokeCommand.GetCommand("Protect-CmsMessage", CommandTypes.Cmdlet);
        var found = new List<X509Certificate2>();
        foreach (var recipient in recipients)
        {
            recipient.Resolve(cmdlet.SessionState, purpose, out var error);
            if (error is not null)
            {
                cmdlet.ThrowTerminatingError(error);
            }

            found.AddRange(recipient.Certificates.OfType<X509Certificate2>());
        }

        return found;
    }
}
