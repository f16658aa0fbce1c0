using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TravisOps.Protection;

/// <summary>
/// The text form of CMS that PowerShell's Protect-CmsMessage writes and Unprotect-CmsMessage opens, and what it wants of a certificate.
/// </summary>
internal static class CmsFormat
{
    /// <summary>First line. Text before it is passed over by Unprotect-CmsMessage.</summary>
    public const string Begin = "-----BEGIN CMS-----";

    /// <summary>Last line.</summary>
    public const string End = "-----END CMS-----";

    /// <summary>EnvelopedData (RFC 5652, 6.1).</summary>
    public const string EnvelopedData = "1.2.840.113549.1.7.3";

    /// <summary>AES-256 in CBC mode (RFC 3565), what Protect-CmsMessage takes.</summary>
    public const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";

    /// <summary>"Document encryption": the extended key usage that Protect-CmsMessage and Unprotect-CmsMessage ask for.</summary>
    public const string DocumentEncryption = "1.3.6.1.4.1.311.80.1";

    private const string Rsa = "1.2.840.113549.1.1.1";

    /// <summary>The text form.</summary>
    public static string ToText(byte[] message)
    {
        var text = new StringBuilder(Begin).Append('\n');
        var base64 = Convert.ToBase64String(message);
        for (var i = 0; i < base64.Length; i += 76)
        {
            text.Append(base64, i, Math.Min(76, base64.Length - i)).Append('\n');
        }

        return text.Append(End).Append('\n').ToString();
    }

    /// <summary>The message in a text; null when there is none.</summary>
    /// <exception cref="ProtectionException">There is one, and it is no base64.</exception>
    public static byte[]? FromText(string text)
    {
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : text.IndexOf(End, begin, StringComparison.Ordinal);
        if (end < 0)
        {
            return begin < 0 ? null : throw new ProtectionException(ProtectionErrorKind.Damaged, "It is damaged or cut short: its last line is missing.");
        }

        try
        {
            return Convert.FromBase64String(text.Substring(begin + Begin.Length, end - begin - Begin.Length));
        }
        catch (FormatException error)
        {
            throw new ProtectionException(ProtectionErrorKind.Damaged, "It is damaged: its lines are not base64.", error);
        }
    }

    /// <summary>Refuses a certificate for which Unprotect-CmsMessage would not open what is encrypted, or nobody should encrypt any more.</summary>
    /// <exception cref="ProtectionException">It can't be used.</exception>
    public static void RefuseUnfit(X509Certificate2 certificate, DateTime now)
    {
        var reason = WhyUnfit(certificate, now);
        if (reason is not null)
        {
            throw new ProtectionException(ProtectionErrorKind.BadRecipient, $"The certificate '{certificate.Subject}' ({certificate.Thumbprint}) can't be used as a recipient: {reason}.");
        }
    }

    private static string? WhyUnfit(X509Certificate2 certificate, DateTime now)
    {
        if (certificate.PublicKey.Oid.Value != Rsa)
        {
            return "its key is not RSA";
        }

        if (certificate.NotAfter.ToUniversalTime() < now)
        {
            return FormattableString.Invariant($"it expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        }

        var hasPurpose = false;
        foreach (var extension in certificate.Extensions)
        {
            switch (extension)
            {
                case X509KeyUsageExtension usage when (usage.KeyUsages & (X509KeyUsageFlags.DataEncipherment | X509KeyUsageFlags.KeyEncipherment)) == 0:
                    return "its key usage has neither key encipherment nor data encipherment";
                case X509EnhancedKeyUsageExtension purposes:
                    foreach (var purpose in purposes.EnhancedKeyUsages)
                    {
                        hasPurpose |= purpose.Value == DocumentEncryption;
                    }

                    break;
            }
        }

        return hasPurpose
            ? null
            : $"it lacks the extended key usage Document Encryption ({DocumentEncryption}), without which Unprotect-CmsMessage does not take it. On Windows New-SelfSignedCertificate -Type DocumentEncryptionCert makes one that has it";
    }
}
