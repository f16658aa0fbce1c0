using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>The encryption key of a real container, saved, opened and compared through the engine; and it is seen nowhere else.</summary>
public sealed class EncryptionKeyCommandTests(HealthyLab healthy) : IDisposable
{
    private const string Passphrase = "correct horse battery";
    private const string Other = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZg";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_a_passphrase_it_is_saved_confirmed_opened_and_tested_and_shown_nowhere()
    {
        var lab = await healthy.GetAsync();
        var key = await KeyAsync(lab);
        var hunt = await SecretHunt.BeginAsync(lab, key);
        using var engine = new EngineHost();

        var first = Backup(engine, lab, ("Destination", _folder.Path), ("Passphrase", Secret.Of(Passphrase))).ThrowIfFailed();
        var path = Path.Combine(_folder.Path, $"travis-encryption-key-{lab.Platform.Name}.age");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllText(Path.Combine(_folder.Path, "travis-data-platform-20261126T090000Z.tar.zst"), string.Empty);
        var again = Backup(engine, lab, ("Destination", path), ("Passphrase", Secret.Of(Passphrase))).ThrowIfFailed();
        var opened = engine.Run("param($path, $passphrase) Get-TravisEncryptionKey $path -Passphrase $passphrase -Verbose -Debug", ("path", path), ("passphrase", Secret.Of(Passphrase))).ThrowIfFailed();
        var tested = Test(engine, lab, ("Path", path), ("Passphrase", Secret.Of(Passphrase))).ThrowIfFailed();

        var saved = Assert.Single(first.Output);
        Assert.Equal((lab.Platform.Name, path, "Passphrase", true, true, 64), (Text(saved, "ComputerName"), Text(saved, "Path"), Text(saved, "Protection"), Flag(saved, "Verified"), Flag(saved, "Changed"), (int)saved.Properties["KeyLength"].Value));
        Assert.Equal((false, true), (Flag(again.Output[0], "Changed"), Flag(again.Output[0], "Verified")));
        Assert.DoesNotContain(first.Warnings, warning => warning.Contains("Keep them apart", StringComparison.Ordinal));
        Assert.Contains(again.Warnings, warning => warning.Contains("travis-data-platform-20261126T090000Z.tar.zst", StringComparison.Ordinal) && warning.Contains("Keep them apart", StringComparison.Ordinal));
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(key, Plain(opened.Output[0]));
        Assert.Equal(("Pass", true), (Text(tested.Output[0], "Status"), Flag(tested.Output[0], "EqualsLive")));
        Assert.Single(new[] { saved, again.Output[0], opened.Output[0], tested.Output[0] }.Select(one => Text(one, "Fingerprint")).Distinct());
        await hunt.AssertNowhereAsync(first.AllText + again.AllText + opened.AllText + tested.AllText + Json([saved, opened.Output[0], tested.Output[0]]));
    }

