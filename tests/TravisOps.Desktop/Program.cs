using System;
using System.Security;
using System.Security.Cryptography;
using TravisOps.Backups;
using TravisOps.Checks;
using TravisOps.EncryptionKeys;
using TravisOps.Firewall;
using TravisOps.Installations;
using TravisOps.Probing;
using TravisOps.Ssh;

namespace TravisOps.Desktop;

/// <summary>Runs the preflight of one inventory on the .NET Framework build of the core and prints a line a result: host, id, status, message.
/// With <c>firewall</c> before the inventory it looks at the ports instead: host, port, state, detail; with <c>key</c> it saves the platform's encryption key to
/// the file that is named after it, with the passphrase in PASSPHRASE, and prints its fingerprint; with
/// <c>gunzip</c> it prints the SHA-256 of a backup's content.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments[0] == "firewall")
        {
            return Firewall(InventoryReader.Read(arguments[1]).Select(null));
        }

        if (arguments[0] == "key")
        {
            return Key(InventoryReader.Read(arguments[1]).Select(null), arguments[2]);
        }

        if (arguments[0] == "gunzip")
        {
            using var content = BackupArchive.OpenTar(arguments[1], BackupCompression.Gzip);
            using var sha256 = SHA256.Create();
            Console.WriteLine(BitConverter.ToString(sha256.ComputeHash(content)));
            return 0;
        }

        var installation = InventoryReader.Read(arguments[0]).Select(null);
        var options = new SshOptions();
        foreach (var host in installation.Hosts)
        {
            var evidence = HostProbe.Run(host, PreflightPlan.For(host.Role, skipReplicated: false), options, default);
            Console.WriteLine($"{host.ComputerName}\tcipher\t{evidence.Connection.Cipher}\t{evidence.Connection.ServerVersion}");
            foreach (var result in PreflightEvaluator.Evaluate(evidence, skipReplicated: false))
            {
                Console.WriteLine($"{result.ComputerName}\t{result.Id}\t{result.Status}\t{result.Message}");
            }
        }

        return 0;
    }

    private static int Key(TravisInstallation installation, string path)
    {
        var passphrase = new SecureString();
        foreach (var letter in Environment.GetEnvironmentVariable("PASSPHRASE")!)
        {
            passphrase.AppendChar(letter);
        }

        using var live = LiveKey.Read(installation.Platform, new SshOptions(), default);
        var protection = new KeyProtection { Kind = KeyProtectionKind.Passphrase, Passphrase = passphrase };
        var saved = KeyBackup.Save(live.Key, installation.Platform.ComputerName, path, protection);
        Console.WriteLine($"{saved.ComputerName}\t{saved.Fingerprint}");
        return 0;
    }

    private static int Firewall(TravisInstallation installation)
    {
        foreach (var result in LocalFirewall.ProbeAsync(FirewallTargets.FromHere(installation, installation.Hosts), FirewallProbe.DefaultWait, null, default).Result)
        {
            Console.WriteLine($"{result.ComputerName}\t{result.Port}\t{result.State}\t{result.Detail}");
        }

        return 0;
    }
}
