using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Cms;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace TravisOps.Protection;

/// <summary>
/// Encrypts for the holders of certificates: CMS EnvelopedData with AES-256-CBC, which PowerShell, OpenSSL and others open. The format has no
/// authentication of its own (whoever has the certificate can make such a message): what matters inside carries a hash.
/// </summary>
internal static class CmsWriter
{
    /// <summary>Encrypts something small.</summary>
    /// <returns>DER.</returns>
    /// <exception cref="ProtectionException">A certificate can't be used.</exception>
    public static byte[] Encrypt(byte[] content, IReadOnlyList<X509Certificate2> recipients)
    {
        var generator = new CmsEnvelopedDataGenerator();
        AddRecipients(generator, recipients);
        var message = generator.Generate(new CmsProcessableByteArray(content), new DerObjectIdentifier(CmsFormat.Aes256Cbc));
        return message.ContentInfo.GetEncoded(Asn1Encodable.Der);
    }

    /// <summary>Encrypts a stream of any length in constant memory.</summary>
    /// <param name="output">Gets BER; stays open.</param>
    /// <param name="recipients">The certificates.</param>
    /// <returns>Where the content is written. Disposing it writes the end: without that, what was written is refused as cut short.</returns>
    /// <exception cref="ProtectionException">A certificate can't be used.</exception>
    public static Stream Open(Stream output, IReadOnlyList<X509Certificate2> recipients)
    {
        var generator = new CmsEnvelopedDataStreamGenerator();
        generator.SetBufferSize(64 * 1024);
        AddRecipients(generator, recipients);
        return generator.Open(output, CmsFormat.Aes256Cbc);
    }

    private static void AddRecipients(CmsEnvelopedGenerator generator, IReadOnlyList<X509Certificate2> recipients)
    {
        if (recipients.Count == 0)
        {
            throw new ProtectionException(ProtectionErrorKind.BadRecipient, "There is no recipient.");
        }

        foreach (var certificate in recipients)
        {
            CmsFormat.RefuseUnfit(certificate, DateTime.UtcNow);
            generator.AddKeyTransRecipient(new BouncyCertificate(certificate.RawData));
        }
    }
}
