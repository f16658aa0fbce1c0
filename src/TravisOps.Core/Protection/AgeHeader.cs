using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace TravisOps.Protection;

/// <summary>The header of an age file with a passphrase: five lines, of which the last authenticates the others.</summary>
internal static class AgeHeader
{
    // The longest line of a header with a passphrase has fewer; a header of another kind is refused at its first line.
    private const int LineLimit = 256;
    private const string Scrypt = "-> scrypt ";
    private const string MacMark = "---";

    /// <summary>The header's bytes.</summary>
    public static byte[] Seal(byte[] salt, int workFactor, byte[] wrappedKey, byte[] fileKey)
    {
        var text = $"{AgeFormat.Version}\n{Scrypt}{AgeFormat.ToBase64(salt)} {workFactor.ToString(CultureInfo.InvariantCulture)}\n{AgeFormat.ToBase64(wrappedKey)}\n{MacMark}";
        return Encoding.ASCII.GetBytes($"{text} {AgeFormat.ToBase64(Mac(text, fileKey))}\n");
    }

    /// <summary>Reads it, and no byte more, and gives the file key. Anything but the one way to write it is refused.</summary>
    /// <exception cref="ProtectionException">It is damaged, of another kind, or the passphrase is wrong.</exception>
    public static byte[] Open(Stream input, byte[] passphrase, int maxWorkFactor)
    {
        if (ReadLine(input) != AgeFormat.Version)
        {
            throw Damaged("it does not begin as an age file does");
        }

        var stanza = ReadLine(input);
        if (!stanza.StartsWith(Scrypt, StringComparison.Ordinal))
        {
            throw stanza.StartsWith("-> ", StringComparison.Ordinal)
                ? new ProtectionException(ProtectionErrorKind.NotSupported, "It is encrypted for an age key, not with a passphrase. Open it with: age --decrypt --identity FILE.")
                : Damaged("its header has no recipient");
        }

        var words = stanza.Substring(Scrypt.Length).Split(' ');
        var salt = words.Length == 2 ? AgeFormat.FromBase64(words[0]) : null;
        if (salt is not { Length: 16 } || !IsNumber(words[1]) || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var workFactor))
        {
            throw Damaged("its recipient is malformed");
        }

        if (workFactor > maxWorkFactor)
        {
            throw new ProtectionException(
                ProtectionErrorKind.NotSupported,
                $"It asks for a work factor of 2^{workFactor}; up to 2^{maxWorkFactor}, which takes 1 GiB of memory, is done here. When it is from a trusted place, open it with: age --decrypt.");
        }

        var body = ReadLine(input);
        var wrapped = AgeFormat.FromBase64(body);
        if (wrapped is not { Length: AgeFormat.FileKeySize + AgeFormat.TagSize })
        {
            throw Damaged("its wrapped key is malformed");
        }

        var last = ReadLine(input);
        var mac = last.StartsWith(MacMark + " ", StringComparison.Ordinal) ? AgeFormat.FromBase64(last.Substring(MacMark.Length + 1)) : null;
        if (mac is not { Length: 32 })
        {
            throw Damaged("its header does not end as it should");
        }

        return Unwrap(passphrase, salt, workFactor, wrapped, mac, $"{AgeFormat.Version}\n{stanza}\n{body}\n{MacMark}");
    }

    public static ProtectionException Damaged(string reason) => new(ProtectionErrorKind.Damaged, $"It is damaged or cut short: {reason}.");

    private static byte[] Unwrap(byte[] passphrase, byte[] salt, int workFactor, byte[] wrapped, byte[] mac, string header)
    {
        var wrapKey = AgeFormat.WrapKey(passphrase, salt, workFactor);
        var fileKey = AgeFormat.Crypt(false, wrapKey, new byte[12], wrapped);
        Array.Clear(wrapKey, 0, wrapKey.Length);
        if (fileKey is null)
        {
            throw new ProtectionException(ProtectionErrorKind.WrongPassphrase, "The passphrase is not the one that it was encrypted with (or its first lines are damaged).");
        }

        if (!SecretBytes.AreEqual(Mac(header, fileKey), mac))
        {
            Array.Clear(fileKey, 0, fileKey.Length);
            throw Damaged("its header was changed");
        }

        return fileKey;
    }

    private static byte[] Mac(string header, byte[] fileKey)
    {
        var key = AgeFormat.Derive(fileKey, [], "header");
        using var hmac = new HMACSHA256(key);
        Array.Clear(key, 0, key.Length);
        return hmac.ComputeHash(Encoding.ASCII.GetBytes(header));
    }

    private static bool IsNumber(string text) => text.Length is 1 or 2 && text[0] is >= '1' and <= '9';

    private static string ReadLine(Stream input)
    {
        var line = new StringBuilder();
        int next;
        while ((next = input.ReadByte()) != '\n')
        {
            if (next < 0)
            {
                throw Damaged("it ends within its header");
            }

            if (next is < 0x20 or > 0x7e || line.Length == LineLimit)
            {
                throw Damaged("its header is malformed");
            }

            line.Append((char)next);
        }

        return line.ToString();
    }
}
