using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Redaction;

/// <summary>
/// Tells from the name of an environment variable, a YAML or JSON key, a header or an option whether its value is a secret.
/// All cases and joints: <c>TRAVIS_ENTERPRISE_SECURITY_TOKEN</c>, <c>clientSecret</c>, <c>rabbitmq-password</c>, <c>PGPASSWORD</c>.
/// </summary>
public static class SecretNames
{
    private const int MaxLength = 128;

    // A word of the name that is one of these makes it a secret.
    private static readonly HashSet<string> s_secretWords = new(StringComparer.Ordinal)
    {
        "password", "passwords", "passwd", "passphrase", "pass", "pwd", "pw", "secret", "secrets", "token", "tokens", "apikey", "apikeys", "credential",
        "credentials", "cred", "creds", "authorization", "cookie", "cookies", "bearer", "jwt", "otp", "privatekey", "accesskey", "secretkey", "encryptionkey", "psk",
        "masterauth", "bindpw", "rootpw", "userpw", "dbpw", "authtok", "passcode", "secretvalue",
    };

    // "key" alone says little; after one of these it is a secret.
    private static readonly HashSet<string> s_keyKinds = new(StringComparer.Ordinal)
    {
        "api", "access", "private", "secret", "encryption", "encrypt", "crypto", "master", "signing", "sign", "session", "account", "shared", "auth", "deploy", "ssl",
        "tls", "service", "storage", "license", "licence", "hmac", "aes", "consumer", "app", "application", "client", "pusher", "ssh", "rsa", "webhook",
    };

    private static readonly HashSet<string> s_maybeWords = new(StringComparer.Ordinal)
    {
        "key", "keys", "auth", "salt", "signature", "sig", "session", "sid", "csrf", "nonce", "dsn", "license", "licence", "login", "sessionid", "jsessionid", "phpsessid", "sessid",
    };

    // The last word of the name of something about a secret, which is none itself.
    private static readonly HashSet<string> s_plainEnds = new(StringComparer.Ordinal)
    {
        "path", "paths", "file", "files", "filename", "dir", "directory", "folder", "location", "name", "names", "type", "types", "length", "len", "size", "count", "max",
        "min", "limit", "timeout", "ttl", "expires", "expiry", "expiration", "expired", "age", "policy", "endpoint", "url", "uri", "id", "ids", "version", "format",
        "field", "header", "enabled", "disabled", "required", "prompt", "reset", "changed", "updated", "created", "at", "date", "time", "rotation", "status", "state",
        "check", "valid", "invalid", "mismatch", "error", "errors", "fingerprint", "method", "provider", "store", "source", "suffix", "prefix", "hint", "kind", "mode",
        "authentication", "algorithm", "usage", "scope", "scopes", "index", "host", "port", "user", "username", "lifetime", "access", "stdin", "digest", "digests", "release", "releases",
    };

    // max_tokens, num_secrets: how many there are.
    private static readonly HashSet<string> s_measures = new(StringComparer.Ordinal) { "max", "min", "num", "number", "count", "total", "no" };

    // What stands between public and key in the name of a public key.
    private static readonly HashSet<string> s_publicKinds = new(StringComparer.Ordinal) { "ssh", "rsa", "gpg", "pgp" };

    private static readonly string[] s_secretEnds =
    [
        "password", "passwords", "passwd", "passphrase", "pass", "pwd", "secret", "secrets", "token", "tokens", "apikey", "privatekey", "accesskey", "secretkey", "encryptionkey", "cookie",
    ];

    // Words that end so and have nothing to do with it.
    private static readonly HashSet<string> s_plainWords = new(StringComparer.Ordinal)
    {
        "bypass", "compass", "encompass", "surpass", "trespass", "overpass", "underpass", "lowpass", "highpass", "bandpass", "multipass", "singlepass", "onepass", "twopass", "oldpwd", "syncookie", "nocookie",
    };

    /// <summary>Every word, alone or in two parts, that makes a name a secret's.</summary>
    internal static IEnumerable<string> Words => [.. s_secretWords, .. s_secretEnds, .. s_keyKinds.SelectMany(kind => new[] { kind + "_key", kind + "_keys" })];

    /// <summary>Tells what the name says.</summary>
    /// <param name="name">A name without quotes, such as <c>GITHUB_TOKEN</c> or <c>oauth2.client_secret</c>.</param>
    public static SecretNameKind Classify(string name) => name is null ? throw new ArgumentNullException(nameof(name)) : Classify(name.AsSpan());

    /// <inheritdoc cref="Classify(string)"/>
    public static SecretNameKind Classify(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return SecretNameKind.None;
        }

        var words = Split(name);
        if (words.Count == 0)
        {
            return SecretNameKind.None;
        }

        RemovePublicKeys(words);
        if (words.Count == 0 || (s_plainEnds.Contains(words[words.Count - 1]) && !IsSecretId(words) && !IsMaybeId(words)) || s_measures.Contains(words[0]))
        {
            return SecretNameKind.None;
        }

        var kind = SecretNameKind.None;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (s_secretWords.Contains(word) || (word is "key" or "keys" && i > 0 && s_keyKinds.Contains(words[i - 1])) || EndsAsSecret(word)
                || (word is "response" or "assertion" && i > 0 && words[i - 1] == "saml"))
            {
                return SecretNameKind.Secret;
            }

            if (s_maybeWords.Contains(word))
            {
                kind = SecretNameKind.Maybe;
            }
        }

        return kind;
    }

    /// <summary>True when the value of a setting of that name is a secret, whatever it looks like.</summary>
    public static bool IsSecret(string name) => Classify(name) == SecretNameKind.Secret;

    // secret_id: the secret half of an AppRole of Vault.
    private static bool IsSecretId(List<string> words) => words.Count > 1 && words[words.Count - 1] == "id" && words[words.Count - 2] == "secret";

    // session_id logs in, license_id is what Replicated fetches an installation by.
    private static bool IsMaybeId(List<string> words) => words.Count > 1 && words[words.Count - 1] == "id" && words[words.Count - 2] is "session" or "license" or "licence";

    // public_key, public_ssh_keys, PublicKeyToken: that part of the name is of no secret, the rest may be.
    private static void RemovePublicKeys(List<string> words)
    {
        var at = words.IndexOf("public");
        var key = at + 1 < words.Count && s_publicKinds.Contains(words[at + 1]) ? at + 2 : at + 1;
        if (at < 0 && (at = words.IndexOf("recv")) >= 0)
        {
            // --recv-keys of gpg.
            key = at + 1;
        }

        if (at >= 0 && key < words.Count && words[key] is "key" or "keys")
        {
            words.RemoveRange(at, key + 1 < words.Count && words[key + 1] == "token" ? key + 2 - at : key + 1 - at);
        }
    }

    // PGPASSWORD, authtoken, DBPASS.
    private static bool EndsAsSecret(string word)
    {
        if (s_plainWords.Contains(word))
        {
            return false;
        }

        foreach (var end in s_secretEnds)
        {
            if (word.Length > end.Length && word.EndsWith(end, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // The words of the name in lower case: clientSecret, client-secret and CLIENT_SECRET are client and secret.
    private static List<string> Split(ReadOnlySpan<char> name)
    {
        var words = new List<string>(4);
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsLetterOrDigit(name[i]);
            var humps = !ends && i > start && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (ends || humps)
            {
                if (i > start)
                {
                    words.Add(name.Slice(start, i - start).ToString().ToLowerInvariant().TrimEnd(s_digits));
                }

                start = humps ? i : i + 1;
            }
        }

        return words;
    }

    private static readonly char[] s_digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
}