    [Fact]
    public async Task For_a_certificate_it_opens_as_PowerShells_own_messages_do()
    {
        var lab = await healthy.GetAsync();
        using var certificate = TestCertificate.Create();
        using var onlyPublic = X509CertificateLoader.LoadCertificate(certificate.RawData);
        var file = Path.Combine(_folder.Path, "escrow.cer");
        File.WriteAllBytes(file, certificate.RawData);
        using var engine = new EngineHost();
        using var own = new EngineHost(import: false);
        own.Run("param($path) Import-Module $path -ErrorAction Stop", ("path", Path.Combine(AppContext.BaseDirectory, "security-module", "Microsoft.PowerShell.Security.dll"))).ThrowIfFailed();

        foreach (var recipient in new object[] { onlyPublic, file })
        {
            var target = Path.Combine(_folder.Path, Guid.NewGuid().ToString("N") + ".cms");
            var saved = Backup(engine, lab, ("Destination", target), ("Recipient", recipient)).ThrowIfFailed();
            var again = Backup(engine, lab, ("Destination", target), ("Recipient", recipient)).ThrowIfFailed();
            var opened = engine.Run("param($path, $certificate) Get-TravisEncryptionKey $path -Recipient $certificate", ("path", target), ("certificate", certificate)).ThrowIfFailed();
            var closed = engine.Run("param($path) Get-TravisEncryptionKey $path", ("path", target));

            Assert.Equal("Recipient", Text(saved.Output[0], "Protection"));

            // Without the private key only the fingerprint before the message tells.
            Assert.Equal((false, false), (Flag(again.Output[0], "Changed"), Flag(again.Output[0], "Verified")));
            Assert.Equal(await KeyAsync(lab), Plain(opened.Output[0]));
            Assert.StartsWith("PrivateKeyNotFound,", Assert.Single(closed.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

            // PowerShell's own command opens it without this module.
            var message = own.Run("param($path, $certificate) (Get-CmsMessage -Path $path).ContentEncryptionAlgorithm.Oid.Value; Unprotect-CmsMessage -Path $path -To $certificate", ("path", target), ("certificate", certificate)).ThrowIfFailed();
            Assert.Equal("2.16.840.1.101.3.4.1.42", message.Output[0].ToString());
            Assert.Contains("\nkey: " + await KeyAsync(lab) + "\n", message.Output[1].ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_changed_is_loud_and_the_old_backup_stays()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();
        var saved = Backup(engine, lab, ("Destination", _folder.Path), ("AllowPlainText", true)).ThrowIfFailed();
        var path = Text(saved.Output[0], "Path");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, Forged(text, await KeyAsync(lab)));
        var before = File.ReadAllText(path);

        var result = Backup(engine, lab, ("Destination", path), ("AllowPlainText", true));
        var tested = Test(engine, lab, ("Path", path));

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("EncryptionKeyChanged,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((ErrorCategory.SecurityError, (object)lab.Platform.Name), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Contains("NOT THE ONE IN ITS BACKUP", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(path));
        Assert.Equal(("Fail", false), (Text(tested.Output[0], "Status"), Flag(tested.Output[0], "EqualsLive")));
        Assert.DoesNotContain(Other, result.AllText + tested.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_paper_it_goes_to_the_output_and_nowhere_else_and_is_read_back()
    {
        var lab = await healthy.GetAsync();
        var key = await KeyAsync(lab);
        var hunt = await SecretHunt.BeginAsync(lab, key);
        using var engine = new EngineHost();

        var result = Backup(engine, lab, ("Paper", true)).ThrowIfFailed();
        var lines = LanguagePrimitives.ConvertTo<string[]>(Assert.Single(result.Output).Properties["Line"].Value);
        var typed = Path.Combine(_folder.Path, "typed.txt");
        File.WriteAllLines(typed, lines);
        var opened = engine.Run("param($path) Get-TravisEncryptionKey $path", ("path", typed)).ThrowIfFailed();
        var piped = engine.Run("param($lines) Get-TravisEncryptionKey -PaperLine $lines", ("lines", lines)).ThrowIfFailed();
        lines[5] = lines[5][..4] + (lines[5][4] == 'f' ? 'e' : 'f') + lines[5][5..];
        File.WriteAllLines(typed, lines);
        var wrong = engine.Run("param($path) Get-TravisEncryptionKey $path", ("path", typed));
        File.Delete(typed);

        Assert.Equal((key, key), (Plain(opened.Output[0]), Plain(piped.Output[0])));
        Assert.StartsWith("PaperMistyped,", Assert.Single(wrong.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("Line 2 was typed wrong: look at character 1 ", wrong.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
        await hunt.AssertNowhereAsync(string.Join("\n", [.. result.Verbose, .. result.Debug, .. result.Warnings, opened.AllText, piped.AllText, wrong.AllText]));
    }

    [Fact]
    public async Task Content_name_and_folder_go_to_the_disk_in_this_order_and_the_file_is_private_from_the_first_byte()
    {
        var lab = await healthy.GetAsync();
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "This machine has no strace.");
        using var traces = new TemporaryFolder();
        var trace = Path.Combine(traces.Path, "trace");
        var target = Path.Combine(_folder.Path, "key.txt");

        var run = await EngineProcess.RunAsync(
            $"""
            Import-Module '{Repository.ManifestPath}'
            Backup-TravisEncryptionKey -InventoryPath '{lab.InventoryPath}' -Destination '{target}' -AllowPlainText | ForEach-Object Path
            """,
            TestContext.Current.CancellationToken,
            "strace", "-f", "--seccomp-bpf", "-y", "-s", "4096", "-e", "trace=execve,openat,creat,fsync,renameat2,rename,link,chmod,fchmod", "-o", trace);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal([target], run.Output);
        var all = File.ReadAllText(trace);
        Assert.DoesNotContain(await KeyAsync(lab), all, StringComparison.Ordinal);
        var calls = all.Split('\n').Where(line => line.Contains(_folder.Path, StringComparison.Ordinal) && line.Contains(" = ", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf(' ', StringComparison.Ordinal)..].Trim())
            .ToList();
        Assert.Matches("""^openat\(.*/\.travisops-[0-9a-f]{32}\.tmp", O_RDWR\|O_CREAT\|O_EXCL\|O_CLOEXEC, 0600\) = """, calls[0]);
        Assert.Matches("""^fsync\([0-9]+<.*/\.travisops-[0-9a-f]{32}\.tmp>\)""", calls[1]);
        Assert.Matches("""^renameat2\(.*/key\.txt", RENAME_NOREPLACE\) = 0""", calls[2]);
        var folderFlush = calls.FindIndex(call => call.StartsWith("fsync(", StringComparison.Ordinal) && call.Contains($"<{_folder.Path}>", StringComparison.Ordinal));
        Assert.True(folderFlush > 2, string.Join('\n', calls));
    }

    [Fact]
    public void Without_protection_nothing_is_written_and_nobody_is_asked()
    {
        using var engine = new EngineHost();
        foreach (var (arguments, id) in new (string, string)[]
        {
            ($"-Destination {_folder.Path}", "ProtectionMissing"),
            ("", "ProtectionMissing"),
            ("-AllowPlainText -Passphrase $passphrase", "ProtectionAmbiguous"),
            ("-Passphrase ([securestring]::new())", "PassphraseNeeded"),
            ("-Recipient nobody", "NoCertificateFound"),
            ($"-AllowPlainText -Destination {_folder.Path}/missing/key.txt", "DestinationNotFound"),
            ($"-AllowPlainText -Destination {_folder.Path}/missing/", "DestinationNotFound"),
        })
        {
            // Nothing listens there: who asked it would have another error.
            var result = engine.Run($"param($passphrase) New-TravisInstallation -Platform 127.0.0.1 -Port 1 | Backup-TravisEncryptionKey {arguments}", ("passphrase", Secret.Of(Passphrase)));

            Assert.StartsWith(id + ",", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        var whatIf = engine.Run($"New-TravisInstallation -Platform 127.0.0.1 -Port 1 | Backup-TravisEncryptionKey -AllowPlainText -Destination {_folder.Path} -WhatIf").ThrowIfFailed();
        Assert.Empty(whatIf.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_destination_that_is_read_only_or_full_is_an_error_and_keeps_nothing()
    {
        var lab = await healthy.GetAsync();
        using var full = TemporaryMount.Tmpfs("4k");
        File.WriteAllBytes(Path.Combine(full.Path, "ballast"), new byte[4096]);
        using var readOnly = TemporaryMount.Tmpfs("64k");
        readOnly.Remount("ro");
        using var engine = new EngineHost();

        foreach (var (mount, word) in new[] { (full, "space"), (readOnly, "ead-only") })
        {
            var result = Backup(engine, lab, ("Destination", mount.Path), ("AllowPlainText", true));

            var error = Assert.Single(result.Errors);
            Assert.StartsWith("KeyBackupNotWritten,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Equal(lab.Platform.Name, error.TargetObject);
            Assert.Contains(word, error.Exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Directory.GetFiles(mount.Path).Select(Path.GetFileName), name => name != "ballast");
            Assert.DoesNotContain(await KeyAsync(lab), result.AllText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_share_that_drops_is_one_error_that_names_it_and_keeps_nothing()
    {
        var lab = await healthy.GetAsync();
        using var share = SshfsShare.Mount();
        using var engine = new EngineHost();
        Backup(engine, lab, ("Destination", Path.Combine(share.Path, "whole")), ("AllowPlainText", true)).ThrowIfFailed();
        share.SilenceServer();

        var result = Backup(engine, lab, ("Destination", Path.Combine(share.Path, "key")), ("AllowPlainText", true));

        // It depends on what the system still knows of the folder.
        var error = Assert.Single(result.Errors);
        Assert.Matches("^(KeyBackupNotWritten|DestinationNotFound),", error.FullyQualifiedErrorId);
        Assert.Contains(share.Path, error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("share", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.Combine(share.Served, "key"), Directory.GetFiles(share.Served));
        Assert.Contains(await KeyAsync(lab), File.ReadAllText(Path.Combine(share.Served, "whole")), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_a_host_and_of_a_file_are_one_each()
    {
        using var engine = new EngineHost();
        var down = engine.Run($"New-TravisInstallation -Platform 127.0.0.1 -Port 1 | Backup-TravisEncryptionKey -AllowPlainText -Destination {_folder.Path}");
        var missing = engine.Run($"Get-TravisEncryptionKey {_folder.Path}/missing");
        var noBackup = engine.Run("param($path) Get-TravisEncryptionKey $path", ("path", Repository.ManifestPath));

        Assert.EndsWith(",TravisOps.Commands.BackupTravisEncryptionKeyCommand", Assert.Single(down.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", down.Errors[0].TargetObject);
        Assert.StartsWith("KeyBackupNotFound,", Assert.Single(missing.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("KeyBackupDamaged,", Assert.Single(noBackup.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    // A backup of another key, as an earlier run had written it.
    private static string Forged(string text, string key)
    {
        using var engine = new EngineHost();
        var lines = PaperOf(Other);
        var fingerprint = Text(engine.Run("param($lines) Get-TravisEncryptionKey -PaperLine $lines", ("lines", lines)).ThrowIfFailed().Output[0], "Fingerprint");
        return string.Join('\n', text.Replace(key, Other, StringComparison.Ordinal).Split('\n').Select(line =>
            line.StartsWith("fingerprint: ", StringComparison.Ordinal) ? "fingerprint: " + fingerprint
            : line.StartsWith("keyLength: ", StringComparison.Ordinal) ? $"keyLength: {Other.Length}"
            : line));
    }

    // The digits by the rule of about_TravisOps_EncryptionKey.
    internal static string[] PaperOf(string key) =>
    [
        .. key.Chunk(16).Select((part, index) =>
        {
            var plain = index + 1 + part.Sum(letter => letter - 32);
            var weighted = ((index + 1) * 17) + part.Select((letter, place) => (place + 1) * (letter - 32)).Sum();
            return $"{index + 1:00}  {new string(part)}  = {plain % 97:00} {weighted % 97:00}";
        }),
    ];

    private static EngineResult Backup(EngineHost engine, LabInstallation lab, params (string Name, object Value)[] arguments) =>
        Run(engine, "Backup-TravisEncryptionKey", lab, arguments);

    private static EngineResult Test(EngineHost engine, LabInstallation lab, params (string Name, object Value)[] arguments) =>
        Run(engine, "Test-TravisEncryptionKey", lab, arguments);

    internal static EngineResult Run(EngineHost engine, string command, LabInstallation lab, params (string Name, object Value)[] arguments) => engine.Run(
        // Not -Debug: with it the engine itself asks at each warning.
        $"param($inventory, $arguments) $DebugPreference = 'Continue'; {command} -InventoryPath $inventory @arguments -Verbose",
        ("inventory", lab.InventoryPath),
        ("arguments", new Hashtable(arguments.ToDictionary(one => one.Name, one => one.Value))));

    internal static async Task<string> KeyAsync(LabInstallation lab) =>
        (await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "encryption-key"), TestContext.Current.CancellationToken)).Trim();

    private static string Plain(PSObject saved) => new System.Net.NetworkCredential(string.Empty, (System.Security.SecureString)saved.Properties["Key"].Value).Password;

    private static string Text(PSObject one, string property) => one.Properties[property].Value?.ToString() ?? string.Empty;

    private static bool? Flag(PSObject one, string property) => (bool?)one.Properties[property].Value;

    private static string Json(PSObject[] objects) => string.Join('\n', objects.SelectMany(one => one.Properties.Select(property => $"{property.Name}={property.Value}")));
}
