using System;
using System.Security.Cryptography;
using System.Text;

namespace TravisOps.Probing;

/// <summary>The random word that marks frames of one probe run: 128 bits, so that no output can imitate a frame.</summary>
public static class ProbeNonce
{
    /// <summary>Hex digits in a nonce.</summary>
    public const int Length = 32;

    /// <summary>A new one, 32 lower case hex digits. One run, one host, one nonce.</summary>
    public static string Create()
    {
        var bytes = new byte[Length / 2];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(bytes);
        }

        return ToHex(bytes);
    }

    internal static void Check(string nonce)
    {
        if (nonce is null)
        {
            throw new ArgumentNullException(nameof(nonce));
        }

        var good = nonce.Length == Length;
        foreach (var c in nonce)
        {
            good &= c is (>= '0' and <= '9') or (>= 'a' and <= 'f');
        }

        if (!good)
        {
            throw new ArgumentException($"A nonce is {Length} lower case hex digits.", nameof(nonce));
        }
    }

    private static string ToHex(byte[] bytes)
    {
        const string digits = "0123456789abcdef";
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var b in bytes)
        {
            text.Append(digits[b >> 4]).Append(digits[b & 15]);
        }

        return text.ToString();
    }
}
