using System;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Test-TravisBackup and Restore-TravisData through the real engine, without a host.</summary>
public sealed class BackupFileCommandTests
{
    private const string Platform = "New-TravisInstallation x platform.example.invalid | ";

    [Fact]
    public void A_backup_is_tested_and_its_results_read_like_all_others()
    {
        using TemporaryFolder folder = new();
        string path = Write(folder.Path);
        using var engine = new EngineHost();

        var results = engine.Run($"Test-TravisBackup -Path '{folder.Path}' -MaxAge 1.00:00:00").ThrowIfFailed().Output;

        Assert.Equal(
            "Backup.Archive=Pass Backup.Entries=Pass Backup.Database=Fail Backup.Consistency=Pass Backup.Age=Fail Backup.Key=Warn",
            string.Join(' ', results.Select(one => $"{one.Properties["Id"].Value}={one.Properties["Status"].Value}")));
        Assert.All(results, one => Assert.Equal("platform.example.invalid", one.Properties["ComputerName"].Value));
        Assert.All(results, one => Assert.Equal(path, one.Properties["Evidence"].Value));
    }

    [Theory]
    [InlineData("Test-TravisBackup -Path '{0}/none.tar'", "BackupNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Test-TravisBackup -Path '{0}'", "BackupNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Test-TravisBackup -Path '{0}/x.tar.partial'", "BackupArchiveDamaged", ErrorCategory.InvalidData)]
    [InlineData("Restore-TravisData -Path '{0}/none.tar' -Confirm:$false", "BackupNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Restore-TravisData -Confirm:$false", "BackupPathMissing", ErrorCategory.InvalidArgument)]
    [InlineData("Backup-TravisData -Destination '{0}' -Exclude var/travis/log, / -WhatIf", "ExcludeInvalid", ErrorCategory.InvalidArgument)]
    public void What_is_no_backup_is_one_error(string command, string errorId, ErrorCategory category)
    {
        using TemporaryFolder folder = new();
        using var engine = new EngineHost();

        var result = engine.Run(Platform + command.Replace("{0}", folder.Path, StringComparison.Ordinal));

        var error = Assert.Single(result.Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void WhatIf_says_what_would_be_replaced_and_contacts_nobody()
    {
        using TemporaryFolder folder = new();
        string path = Write(folder.Path);
        using var engine = new EngineHost();

        var result = engine.Run($"{Platform}Restore-TravisData -Path '{path}' -WhatIf").ThrowIfFailed();

        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
    }

    /// <summary>Of several that come through the pipeline the last one would be as good a guess as any.</summary>
    [Fact]
    public void Several_backups_are_not_restored_and_an_archive_with_its_manifest_is_one()
    {
        using TemporaryFolder folder = new();
        Write(folder.Path);
        using var engine = new EngineHost();

        engine.Run($"{Platform}Export-TravisInstallation -Path '{folder.Path}/travisops.yml'").ThrowIfFailed();
        var one = engine.Run($"[IO.DirectoryInfo]::new('{folder.Path}').GetFiles('travis-data*') | Restore-TravisData -InventoryPath '{folder.Path}/travisops.yml' -WhatIf");
        Write(folder.Path, "2020-11-25");
        var several = engine.Run($"[IO.DirectoryInfo]::new('{folder.Path}').GetFiles('travis-data*') | Restore-TravisData -Confirm:$false");

        Assert.Empty(one.Errors);
        var error = Assert.Single(several.Errors);
        Assert.StartsWith("SeveralBackups,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("these are 2: ", error.Exception.Message, StringComparison.Ordinal);
    }

    /// <summary>-Keep keeps older ones beside it, which must not fail each night's test.</summary>
    [Fact]
    public void In_a_folder_the_age_is_asked_of_the_newest()
    {
        using TemporaryFolder folder = new();
        Write(folder.Path, "2020-11-25");
        Write(folder.Path);
        using var engine = new EngineHost();

        var results = engine.Run($"Test-TravisBackup -Path '{folder.Path}' -MaxAge 1.00:00:00").ThrowIfFailed().Output;

        Assert.Equal("Skip Fail", string.Join(' ', results.Where(one => (string)one.Properties["Id"].Value == "Backup.Age").Select(one => one.Properties["Status"].Value)));
    }

    /// <summary>As the remedies of a drill print it, and as the object's Key.</summary>
    [Fact]
    public void What_Get_TravisEncryptionKey_gives_is_a_key()
    {
        using TemporaryFolder folder = new();
        string path = Write(folder.Path);
        using var engine = new EngineHost();
        string key = Path.Combine(folder.Path, "typed");
        File.WriteAllLines(key, EncryptionKeyCommandTests.PaperOf(new string('k', 40)));
        var remedy = (string)engine.Run($"Test-TravisBackup -Path '{path}'").ThrowIfFailed().Output.Single(one => (string)one.Properties["Id"].Value == "Backup.Key").Properties["Remedy"].Value;
        var command = remedy[remedy.IndexOf("Test-TravisBackup", StringComparison.Ordinal)..].Replace("<its file>", $"'{key}'", StringComparison.Ordinal);

        var tested = engine.Run($"{command} -Path '{path}'").ThrowIfFailed();

        Assert.Equal("Backup.Decryption", tested.Output[^1].Properties["Id"].Value);
        Assert.Contains("has 40 characters, and without the paper's heading nothing tells", Assert.Single(tested.Warnings), StringComparison.Ordinal);
        engine.Run($"Test-TravisBackup -Path '{path}' -EncryptionKey (Get-TravisEncryptionKey '{key}').Key").ThrowIfFailed();
    }

    [Fact]
    public void WhatIf_of_a_backup_says_that_Keep_will_delete()
    {
        using TemporaryFolder folder = new();
        RecordingHost host = new();
        using var engine = new EngineHost(host: host);

        engine.Run($"{Platform}Backup-TravisData -Destination '{folder.Path}' -Keep 3 -WhatIf").ThrowIfFailed();

        Assert.Contains("delete this platform's older backups there but the newest 3", host.Screen, StringComparison.Ordinal);
    }

    private static string Write(string folder, string day = "2020-11-26")
    {
        string path = Path.Combine(folder, $"travis-data-platform.example.invalid-{day.Replace("-", string.Empty, StringComparison.Ordinal)}T090000Z.tar");
        using (FileStream file = File.Create(path))
        using (TarWriter tar = new(file, TarEntryFormat.Gnu))
        {
            tar.WriteEntry(new GnuTarEntry(TarEntryType.Directory, "var/travis/") { ModificationTime = DateTimeOffset.UnixEpoch });
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "var/travis/file") { DataStream = new MemoryStream("text"u8.ToArray()), ModificationTime = DateTimeOffset.UnixEpoch });
        }

        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllText(path + ".manifest.json", $$"""
            {
              "version": 1, "computerName": "platform.example.invalid", "createdAt": "{{day}}T09:00:00Z", "finishedAt": "2020-11-26T09:00:01Z", "mode": "Cold", "isConsistent": true,
              "archiveName": "{{Path.GetFileName(path)}}", "archiveSize": {{bytes.Length}}, "archiveSha256": "{{Convert.ToHexStringLower(SHA256.HashData(bytes))}}", "compression": "None",
              "paths": ["/var/travis"], "toolVersion": "0.1.0", "contentSize": 4,
              "entries": [{ "path": "var/travis", "type": "Directory", "mode": "0755", "modifiedAt": "1970-01-01T00:00:00Z" }, { "path": "var/travis/file", "type": "File", "size": 4, "sha256": "{{Convert.ToHexStringLower(SHA256.HashData("text"u8))}}", "mode": "0644", "modifiedAt": "1970-01-01T00:00:00Z" }]
            }
            """);
        return path;
    }
}
