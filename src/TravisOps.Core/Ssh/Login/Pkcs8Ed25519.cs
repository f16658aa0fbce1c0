using System;
using System.Security;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Pkcs;
using Renci.SshNet.Security;

namespace TravisOps.Ssh;

/// <summary>
/// Reads Ed25519 keys in PKCS#8, which SSH.NET 2026.0.0 gets wrong: RFC 8410 (section 7) wraps the 32 bytes in an octet string of
/// their own, and it takes the wrapping's two bytes for the key's first two. Uses BouncyCastle, which SSH.NET brings with it.
/// </summary>
internal static class Pkcs8Ed25519
{
    private const int SeedLength = 32;

    private static readonly Regex Pem = new(@"-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END", RegexOptions.CultureInvariant);

    /// <summary>The key; null when the text is something else, another kind of key among them.</summary>
    /// <param name="text">Content of the key file.</param>
    /// <param name="passphrase">Its passphrase; needed when it is encrypted.</param>
    /// <exception cref="Exception">The passphrase is wrong or the file is damaged; what comes differs by what is broken.</exception>
    public static Key? TryRead(string text, SecureString? passphrase)
    {
        var match = Pem.Match(text);
        if (!match.Success)
        {
            return null;
        }

        var data = Convert.FromBase64String(match.Groups[2].Value);
        var info = match.Groups[1].Success
            ? PrivateKeyInfoFactory.CreatePrivateKeyInfo(SecureText.ToText(passphrase!).ToCharArray(), EncryptedPrivateKeyInfo.GetInstance(data))
            : PrivateKeyInfo.GetInstance(data);
        if (!info.PrivateKeyAlgorithm.Algorithm.Equals(EdECObjectIdentifiers.id_Ed25519))
        {
            return null;
        }

        var octets = info.PrivateKey.GetOctets();
        var seed = new byte[SeedLength];
        Buffer.BlockCopy(octets, octets.Length - SeedLength, seed, 0, SeedLength);
        return new ED25519Key(seed);
    }
}
