using System;
using System.Collections.Generic;
using System.Security;
using TravisOps.Protection;

namespace TravisOps.EncryptionKeys;

/// <summary>
/// The encryption key of a Travis CI Enterprise platform, in bytes that are cleared when it is disposed. Nothing shows it: not its
/// text form, not its properties; who wants it asks for it.
/// </summary>
public sealed class EncryptionKey : IDisposable
{
    /// <summary>Characters that it needs at least: that many are used (facts 2).</summary>
    public const int MinLength = TravisCipher.KeySize;

    /// <summary>Characters that it has at most: real ones have 64 or 128 (facts 2).</summary>
    public const int MaxLength = 1024;

    private const int FewCharacters = 5;

    private readonly byte[] _text;
    private string? _fingerprint;

    private EncryptionKey(byte[] text) => _text = text;

    /// <summary>Its characters; they are ASCII.</summary>
    public int Length => _text.Length;

    /// <summary>Tells equal keys from others and nothing else; see <see cref="KeyFingerprint"/>. Takes a quarter of a second the first time.</summary>
    public string Fingerprint => _fingerprint ??= KeyFingerprint.Of(_text);

    /// <summary>Its bytes, not a copy: they are zero after it was disposed.</summary>
    internal byte[] Bytes => _text;

    /// <summary>Takes the key over.</summary>
    /// <param name="text">The key; cleared here if it is refused, and otherwise when the key is disposed.</param>
    /// <exception cref="EncryptionKeyException">It can't be one. The message says why and not what it is.</exception>
    internal static EncryptionKey Own(byte[] text)
    {
        var reason = WhyNot(text);
        if (reason is null)
        {
            return new EncryptionKey(text);
        }

        SecretBytes.Clear(text);
        throw new EncryptionKeyException(EncryptionKeyErrorKind.Invalid, reason);
    }

    /// <summary>True when both are the same; takes the same time wherever they differ.</summary>
    public bool IsSameAs(EncryptionKey other) => other is null ? throw new ArgumentNullException(nameof(other)) : SecretBytes.AreEqual(_text, other._text);

    /// <summary>What looks wrong with it although it works: such as a value from documentation that never was replaced.</summary>
    public IReadOnlyList<string> Doubts()
    {
        var different = new HashSet<byte>(_text);
        if (different.Count <= FewCharacters)
        {
            return [$"The key is made of {different.Count} different characters only: it looks like a placeholder ('xxxx…', 'secretsecret…') and not like a key. Anyone can guess it."];
        }

        // A short word that was repeated to the length that is needed.
        for (var period = 1; period <= _text.Length / 2 && period < TravisCipher.KeySize; period++)
        {
            if (HasPeriod(period))
            {
                return [$"The key is {period} characters over and over: it looks like a placeholder ('secretsecret…') and not like a key. Anyone can guess it."];
            }
        }

        return [];
    }

    /// <summary>The key as PowerShell holds secrets.</summary>
    public SecureString ToSecureString() => SecretBytes.ToSecureString(_text);

    /// <summary>Overwrites it.</summary>
    public void Dispose() => SecretBytes.Clear(_text);

    private static string? WhyNot(byte[] text)
    {
        if (text.Length < MinLength)
        {
            return $"The value has {text.Length} characters; a key has at least {MinLength}, usually 64 or 128.";
        }

        if (text.Length > MaxLength)
        {
            return $"The value has {text.Length} characters; a key has at most {MaxLength}, usually 64 or 128.";
        }

        return Array.Exists(text, one => one is < 0x21 or > 0x7e)
            ? "The value has spaces, control characters or letters outside ASCII in it: it can't be a key."
            : null;
    }

    private bool HasPeriod(int period)
    {
        for (var i = period; i < _text.Length; i++)
        {
            if (_text[i] != _text[i - period])
            {
                return false;
            }
        }

        return true;
    }
}
