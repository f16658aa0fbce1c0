using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TravisOps.Hosts;

/// <summary>A TCP port that a host listens on.</summary>
/// <param name="Address">The address: <c>0.0.0.0</c> and <c>::</c> for all.</param>
/// <param name="Port">The port.</param>
public sealed record TcpListener(string Address, int Port)
{
    private static readonly Regex Row = new(@"^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A ", RegexOptions.CultureInvariant);

    /// <summary>From the host itself only.</summary>
    public bool IsLoopback => Address == "::1" || Address.StartsWith("127.", StringComparison.Ordinal) || Address.StartsWith("::ffff:127.", StringComparison.Ordinal);

    /// <summary>From everywhere.</summary>
    public bool IsEverywhere => Address is "0.0.0.0" or "::";

    /// <summary>As a person writes it.</summary>
    public override string ToString() => (Address.IndexOf(':') >= 0 ? "[" + Address + "]" : Address) + ":" + Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads /proc/net/tcp or /proc/net/tcp6 (proc(5)): state 0A is LISTEN; an address is written in 32-bit words in the byte order of
    /// the machine, which for every Travis CI Enterprise host is little-endian.</summary>
    public static IReadOnlyList<TcpListener> Read(string text)
    {
        var listeners = new List<TcpListener>();
        foreach (var line in TextLines.Of(text))
        {
            if (Row.Match(line) is { Success: true } match)
            {
                listeners.Add(new TcpListener(ReadAddress(match.Groups[1].Value), int.Parse(match.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            }
        }

        return listeners;
    }

    private static string ReadAddress(string hex)
    {
        var bytes = new byte[hex.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            var word = i / 4 * 4;
            bytes[i] = byte.Parse(hex.Substring((word + 3 - (i % 4)) * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return new System.Net.IPAddress(bytes).ToString();
    }
}
