using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.X509;

namespace TravisOps.Protection;

/// <summary>
/// Opens CMS EnvelopedData with a private key that may be anywhere .NET reaches one, a Windows store or a smart card too: the key itself is
/// never asked for, only to decrypt with it.
/// </summary>
internal static class CmsReader
{
    /// <summary>Opens something small.</summary>
    /// <returns>The content; who calls clears it.</returns>
    /// <exception cref="ProtectionException">It can't be opened.</exception>
    public static byte[] Decrypt(byte[] message, IReadOnlyList<X509Certificate2> certificates)
    {
        var buffer = new byte[message.Length];
        using var stream = Open(new MemoryStream(message), certificates);
        try
        {
            var length = AgeReader.Fill(stream, buffer, 0, buffer.Length);
            return buffer.AsSpan(0, length).ToArray();
        }
        catch (Exception error) when (error is CryptographicException or IOException)
        {
            throw Damaged(error);
        }
        finally
        {
            SecretBytes.Clear(buffer);
        }
    }

    /// <summary>Opens a stream of any length in constant memory.</summary>
    /// <param name="input">The message from its beginning, BER or DER.</param>
    /// <param name="certificates">Those with private keys that may open it; when empty, the user's and the machine's stores are searched.</param>
    /// <returns>The content. Its end is where the message's is; a broken one throws <see cref="CryptographicException"/> or <see cref="IOException"/> when it is read.</returns>
    /// <exception cref="ProtectionException">It can't be opened.</exception>
    public static Stream Open(Stream input, IReadOnlyList<X509Certificate2> certificates)
    {
        try
        {
            var (recipients, data) = Begin(input);
            var encrypted = data.GetEncryptedContentInfo();
            if (encrypted.ContentEncryptionAlgorithm.Algorithm.Id != CmsFormat.Aes256Cbc)
            {
                throw new ProtectionException(ProtectionErrorKind.NotSupported, "It is not encrypted with AES-256-CBC. Open it with Unprotect-CmsMessage or openssl cms.");
            }

            var aes = Aes.Create();
            aes.Key = ContentKey(recipients, certificates);
            aes.IV = Asn1OctetString.GetInstance(encrypted.ContentEncryptionAlgorithm.Parameters).GetOctets();
            var octets = (Asn1OctetStringParser)encrypted.GetEncryptedContent(Asn1Tags.OctetString);
            return new CryptoStream(octets.GetOctetStream(), aes.CreateDecryptor(), CryptoStreamMode.Read);
        }
        catch (Exception error) when (error is CryptographicException || IsMalformed(error))
        {
            throw Damaged(error);
        }
    }

    /// <summary>For whom a message is, which takes no private key.</summary>
    /// <returns>Those of the certificates that are none of its recipients, and its recipients in words.</returns>
    /// <exception cref="ProtectionException">It is no such message.</exception>
    public static (IReadOnlyList<X509Certificate2> Others, string Recipients) Compare(byte[] message, IReadOnlyList<X509Certificate2> certificates)
    {
        try
        {
            var infos = ForCertificates(Begin(new MemoryStream(message)).Recipients);
            return ([.. certificates.Where(certificate => !infos.Any(info => IsFor(info, certificate)))], Describe(infos));
        }
        catch (Exception error) when (IsMalformed(error))
        {
            throw Damaged(error);
        }
    }

    private static (Asn1Set Recipients, EnvelopedDataParser Data) Begin(Stream input)
    {
        var content = new ContentInfoParser((Asn1SequenceParser)new Asn1StreamParser(input).ReadObject());
        if (content.ContentType.Id != CmsFormat.EnvelopedData)
        {
            throw new ProtectionException(ProtectionErrorKind.NotSupported, $"It is CMS, of a kind that is not encrypted for a recipient ({content.ContentType.Id}).");
        }

        var data = new EnvelopedDataParser((Asn1SequenceParser)content.GetContent(Asn1Tags.Sequence));
        data.GetOriginatorInfo();
        return (Asn1Set.GetInstance(data.GetRecipientInfos().ToAsn1Object()), data);
    }

    private static List<KeyTransRecipientInfo> ForCertificates(Asn1Set recipients) => [.. recipients.OfType<Asn1Encodable>()
        .Select(RecipientInfo.GetInstance)
        .Select(one => one.Info)
        .OfType<KeyTransRecipientInfo>()];

    private static bool IsMalformed(Exception error) => error is Asn1Exception or Asn1ParsingException or IOException or InvalidCastException or ArgumentException or NullReferenceException;

    private static byte[] ContentKey(Asn1Set recipients, IReadOnlyList<X509Certificate2> certificates)
    {
        var infos = ForCertificates(recipients);
        foreach (var info in infos)
        {
            foreach (var certificate in certificates.Count > 0 ? certificates : InStores(info))
            {
                if (!IsFor(info, certificate))
                {
                    continue;
                }

                using var key = certificate.GetRSAPrivateKey();
                if (key is not null)
                {
                    var padding = info.KeyEncryptionAlgorithm.Algorithm.Id == Org.BouncyCastle.Asn1.Pkcs.PkcsObjectIdentifiers.IdRsaesOaep.Id ? RSAEncryptionPadding.OaepSHA1 : RSAEncryptionPadding.Pkcs1;
                    return key.Decrypt(info.EncryptedKey.GetOctets(), padding);
                }
            }
        }

        throw new ProtectionException(ProtectionErrorKind.NoPrivateKey, $"There is no private key here for any of its recipients: {Describe(infos)}.");
    }

    private static List<X509Certificate2> InStores(KeyTransRecipientInfo info)
    {
        var found = new List<X509Certificate2>();
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            try
            {
                using var store = new X509Store(StoreName.My, location);
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                found.AddRange(store.Certificates.OfType<X509Certificate2>().Where(one => one.HasPrivateKey && IsFor(info, one)));
            }
            catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
            {
                // There is no such store: nothing in it.
            }
        }

        return found;
    }

    private static bool IsFor(KeyTransRecipientInfo info, X509Certificate2 certificate)
    {
        var parsed = X509CertificateStructure.GetInstance(certificate.RawData);
        if (info.RecipientIdentifier.ID is Asn1OctetString keyIdentifier)
        {
            var extension = parsed.TbsCertificate.Extensions?.GetExtension(X509Extensions.SubjectKeyIdentifier);
            return extension is not null && Asn1OctetString.GetInstance(extension.GetParsedValue()).Equals(keyIdentifier);
        }

        var issued = IssuerAndSerialNumber.GetInstance(info.RecipientIdentifier.ID);
        return issued.Issuer.Equivalent(parsed.Issuer) && issued.SerialNumber.HasValue(parsed.SerialNumber.Value);
    }

    private static string Describe(List<KeyTransRecipientInfo> infos) => infos.Count == 0 ? "none is for a certificate" : string.Join("; ", infos.Select(Describe));

    private static string Describe(KeyTransRecipientInfo info) => info.RecipientIdentifier.ID is Asn1OctetString
        ? "key identifier " + info.RecipientIdentifier.ID
        : Describe(IssuerAndSerialNumber.GetInstance(info.RecipientIdentifier.ID));

    private static string Describe(IssuerAndSerialNumber issued) => $"certificate {issued.SerialNumber.Value.ToString(16).ToUpperInvariant()} of {issued.Issuer}";

    private static ProtectionException Damaged(Exception error) => new(ProtectionErrorKind.Damaged, "It is damaged or cut short, or not for this private key.", error);
}
