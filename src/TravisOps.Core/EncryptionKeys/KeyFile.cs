using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using TravisOps.Protection;

namespace TravisOps.EncryptionKeys;

/// <summary>
/// The text in which a key is kept, described in docs/about_TravisOps_EncryptionKey.md: comments, then lines <c>name: value</c>, of which the last
/// has the key. It is read on its bytes, so that the key never becomes a string.
/// </summary>
internal static class KeyFile
{
    /// <summary>Name of the line that says what it is.</summary>
    public const string FormatName = "format";

    /// <summary>What it says in every version.</summary>
    public const string FormatMark = "travisops-encryption-key/";

    /// <summary>What it says.</summary>
    public const string Format = FormatMark + "1";

    /// <summary>More is not read: a backup has some hundred bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const string KeyName = "key";

    private const string About = """
        # Encryption key of a Travis CI Enterprise platform. Without it the platform's database can't be read.
        # Keep it where it outlives the platform, and apart from backups of the data.
        # To use it: enter it as the encryption key in the settings of the new platform before its first start.

        """;

    /// <summary>The text; who calls clears it.</summary>
    public static byte[] Write(EncryptionKey key, KeyDetails details)
    {
        var head = Encoding.UTF8.GetBytes(Comments + details.ToLines() + KeyName + ": ");
        var text = new byte[head.Length + key.Length + 1];
        Buffer.BlockCopy(head, 0, text, 0, head.Length);
        Buffer.BlockCopy(key.Bytes, 0, text, head.Length, key.Length);
        text[text.Length - 1] = (byte)'\n';
        return text;
    }

    /// <summary>The text without the key, to stand before one that is encrypted for a certificate.</summary>
    public static string WriteDetails(KeyDetails details) => Comments + details.ToLines();

    /// <summary>Reads the text and checks that the key is the one that its fingerprint tells.</summary>
    /// <exception cref="EncryptionKeyException">It is damaged or something else.</exception>
    public static (EncryptionKey Key, KeyDetails Details) Read(byte[] text)
    {
        var values = Lines(text, out var start, out var length);
        if (length < 0)
        {
            throw Damaged("it has no line with the key");
        }

        var details = ToDetails(values);
        EncryptionKey key;
        try
        {
            key = EncryptionKey.Own(text.AsSpan(start, length).ToArray());
        }
        catch (EncryptionKeyException error)
        {
            throw Damaged(error.Message.TrimEnd('.'));
        }

        if (key.Length == details.KeyLength && key.Fingerprint == details.Fingerprint)
        {
            return (key, details);
        }

        key.Dispose();
        throw Damaged("the key in it is not the one that its fingerprint tells");
    }

    /// <summary>Reads the details alone; what follows the text does not matter.</summary>
    /// <exception cref="EncryptionKeyException">There are none.</exception>
    public static KeyDetails ReadDetails(byte[] text) => ToDetails(Lines(text, out _, out _));

    private static string Comments => About.Replace("\r", string.Empty);

    private static KeyDetails ToDetails(Dictionary<string, string> values)
    {
        string Value(string name) => values.TryGetValue(name, out var value) ? value : throw Damaged($"its line '{name}' is missing");
        if (Value(FormatName) != Format)
        {
            throw Damaged($"its format is not {Format}; a newer version of TravisOps may have written it");
        }

        var fingerprint = Value("fingerprint");
        if (!DateTime.TryParseExact(Value("createdAt"), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var created)
            || !int.TryParse(Value("keyLength"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || !KeyFingerprint.IsOne(fingerprint))
        {
            throw Damaged("one of its lines is malformed");
        }

        return new KeyDetails { ComputerName = Value("computerName"), CreatedAt = created, Fingerprint = fingerprint, KeyLength = length, Tool = Value("tool") };
    }

    // All lines but the key's become strings; of that one only the place is told.
    private static Dictionary<string, string> Lines(byte[] text, out int keyStart, out int keyLength)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        (keyStart, keyLength) = (0, -1);
        for (var start = 0; start < text.Length;)
        {
            var end = Array.IndexOf(text, (byte)'\n', start);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(start, end - start);
            var colon = line.IndexOf(": "u8);
            if (colon > 0 && line[0] != '#')
            {
                var name = Encoding.UTF8.GetString(line.Slice(0, colon).ToArray());
                var length = line.Length - colon - 2;
                length -= length > 0 && line[line.Length - 1] == '\r' ? 1 : 0;
                if (name == KeyName)
                {
                    (keyStart, keyLength) = (start + colon + 2, length);
                }
                else
                {
                    values[name] = Encoding.UTF8.GetString(line.Slice(colon + 2, length).ToArray());
                }
            }

            start = end + 1;
        }

        return values;
    }

    private static EncryptionKeyException Damaged(string reason) => new(EncryptionKeyErrorKind.Damaged, $"It is no backup of an encryption key, or a damaged one: {reason}.");
}
