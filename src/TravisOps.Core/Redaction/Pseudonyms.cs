using System;
using System.Security.Cryptography;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// Names that stand for secrets: the same secret has the same name within a case, on all hosts and in all files, and nobody without the
/// case's key can tell from the name what it stands for, not even by trying words.
/// </summary>
/// <remarks>The key is drawn at random for each case, is never written anywhere and is gone with this object.</remarks>
public sealed class Pseudonyms : IDisposable
{
    /// <summary>What the name of a secret begins with; it needs no quoting in YAML, JSON, shells and URIs.</summary>
    public const string Prefix = "REDACTED-";

    // 48 bits: two of a million secrets have the same name with a chance of 2 in 1000.
    private const int TagBytes = 6;
    private const int KeyBytes = 32;

    private readonly byte[] _key;

    /// <summary>A case of its own, with a key from the system's generator.</summary>
    public Pseudonyms()
    {
        _key = new byte[KeyBytes];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(_key);
    }

    /// <summary>A case with a given key, for tests and for several runs over one case.</summary>
    /// <param name="key">32 bytes; copied.</param>
    internal Pseudonyms(byte[] key)
    {
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException("A key has 32 bytes.", nameof(key));
        }

        _key = (byte[])key.Clone();
    }

    /// <summary>How many hexadecimal digits follow the prefix.</summary>
    internal const int SecretDigits = TagBytes * 2;

    internal static ReadOnlySpan<byte> PrefixBytes => "REDACTED-"u8;

    /// <summary>The name of a secret.</summary>
    public string ForSecret(string value) => Encoding.ASCII.GetString(ForSecret(Encoding.UTF8.GetBytes(value)));

    /// <inheritdoc/>
    public void Dispose() => Array.Clear(_key, 0, _key.Length);

    internal byte[] ForSecret(byte[] value) => Encoding.ASCII.GetBytes(Prefix + Tag("secret", value));

    /// <summary>Twelve hexadecimal digits for a thing of that kind.</summary>
    internal string Tag(string kind, byte[] value)
    {
        var tag = Derive(kind, value);
        var text = new StringBuilder(TagBytes * 2);
        for (var i = 0; i < TagBytes; i++)
        {
            text.Append("0123456789abcdef"[tag[i] >> 4]).Append("0123456789abcdef"[tag[i] & 15]);
        }

        return text.ToString();
    }

    /// <summary>32 bytes for a thing of that kind.</summary>
    internal byte[] Derive(string kind, byte[] value)
    {
        // The kind ends with a zero byte, so that no kind and value run into another pair.
        var text = new byte[kind.Length + 1 + value.Length];
        Encoding.ASCII.GetBytes(kind, 0, kind.Length, text, 0);
        value.CopyTo(text, kind.Length + 1);
        using var mac = new HMACSHA256(_key);
        return mac.ComputeHash(text);
    }
}
