using System;

namespace TravisOps.Installations;

/// <summary>The keys of an inventory, and what to say of any other.</summary>
internal static class InventoryKeys
{
    public const string Default = "default";
    public const string Installations = "installations";
    public const string PublicHostName = "publicHostName";
    public const string Platform = "platform";
    public const string Workers = "workers";
    public const string Host = "host";
    public const string Address = "address";
    public const string Port = "port";
    public const string User = "user";
    public const string KeyFile = "keyFile";
    public const string KnownHostsFile = "knownHostsFile";
    public const string Sudo = "sudo";
    public const string JumpHost = "jumpHost";

    public static readonly string[] OfFile = [Default, Installations];

    public static readonly string[] OfInstallation = [PublicHostName, Port, User, KeyFile, KnownHostsFile, Sudo, JumpHost, Platform, Workers];

    public static readonly string[] OfHost = [Host, Address, Port, User, KeyFile, KnownHostsFile, Sudo, JumpHost];

    /// <exception cref="InventoryException">A key that is not among the known ones.</exception>
    public static void Check(YamlMapping mapping, string[] known)
    {
        foreach (var entry in mapping.Entries)
        {
            var key = entry.Key.Value;
            if (Array.IndexOf(known, key) >= 0)
            {
                continue;
            }

            if (SecretAdvice(key) is { } advice)
            {
                throw entry.Key.Origin.Error($"the key {ValueText.Show(key)} looks like a secret, and secrets do not belong in an inventory. Remove it and change the secret if others can read the file; {advice}");
            }

            var meant = ValueText.Nearest(key, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
            throw entry.Key.Origin.Error($"unknown key {ValueText.Show(key)}{meant} Known keys: {string.Join(", ", known)}");
        }
    }

    private static string? SecretAdvice(string key)
    {
        var word = key.Replace("_", string.Empty).Replace("-", string.Empty).ToUpperInvariant();
        bool Has(string part) => word.IndexOf(part, StringComparison.Ordinal) >= 0;
        if (Has("PASSPHRASE") || (Has("KEY") && Has("PASS")))
        {
            return "commands take the passphrase of a key file with -KeyPassphrase";
        }

        if (Has("SUDO") && (Has("PASS") || Has("PW") || Has("CREDENTIAL")))
        {
            return "commands take the sudo password with -SudoCredential";
        }

        if (Has("PASSW") || word is "PASS" or "PWD" or "PW" || Has("CREDENTIAL"))
        {
            return "commands take the log-in password with -Credential and the sudo password with -SudoCredential";
        }

        return Has("SECRET") || Has("TOKEN") || Has("PRIVATEKEY") || Has("ENCRYPTIONKEY")
            ? "no command needs it from you (a private key is given as a file, with 'keyFile' or -KeyFilePath)"
            : null;
    }
}
