using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Backup-TravisData through the engine, of a lab's platform with a real PostgreSQL, and Test-TravisBackup of what it made.</summary>
public sealed class DataBackupCommandTests(DataBackupCommandTests.Platform platform) : IClassFixture<DataBackupCommandTests.Platform>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_is_made_tested_and_no_secret_is_seen_anywhere()
    {
        var lab = await platform.GetAsync();
        var key = await EncryptionKeyCommandTests.KeyAsync(lab);
        var password = (await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "rabbitmq-password"), TestContext.Current.CancellationToken)).Trim();
        SecretHunt[] hunts = [await SecretHunt.BeginAsync(lab, key), await SecretHunt.BeginAsync(lab, password)];
        using var engine = new EngineHost();

        var made = EncryptionKeyCommandTests.Run(engine, "Backup-TravisData", lab, ("Destination", _folder.Path)).ThrowIfFailed();
        var backup = Assert.Single(made.Output);
        var path = Text(backup, "Path");
        var tested = EncryptionKeyCommandTests.Run(engine, "Test-TravisBackup", lab, ("Path", path)).ThrowIfFailed();

        Assert.Equal((lab.Platform.Name, "Hot", "True", path + ".manifest.json"), (Text(backup, "ComputerName"), Text(backup, "Mode"), Text(backup, "IsConsistent"), Text(backup, "ManifestPath")));
        Assert.Equal(new FileInfo(path).Length, backup.Properties["Size"].Value);
        Assert.Equal("travis_production", Assert.Single(LanguagePrimitives.ConvertTo<string[]>(backup.Properties["Databases"].Value)));
        Assert.NotEmpty(Text(backup, "KeyFingerprint"));
        Assert.Contains(made.Progress, one => one.Activity == $"Backing up {lab.Platform.Name}" && one.RecordType == ProgressRecordType.Completed);
        Assert.DoesNotContain(tested.Output, one => Text(one, "Status") == "Fail");
        Assert.Contains(tested.Output, one => (Text(one, "Id"), Text(one, "Status")) == ("Backup.Database", "Pass"));

        // The archive has what the data directories have; that is what it is for.
        foreach (var hunt in hunts)
        {
            await hunt.AssertNowhereAsync(made.AllText + tested.AllText + string.Join('\n', made.Output.Concat(tested.Output).SelectMany(one => one.Properties).Select(one => one.Value)), path);
        }
    }

    [Fact]
    public async Task WhatIf_says_what_it_would_do_and_does_nothing()
    {
        var lab = await platform.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($inventory, $folder) Backup-TravisData -InventoryPath $inventory -Destination $folder -Mode Cold -Keep 1 -WhatIf", ("inventory", lab.InventoryPath), ("folder", _folder.Path)).ThrowIfFailed();

        Assert.Empty(result.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        var running = await lab.Platform.ExecAsync("docker ps | grep -c te-main", TestContext.Current.CancellationToken);
        Assert.Equal("1\n", running.Stdout);
    }

    [Fact]
    public async Task A_backup_behind_which_the_application_does_not_start_is_kept_and_told_of_loudly()
    {
        var lab = await platform.GetAsync();
        await lab.Platform.ExecAsync("docker exec replicated sh -c 'echo fail >/etc/replicated-stand-in/fault-start'", TestContext.Current.CancellationToken);
        using var engine = new EngineHost();
        try
        {
            var result = EncryptionKeyCommandTests.Run(engine, "Backup-TravisData", lab, ("Destination", _folder.Path), ("Mode", "Cold"), ("Confirm", false));

            var backup = Assert.Single(result.Output);
            Assert.True(File.Exists(Text(backup, "Path")));
            Assert.Contains("DID NOT START AGAIN", Text(backup, "ApplicationProblem"), StringComparison.Ordinal);
            var error = Assert.Single(result.Errors);
            Assert.StartsWith("BackupNotStarted,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("replicatedctl app start", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }
        finally
        {
            await lab.Platform.ExecAsync("docker exec replicated rm /etc/replicated-stand-in/fault-start; /usr/local/bin/replicatedctl app start --attach", CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("none", "There is no folder")]
    [InlineData("file", "is a file")]
    [InlineData("readonly", "can't be written")]
    public async Task A_destination_that_can_not_be_used_is_one_error_before_anything_is_done(string name, string message)
    {
        var lab = await platform.GetAsync();
        var destination = Path.Combine(_folder.Path, name);
        if (name == "file")
        {
            await File.WriteAllTextAsync(destination, string.Empty, TestContext.Current.CancellationToken);
        }

        using var mount = name == "readonly" ? TemporaryMount.Tmpfs("64k", "ro") : null;
        destination = mount?.Path ?? destination;
        using var engine = new EngineHost();

        var result = EncryptionKeyCommandTests.Run(engine, "Backup-TravisData", lab, ("Destination", destination), ("Mode", "Cold"));

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("BackupDestinationUnusable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((ErrorCategory.WriteError, (object)lab.Platform.Name), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Contains(message, error.Exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Empty(result.Output);
    }

    private static string Text(PSObject one, string property) => one.Properties[property].Value?.ToString() ?? string.Empty;

    /// <summary>One platform for all of them.</summary>
    public sealed class Platform : IAsyncDisposable
    {
        private readonly Lazy<Task<LabInstallation>> _lab = new(() => HealthyLab.StartAsync(new LabOptions { Workers = 0, Database = true }));

        public Task<LabInstallation> GetAsync()
        {
            HealthyLab.SkipWithoutLab();
            return _lab.Value;
        }

        public async ValueTask DisposeAsync()
        {
            if (_lab is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await (await _lab.Value).DisposeAsync();
            }
        }
    }
}
