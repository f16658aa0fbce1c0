using System;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace TravisOps.Protection;

/// <summary>The payload's cipher, STREAM over ChaCha20-Poly1305: each chunk's place and whether it is the last are part of what is authenticated.</summary>
internal sealed class AgeChunkCipher : IDisposable
{
    private readonly byte[] _key;
    private readonly byte[] _nonce = new byte[12];
    private readonly KeyParameter _parameter;
    private readonly ChaCha20Poly1305 _managed = new();
#if NET
    // The system's own is several times faster where there is one (OpenSSL; Windows from build 20142 on).
    private readonly System.Security.Cryptography.ChaCha20Poly1305? _system;
#endif

    public AgeChunkCipher(byte[] key, bool forceManaged = false)
    {
        _key = key;
        _parameter = new KeyParameter(key);
#if NET
        _system = !forceManaged && System.Security.Cryptography.ChaCha20Poly1305.IsSupported ? new(key) : null;
#else
        _ = forceManaged;
#endif
    }

    /// <summary>Encrypts the next chunk into <paramref name="output"/>, tag behind it.</summary>
    public void Encrypt(byte[] input, int count, byte[] output, bool isLast)
    {
        _nonce[11] = (byte)(isLast ? 1 : 0);
#if NET
        if (_system is not null)
        {
            _system.Encrypt(_nonce, input.AsSpan(0, count), output.AsSpan(0, count), output.AsSpan(count, AgeFormat.TagSize));
            Advance();
            return;
        }
#endif
        Process(true, input, count, output);
        Advance();
    }

    /// <summary>Decrypts the next chunk; false when it is not authentic, and then nothing of it is in <paramref name="output"/>.</summary>
    /// <remarks><paramref name="count"/> is with the tag, and at least as much as that.</remarks>
    public bool TryDecrypt(byte[] input, int count, byte[] output, bool isLast)
    {
        _nonce[11] = (byte)(isLast ? 1 : 0);
        var length = count - AgeFormat.TagSize;
        try
        {
#if NET
            if (_system is not null)
            {
                _system.Decrypt(_nonce, input.AsSpan(0, length), input.AsSpan(length, AgeFormat.TagSize), output.AsSpan(0, length));
                Advance();
                return true;
            }
#endif
            Process(false, input, count, output);
            Advance();
            return true;
        }
        catch (Exception error) when (error is InvalidCipherTextException or System.Security.Cryptography.CryptographicException)
        {
            Array.Clear(output, 0, output.Length);
            return false;
        }
    }

    public void Dispose()
    {
        Array.Clear(_key, 0, _key.Length);
#if NET
        _system?.Dispose();
#endif
    }

    private void Process(bool encrypt, byte[] input, int count, byte[] output)
    {
        _managed.Init(encrypt, new AeadParameters(_parameter, AgeFormat.TagSize * 8, _nonce));
        var done = _managed.ProcessBytes(input, 0, count, output, 0);
        _managed.DoFinal(output, done);
    }

    // 11 bytes, big-endian: it can't come round in the life of a disk.
    private void Advance()
    {
        for (var i = 10; i >= 0 && ++_nonce[i] == 0; i--)
        {
        }
    }
}
