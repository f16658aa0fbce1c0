using System;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace TravisOps.Protection;

/// <summary>
/// Constants and primitives of the age v1 file format, as its specification (C2SP, age.md) has them: only the passphrase recipient, scrypt.
/// </summary>
internal static class AgeFormat
{
    /// <summary>First line of a file.</summary>
    public const string Version = "age-encryption.org/v1";

    /// <summary>First line of one in ASCII armor.</summary>
    public const string ArmorBegin = "-----BEGIN AGE ENCRYPTED FILE-----";

    /// <summary>Last line of one in ASCII armor.</summary>
    public const string ArmorEnd = "-----END AGE ENCRYPTED FILE-----";

    /// <summary>log2 of scrypt's N in files that are written: 256 MiB and about a second for each guess, as age itself takes.</summary>
    public const int WorkFactor = 18;

    /// <summary>The most that is taken from a file that is read, 1 GiB: a hostile file must not take all memory.</summary>
    public const int MaxWorkFactor = 20;

    /// <summary>Bytes of content in a chunk of the payload; only the last has fewer.</summary>
    public const int ChunkSize = 64 * 1024;

    /// <summary>Bytes that authenticate a chunk.</summary>
    public const int TagSize = 16;

    /// <summary>Bytes of the key that all else is derived from.</summary>
    public const int FileKeySize = 16;

    /// <summary>Bytes of the random value that begins the payload.</summary>
    public const int NonceSize = 16;

    /// <summary>The key that wraps the file key.</summary>
    public static byte[] WrapKey(byte[] passphrase, byte[] salt, int workFactor)
    {
        byte[] label = [.. Encoding.ASCII.GetBytes("age-encryption.org/v1/scrypt"), .. salt];
        return SCrypt.Generate(passphrase, label, 1 << workFactor, 8, 1, 32);
    }

    /// <summary>HKDF-SHA-256 of the file key.</summary>
    public static byte[] Derive(byte[] fileKey, byte[] salt, string info)
    {
        var generator = new HkdfBytesGenerator(new Sha256Digest());
        generator.Init(new HkdfParameters(fileKey, salt, Encoding.ASCII.GetBytes(info)));
        var key = new byte[32];
        generator.GenerateBytes(key, 0, key.Length);
        return key;
    }

    /// <summary>ChaCha20-Poly1305 of something short; null when it is not authentic.</summary>
    public static byte[]? Crypt(bool encrypt, byte[] key, byte[] nonce, byte[] input)
    {
        var cipher = new ChaCha20Poly1305();
        cipher.Init(encrypt, new AeadParameters(new KeyParameter(key), TagSize * 8, nonce));
        var output = new byte[cipher.GetOutputSize(input.Length)];
        try
        {
            var length = cipher.ProcessBytes(input, 0, input.Length, output, 0);
            cipher.DoFinal(output, length);
            return output;
        }
        catch (InvalidCipherTextException)
        {
            Array.Clear(output, 0, output.Length);
            return null;
        }
    }

    /// <summary>Base64 without padding, as headers have it.</summary>
    public static string ToBase64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Bytes from such text; null when it is anything but the one way to write them.</summary>
    public static byte[]? FromBase64(string text)
    {
        try
        {
            var bytes = Convert.FromBase64String(text + new string('=', (4 - (text.Length % 4)) % 4));
            return ToBase64(bytes) == text ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
