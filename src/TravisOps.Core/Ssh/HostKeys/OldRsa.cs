using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace TravisOps.Ssh;

/// <summary>RSA host keys of servers before OpenSSH 7.2 (its release notes): they are proven with SHA-1, under the name of the key's type.</summary>
internal static class OldRsa
{
    /// <summary>The type of an RSA key, and the name of its SHA-1 signature.</summary>
    public const string KeyType = "ssh-rsa";

    /// <summary>The library's error says what the server offers: an RSA key, and no way to prove it but SHA-1.</summary>
    public static bool IsAllOf(Exception? error)
    {
        var match = Regex.Match(error?.Message ?? string.Empty, @"^No matching host key algorithm \(server offers ([^)]*)\)");
        string[] offered = [.. match.Groups[1].Value.Split(',').Select(name => name.Trim())];
        return offered.Contains(KeyType) && !offered.Any(name => name.StartsWith("rsa-sha2-", StringComparison.Ordinal));
    }

    /// <summary>Nothing but RSA is known.</summary>
    public static bool IsAllOf(IReadOnlyList<string> knownTypes) => knownTypes.Count > 0 && knownTypes.All(type => type == KeyType);
}
