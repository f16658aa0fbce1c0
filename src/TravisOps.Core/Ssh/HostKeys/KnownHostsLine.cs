using System;
using System.Text;

namespace TravisOps.Ssh;

/// <summary>One usable line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).</summary>
internal sealed class KnownHostsLine
{
    private static readonly char[] Blanks = [' ', '\t'];

    private readonly HostPatterns _hosts;

    private KnownHostsLine(string file, int number, KnownHostsMarker marker, HostPatterns hosts, string keyType, byte[] key)
    {
        File = file;
        Number = number;
        Marker = marker;
        _hosts = hosts;
        KeyType = keyType;
        Key = key;
    }

    public string File { get; }

    public int Number { get; }

    public KnownHostsMarker Marker { get; }

    public string KeyType { get; }

    public byte[] Key { get; }

    /// <summary>Reads a line; null for a comment, an empty line, and one that OpenSSH would skip too (unknown marker, broken key).</summary>
    public static KnownHostsLine? Parse(string text, string file, int number)
    {
        var rest = text.Trim(' ', '\t', '\r');
        if (rest.Length == 0 || rest[0] == '#')
        {
            return null;
        }

        var marker = KnownHostsMarker.None;
        if (rest[0] == '@')
        {
            switch (TakeWord(ref rest))
            {
                case "@cert-authority":
                    marker = KnownHostsMarker.CertAuthority;
                    break;
                case "@revoked":
                    marker = KnownHostsMarker.Revoked;
                    break;
                default:
                    return null;
            }
        }

        var hosts = HostPatterns.Parse(TakeWord(ref rest));
        var type = TakeWord(ref rest);
        var key = DecodeKey(TakeWord(ref rest), type);
        return hosts is null || key is null ? null : new KnownHostsLine(file, number, marker, hosts, type, key);
    }

    /// <summary>True when the line is for this host.</summary>
    /// <param name="name">The host as known_hosts spells it: a lower-case name, or <c>[name]:port</c>.</param>
    public bool IsFor(string name) => _hosts.Match(name);

    /// <summary>True when the line has exactly this key.</summary>
    public bool HasKey(byte[] key) => Key.AsSpan().SequenceEqual(key);

    private static string TakeWord(ref string rest)
    {
        var end = rest.IndexOfAny(Blanks);
        var word = end < 0 ? rest : rest.Substring(0, end);
        rest = end < 0 ? string.Empty : rest.Substring(end).TrimStart(Blanks);
        return word;
    }

    /// <summary>Decodes the key; its first field must repeat the type (RFC 4253, 6.6).</summary>
    private static byte[]? DecodeKey(string base64, string type)
    {
        byte[] key;
        try
        {
            key = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return null;
        }

        return type.Length > 0
            && key.Length > 4 + type.Length
            && ((key[0] << 24) | (key[1] << 16) | (key[2] << 8) | key[3]) == type.Length
            && Encoding.ASCII.GetString(key, 4, type.Length) == type
            ? key
            : null;
    }
}
