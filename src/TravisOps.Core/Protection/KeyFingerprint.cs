using System;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using TravisOps.Files;

namespace TravisOps.Protection;

/// <summary>
/// Tells whether two encryption keys are the same without telling either: equal keys give equal fingerprints everywhere, in the key's backup, in the
/// manifest of a backup of the data, and live.
/// </summary>
/// <remarks>
/// <c>tk1:</c> and 32 hexadecimal digits, the first 128 bits of HMAC-SHA-256 over a label, keyed with scrypt (N = 2^16, r = 8, p = 1, the label
/// as salt) of the whole key as UTF-8. A real key has 256 bits or more and can't be guessed at all; for a weak one each guess costs 64 MiB and a
/// quarter of a second. It has no salt of its own on purpose: then it could not be compared.
/// </remarks>
internal static class KeyFingerprint
{
    private const string Mark = "tk1:";
    private const int Digits = 32;
    private const string Label = "TravisOps encryption key fingerprint 1";

    /// <summary>The fingerprint of a key; takes a quarter of a second.</summary>
    public static string Of(byte[] key)
    {
        var label = Encoding.ASCII.GetBytes(Label);
        var derived = SCrypt.Generate(key, label, 1 << 16, 8, 1, 32);
        try
        {
            using var hmac = new HMACSHA256(derived);
            return Mark + Hex.Lower(hmac.ComputeHash(label)).Substring(0, Digits);
        }
        finally
        {
            SecretBytes.Clear(derived);
        }
    }

    /// <summary>True for a text of that form.</summary>
    public static bool IsOne(string? text) =>
        text is { Length: 36 } && text.StartsWith(Mark, StringComparison.Ordinal) && Array.TrueForAll(text.Substring(Mark.Length).ToCharArray(), letter => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
