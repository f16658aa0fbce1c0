using System;
using System.Security.Cryptography;
using System.Text;
using TravisOps.Files;

namespace TravisOps.Protection;

/// <summary>
/// The cipher of encrypted columns in the platform's database, as the gem travis-encrypt writes them (facts 2): <c>--ENCR--</c>, then in base64
/// AES-256-CBC of the text, and behind it the 16 characters of the IV. The key is the first 32 characters of the encryption key.
/// </summary>
internal static class TravisCipher
{
    /// <summary>What an encrypted column begins with. Some columns are encrypted without it, and are not told apart from others.</summary>
    public const string Prefix = "--ENCR--";

    /// <summary>Bytes of the encryption key that are used.</summary>
    public const int KeySize = 32;

    private const int BlockSize = 16;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Encrypts a value as Travis does.</summary>
    /// <param name="text">The value; an empty one is left as it is, as Travis does.</param>
    /// <param name="key">The whole encryption key.</param>
    /// <returns>What stands in the column.</returns>
    public static string Encrypt(string text, byte[] key)
    {
        if (text.Length == 0)
        {
            return text;
        }

        var random = new byte[BlockSize / 2];
        using (var source = RandomNumberGenerator.Create())
        {
            source.GetBytes(random);
        }

        // The IV is its own hexadecimal text.
        var iv = Encoding.ASCII.GetBytes(Hex.Lower(random));
        using var aes = CreateAes(key, iv);
        using var encryptor = aes.CreateEncryptor();
        var plain = s_strict.GetBytes(text);
        var encrypted = encryptor.TransformFinalBlock(plain, 0, plain.Length);
        return Prefix + Convert.ToBase64String([.. encrypted, .. iv]);
    }

    /// <summary>Opens what stands in a column.</summary>
    /// <param name="column">The column's text, with or without <see cref="Prefix"/>.</param>
    /// <param name="key">The whole encryption key.</param>
    /// <returns>The value; null when this key does not open it, or it is no encrypted value. The format has no authentication: of wrong keys one in 256
    /// passes the padding, and those nearly all fail as UTF-8. To prove a key, open several.</returns>
    public static string? Decrypt(string column, byte[] key)
    {
        var text = column.StartsWith(Prefix, StringComparison.Ordinal) ? column.Substring(Prefix.Length) : column;
        try
        {
            // Old versions of the gem broke the lines; the reader does not mind.
            var bytes = Convert.FromBase64String(text);
            var length = bytes.Length - BlockSize;
            if (length < BlockSize || length % BlockSize != 0)
            {
                return null;
            }

            using var aes = CreateAes(key, bytes.AsSpan(length).ToArray());
            using var decryptor = aes.CreateDecryptor();
            return s_strict.GetString(decryptor.TransformFinalBlock(bytes, 0, length));
        }
        catch (Exception error) when (error is FormatException or CryptographicException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static Aes CreateAes(byte[] key, byte[] iv)
    {
        if (key.Length < KeySize)
        {
            throw new ArgumentException($"The encryption key has {key.Length} characters; {KeySize} are needed.", nameof(key));
        }

        var aes = Aes.Create();
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.PKCS7;
        var used = key.AsSpan(0, KeySize).ToArray();
        aes.Key = used;
        aes.IV = iv;
        SecretBytes.Clear(used);
        return aes;
    }
}
