using System;
using System.Collections.Generic;
using System.Linq;
using Renci.SshNet;

namespace TravisOps.Ssh;

/// <summary>
/// What is offered to servers, best first. SHA-1, MD5, CBC, 3DES and DSA are left out. The list reaches down to what OpenSSH 6.6 of
/// Ubuntu 14.04 speaks (curve25519-sha256@libssh.org, AES-CTR and AES-GCM, hmac-sha2).
/// </summary>
public static class SshAlgorithms
{
    /// <summary>
    /// Environment variable that orders the key exchange otherwise: names from <see cref="KeyExchanges"/> with commas between; only
    /// the named ones are offered. <c>TRAVISOPS_KEX=curve25519-sha256</c> saves the client's share of the post-quantum exchange.
    /// </summary>
    public const string KeyExchangeVariable = "TRAVISOPS_KEX";

    private const string Aes128Gcm = "aes128-gcm@openssh.com";

    private static readonly Lazy<bool> GcmWorks = new(ProbeGcm);

    /// <summary>Key exchanges: those that also withstand a quantum computer, then elliptic curves, then finite fields.</summary>
    public static IReadOnlyList<string> KeyExchanges { get; } =
    [
        "mlkem768x25519-sha256",
        "sntrup761x25519-sha512",
        "sntrup761x25519-sha512@openssh.com",
        "curve25519-sha256",
        "curve25519-sha256@libssh.org",
        "ecdh-sha2-nistp256",
        "ecdh-sha2-nistp384",
        "ecdh-sha2-nistp521",
        "diffie-hellman-group16-sha512",
        "diffie-hellman-group18-sha512",
        "diffie-hellman-group-exchange-sha256",
        "diffie-hellman-group14-sha256",
    ];

    /// <summary>Ciphers. AES-GCM leads where the platform's own cryptography has it; elsewhere it is left out.</summary>
    public static IReadOnlyList<string> Ciphers => GcmWorks.Value
        ? [Aes128Gcm, "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr"]
        : ["aes128-ctr", "aes192-ctr", "aes256-ctr", "chacha20-poly1305@openssh.com"];

    /// <summary>Message authentication codes for the ciphers that need one: encrypt-then-MAC first.</summary>
    public static IReadOnlyList<string> MessageAuthenticationCodes { get; } =
    [
        "hmac-sha2-256-etm@openssh.com",
        "hmac-sha2-512-etm@openssh.com",
        "hmac-sha2-256",
        "hmac-sha2-512",
    ];

    /// <summary>The key exchanges in the order in which they are offered: <see cref="KeyExchanges"/>, or what <see cref="KeyExchangeVariable"/> says.</summary>
    /// <exception cref="FormatException">The variable has a name that is not in <see cref="KeyExchanges"/>.</exception>
    public static IReadOnlyList<string> OfferedKeyExchanges() => ParseKeyExchanges(Environment.GetEnvironmentVariable(KeyExchangeVariable));

    internal static IReadOnlyList<string> ParseKeyExchanges(string? order)
    {
        if (string.IsNullOrWhiteSpace(order))
        {
            return KeyExchanges;
        }

        var names = order!.Split(',').Select(name => name.Trim()).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            if (!KeyExchanges.Contains(name, StringComparer.Ordinal))
            {
                throw new FormatException($"{KeyExchangeVariable} names the key exchange '{name}', which is not one of: {string.Join(", ", KeyExchanges)}.");
            }
        }

        return names.Count > 0 ? names : KeyExchanges;
    }

    internal static void Apply(ConnectionInfo connection, IReadOnlyList<string> keyExchanges, IReadOnlyList<string> hostKeys)
    {
        Keep(connection.KeyExchangeAlgorithms, keyExchanges);
        Keep(connection.Encryptions, Ciphers);
        Keep(connection.HmacAlgorithms, MessageAuthenticationCodes);
        Keep(connection.HostKeyAlgorithms, hostKeys);

        // Compression before or after log-in costs memory on both sides and nothing here is large.
        Keep(connection.CompressionAlgorithms, ["none"]);
    }

    private static void Keep<T>(IOrderedDictionary<string, T> algorithms, IReadOnlyList<string> wanted)
    {
        foreach (var name in algorithms.Keys.Except(wanted, StringComparer.Ordinal).ToList())
        {
            algorithms.Remove(name);
        }

        var position = 0;
        foreach (var name in wanted)
        {
            if (algorithms.ContainsKey(name))
            {
                algorithms.SetPosition(name, position++);
            }
        }
    }

    private static bool ProbeGcm()
    {
        try
        {
            using var method = new NoneAuthenticationMethod("probe");
            var info = new ConnectionInfo("localhost", "probe", method);
            var cipher = info.Encryptions[Aes128Gcm].Cipher(new byte[16], new byte[12]);
            cipher.Encrypt(new byte[20], 4, 16);
            (cipher as IDisposable)?.Dispose();
            return true;
        }
        catch (Exception error) when (error is PlatformNotSupportedException or NotSupportedException or TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or NotImplementedException or System.Security.Cryptography.CryptographicException)
        {
            // .NET Framework's GCM is Windows' CNG: mono has none.
            return false;
        }
    }
}
