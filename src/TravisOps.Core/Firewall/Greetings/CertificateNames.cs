using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TravisOps.Firewall.Greetings;

/// <summary>The names that a certificate is for (RFC 5280 section 4.2.1.6), and whether one of them is a host's (RFC 6125 section 6.4).</summary>
internal static class CertificateNames
{
    private const string SubjectAlternativeName = "2.5.29.17";
    private const byte Sequence = 0x30;
    private const byte DnsName = 0x82;
    private const byte IpAddress = 0x87;

    /// <summary>DNS names and IP addresses of the extension; empty when there is none.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.Cast<X509Extension>().FirstOrDefault(one => one.Oid?.Value == SubjectAlternativeName);
        return extension is null ? [] : Read(extension.RawData);
    }

    /// <summary>The host is one of the names; a certificate without names is for its common name, which is how 2017's clients saw it.</summary>
    public static bool Match(X509Certificate2 certificate, string host)
    {
        var names = Of(certificate);
        if (names.Count == 0)
        {
            names = [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? string.Empty];
        }

        return names.Any(name => Covers(name, host));
    }

    private static bool Covers(string name, string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return IPAddress.TryParse(name, out var own) && own.Equals(address);
        }

        name = name.TrimEnd('.');
        host = host.TrimEnd('.');
        if (!name.StartsWith("*.", StringComparison.Ordinal))
        {
            return string.Equals(name, host, StringComparison.OrdinalIgnoreCase);
        }

        // A star stands for one whole label, the left-most.
        var dot = host.IndexOf('.');
        return dot > 0 && string.Equals(name.Substring(1), host.Substring(dot), StringComparison.OrdinalIgnoreCase);
    }

    private static List<string> Read(byte[] der)
    {
        var names = new List<string>();
        var at = 0;
        if (Header(der, ref at, der.Length) is not (Sequence, var whole))
        {
            return names;
        }

        var end = at + whole;
        while (at < end && Header(der, ref at, end) is ({ } tag, { } length))
        {
            if (tag == DnsName)
            {
                names.Add(ForeignAnswer.Printable(Encoding.ASCII.GetString(der, at, length)));
            }
            else if (tag == IpAddress && length is 4 or 16)
            {
                names.Add(new IPAddress(der.Skip(at).Take(length).ToArray()).ToString());
            }

            at += length;
        }

        return names;
    }

    // Tag and length of an element that lies within its bounds; X.690 section 8.1.3, short form and long form of up to two octets.
    private static (byte Tag, int Length)? Header(byte[] der, ref int at, int end)
    {
        if (end - at < 2)
        {
            return null;
        }

        var tag = der[at++];
        int length = der[at++];
        if (length > 0x82)
        {
            return null;
        }

        if (length >= 0x80)
        {
            var octets = length - 0x80;
            length = 0;
            for (; octets > 0; octets--)
            {
                if (at == end)
                {
                    return null;
                }

                length = (length << 8) | der[at++];
            }
        }

        return length <= end - at ? (tag, length) : null;
    }
}
