using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TravisOps.Redaction;

/// <summary>
/// Other IP addresses in place of the real ones, with networks kept: two addresses share as many leading bits afterwards as before (Crypto-PAn;
/// Xu, Fan, Ammar, Moon: "Prefix-preserving IP address anonymization", 2002). Private and special ranges stay what they are.
/// </summary>
internal sealed class AddressScrambler : IDisposable
{
    private const int MaxCached = 100_000;

    // Of the bits that may change, the one by which some has: the third byte's last in 192.168.0.0/16.
    private const int ForcedAt = 8;

    // Their leading bits are left, here and on the way to them: 10.1.2.3 becomes another address in 10.0.0.0/8, and no other comes there.
    // RFC 6890: this host, private, shared, loopback, link-local, documentation, multicast and reserved.
    private static readonly (byte[] Prefix, int Bits)[] s_kept4 =
    [
        ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 168], 16), ([224], 3),
    ];

    // Unspecified, loopback and mapped; unique local; link-local; multicast.
    private static readonly (byte[] Prefix, int Bits)[] s_kept6 = [([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 80), ([0xFC], 7), ([0xFE, 0x80], 10), ([0xFF], 8)];

    private readonly ConcurrentDictionary<string, byte[]> _cache = new(StringComparer.Ordinal);
    private readonly byte[] _pad = new byte[16];
    private readonly Aes _aes;
    private readonly ICryptoTransform _encrypt;

    public AddressScrambler(byte[] key)
    {
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        var half = new byte[16];
        Array.Copy(key, half, 16);
        _aes.Key = half;
        _encrypt = _aes.CreateEncryptor();
        _encrypt.TransformBlock(key, 16, 16, _pad, 0);
    }

    /// <summary>The address that stands for this one.</summary>
    /// <param name="address">4 or 16 bytes.</param>
    public byte[] Scramble(byte[] address)
    {
        if (IsLeft(address))
        {
            return address;
        }

        var key = Convert.ToBase64String(address);
        if (_cache.TryGetValue(key, out var known))
        {
            return known;
        }

        var result = (byte[])address.Clone();
        lock (_aes)
        {
            var kept = KeptBits(address);
            var block = new byte[16];
            var cipher = new byte[16];
            var (changed, free) = (false, 0);
            for (var bit = 0; bit < address.Length * 8; bit++)
            {
                if (bit < kept || IsOnTheWay(address, bit))
                {
                    continue;
                }

                // The first bits of the address, then the pad's.
                _pad.CopyTo(block, 0);
                Array.Copy(address, block, bit / 8);
                if (bit % 8 != 0)
                {
                    var mask = (byte)(0xFF << (8 - (bit % 8)));
                    block[bit / 8] = (byte)((address[bit / 8] & mask) | (_pad[bit / 8] & ~mask));
                }

                // Bits whose blocks are the same, for the pad goes on as the address does, would all stay or all change: the bit's place goes in as well.
                _encrypt.TransformBlock(block, 0, 16, cipher, 0);
                cipher[0] ^= (byte)bit;
                _encrypt.TransformBlock(cipher, 0, 16, block, 0);
                var flips = block[0] >> 7;

                // No network stays what it is. Whether the bits before have changed depends on them alone, so that who shares them still shares this one.
                flips = ++free == ForcedAt && !changed ? 1 : flips;
                changed |= flips == 1;
                result[bit / 8] ^= (byte)(flips << (7 - (bit % 8)));
            }
        }

        if (_cache.Count < MaxCached)
        {
            _cache.TryAdd(key, result);
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encrypt.Dispose();
        _aes.Dispose();
    }

    // Loopback, unspecified, broadcast and multicast say nothing about anybody.
    private static bool IsLeft(byte[] address)
    {
        if (address.Length == 4)
        {
            return address[0] is 0 or 127 or >= 224;
        }

        if (address[0] == 0xFF)
        {
            return true;
        }

        for (var i = 0; i < 15; i++)
        {
            if (address[i] != 0)
            {
                return false;
            }
        }

        return address[15] <= 1;
    }

    private static int KeptBits(byte[] address)
    {
        foreach (var (prefix, bits) in Kept(address))
        {
            if (SharesBits(address, prefix, bits))
            {
                return bits;
            }
        }

        return 0;
    }

    // The bit stands at a fork that also leads to a range that stays.
    private static bool IsOnTheWay(byte[] address, int bit)
    {
        foreach (var (prefix, bits) in Kept(address))
        {
            if (bit < bits && SharesBits(address, prefix, bit))
            {
                return true;
            }
        }

        return false;
    }

    private static (byte[] Prefix, int Bits)[] Kept(byte[] address) => address.Length == 4 ? s_kept4 : s_kept6;

    private static bool SharesBits(byte[] address, byte[] prefix, int bits)
    {
        for (var bit = 0; bit < bits; bit++)
        {
            var mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask))
            {
                return false;
            }
        }

        return true;
    }
}
