using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TravisOps.Backups;
using TravisOps.EncryptionKeys;
using TravisOps.Files;
using Xunit;
using TemporaryFolder = TravisOps.Core.Tests.Installations.TemporaryFolder;

namespace TravisOps.Core.Tests.Backups;

/// <summary>What is told of a backup that fails on this side, and of what fails behind one that is there.</summary>
public sealed class BackupFailureTests : IDisposable
{
    private static readonly TravisHost s_host = new() { ComputerName = "platform", Role = TravisRole.Platform };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false, null, "The disk is full.")]
    [InlineData(true, false, "stopped false", "The disk is full. The platform starts the application by itself. Replicated says of it now: stopped.")]
    [InlineData(true, false, null, "The disk is full. The platform starts the application by itself. Replicated can't be asked for its state.")]
    [InlineData(true, true, null, "The disk is full. The application runs again.")]
    public void A_failure_of_this_side_tells_whether_the_application_runs(bool isStopped, bool hasStarted, string? state, string told)
    {
        var error = BackupFailures.WithApplication(s_host, new(BackupProblem.DestinationFull, "The disk is full.", "Make room."), isStopped, hasStarted, null, () => state);

        Assert.Equal((BackupProblem.DestinationFull, told), (error.Problem, error.Message));
        Assert.Equal(isStopped && !hasStarted, error.Remedy.Contains("replicatedctl app status", StringComparison.Ordinal));
    }

    [Fact]
    public void An_application_that_did_not_start_is_told_with_it()
    {
        var error = BackupFailures.WithApplication(s_host, new(BackupProblem.DestinationFull, "The disk is full.", "Make room."), isStopped: true, hasStarted: true, new(BackupProblem.NotStarted, "IT DID NOT START.", "Start it."), () => null);

        Assert.Equal(("The disk is full. IT DID NOT START.", "Make room. Then: Start it."), (error.Message, error.Remedy));
    }

    /// <summary>The share went away in the moment behind the last rename.</summary>
    [Fact]
    public void A_folder_that_can_not_be_looked_at_behind_a_backup_is_a_warning()
    {
        var manifest = BackupFinder.ReadManifest(BackupFactory.Write(_folder.Path, [1, 2, 3]));
        List<string> warnings = [];

        Assert.Empty(DataBackup.LookAround(_folder.File("gone"), manifest, 1, null, warnings.Add));

        Assert.Contains("which is whole; no older one was removed", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_earlier_ones_left_is_a_warning_behind_a_backup()
    {
        var manifest = BackupFinder.ReadManifest(BackupFactory.Write(_folder.Path, [1, 2, 3]));
        var left = _folder.Write("travis-data-platform.lab.test-20261101T090000Z.tar.zst.partial", "x");
        File.SetLastWriteTimeUtc(left, manifest.CreatedAt.AddDays(-1));
        List<string> warnings = [];

        DataBackup.LookAround(_folder.Path, manifest, null, null, warnings.Add);

        Assert.Contains($"Remove-Item -LiteralPath '{left}'", Assert.Single(warnings), StringComparison.Ordinal);
    }

    /// <summary>Only of this platform, only from before this run, and not what another run is writing.</summary>
    [Fact]
    public void What_backups_left_that_were_cut_off_is_told_with_the_command_that_removes_it()
    {
        var start = DateTime.UtcNow.AddHours(-1);
        string Left(string name, TimeSpan age)
        {
            var path = _folder.Write(name, new string('x', 1_000_000));
            File.SetLastWriteTimeUtc(path, start - age);
            return path;
        }

        string[] old = [Left("travis-data-platform-20261101T090000Z.tar.zst.partial", TimeSpan.FromDays(1)), Left("travis-data-platform-20261102T090000Z.tar.manifest.json", TimeSpan.FromDays(1))];
        Left("travis-data-platform-20261103T090000Z.tar.zst.partial", -TimeSpan.FromMinutes(1));
        Left("travis-data-other-20261101T090000Z.tar.zst.partial", TimeSpan.FromDays(1));
        Left("travis-data-platform-20261104T090000Z.tar.gz", TimeSpan.FromDays(1));
        Left("travis-data-platform-20261104T090000Z.tar.gz.manifest.json", TimeSpan.FromDays(1));
        Left("notes.partial", TimeSpan.FromDays(1));
        using (PrivateFiles.Create(_folder.File("travis-data-platform-20261105T090000Z.tar.zst.partial")))
        {
            File.SetLastWriteTimeUtc(_folder.File("travis-data-platform-20261105T090000Z.tar.zst.partial"), start.AddDays(-1));

            Assert.Equal($"Backups of platform that were cut off have left 2 files in '{_folder.Path}' that no backup needs, 0.002 GB. When no other backup is under way, remove that: Remove-Item -LiteralPath '{old[0]}', '{old[1]}'", BackupLeftovers.Tell(_folder.Path, "platform", start));
        }

        Assert.Contains("have left 3 files", BackupLeftovers.Tell(_folder.Path, "platform", start), StringComparison.Ordinal);
        Assert.Null(BackupLeftovers.Tell(_folder.Path, "platform.example.com", start));
    }

    /// <summary>The default form of a saved key shows nothing of itself but the format of age.</summary>
    [Theory]
    [InlineData("travis-encryption-key-platform.bak", "", true)]
    [InlineData("safe.txt", "# notes\nformat: travisops-encryption-key/1\n", true)]
    [InlineData("safe.age", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl", true)]
    [InlineData("safe.bin", "age-encryption.org/v1\n-> scrypt ", true)]
    [InlineData("notes.txt", "the key is in the safe", false)]
    public void A_saved_key_beside_the_data_is_found_by_name_or_form(string name, string content, bool isKey)
    {
        BackupFactory.Write(_folder.Path, [1, 2, 3]);
        var path = _folder.Write(name, content);

        Assert.Equal(isKey ? path : null, BackupTarget.KeyIn(_folder.Path));
    }

    [Theory]
    [InlineData("travis-data-platform-20261126T090000Z.tar", true)]
    [InlineData("travis-data-platform-20261126T090000Z.tar.zst.partial", true)]
    [InlineData("old.tar.gz.manifest.json", true)]
    [InlineData("old.tar.gz", false)]
    [InlineData("app.manifest.json", false)]
    public void Data_beside_a_saved_key_is_known_by_its_name(string name, bool isData)
    {
        _folder.Write(name, string.Empty);

        Assert.Equal(isData ? _folder.File(name) : null, KeyBackup.DataBeside(_folder.File("travis-encryption-key-platform.age")));
    }

    [Theory]
    [InlineData(BackupCompression.None)]
    [InlineData(BackupCompression.Gzip)]
    [InlineData(BackupCompression.Zstd)]
    public void An_archive_that_went_bad_since_it_was_verified_is_told_as_such(BackupCompression compression)
    {
        var content = new byte[200_000];
        new Random(1).NextBytes(content);
        var path = BackupFactory.Write(_folder.Path, content, compression: compression);
        var manifest = BackupFinder.ReadManifest(path);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        foreach (var spoiled in new[] { bytes, bytes[..(bytes.Length / 2)] })
        {
            File.WriteAllBytes(path, spoiled);
            using var dump = DamagedArchive.Explain(new DumpStream(path, manifest, manifest.Databases[0]), path);

            var error = Assert.Throws<BackupException>(() => dump.CopyTo(Stream.Null));

            Assert.Equal(BackupProblem.ArchiveDamaged, error.Problem);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>JSON's null passes "required", and a backup that was just made read such a neighbour for -Keep.</summary>
    [Theory]
    [InlineData("\"computerName\": \"platform.lab.test\"", "\"computerName\": null", "it has no computerName")]
    [InlineData("\"entries\": [", "\"entries\": null, \"x\": [", "its list entries is null")]
    [InlineData("\"entries\": [", "\"entries\": [ null,", "number 1 of its list entries is null")]
    [InlineData("\"databases\": [", "\"databases\": null, \"x\": [", "its list databases is null")]
    [InlineData("\"databases\": [", "\"databases\": [ { \"name\": null, \"sha256\": \"\" },", "number 1 of its list databases has no name")]
    [InlineData("\"paths\": [", "\"paths\": [ null,", "number 1 of its list paths is null")]
    [InlineData("\"paths\": [", "\"roles\": [ { \"name\": \"a\", \"memberOf\": null } ], \"paths\": [", "number 1 of its list roles is no role: its list memberOf is null")]
    [InlineData("\"externalDatabases\": []", "\"externalDatabases\": null", "its list externalDatabases is null")]
    [InlineData("\"databases\": [", "\"databases\": [ { \"name\": \"a\", \"sha256\": \"\", \"settings\": [ null ] },", "number 1 of its list databases is no database: number 1 of its list settings is null")]
    [InlineData("\"compression\": \"Zstd\"", "\"compression\": \"Auto\"", "compression 'Auto' is none that an archive has")]
    [InlineData("\"compression\": \"Zstd\"", "\"compression\": \"Lzma\"", "no manifest of a backup")]
    [InlineData("\"mode\": \"Hot\"", "\"mode\": \"17\"", "no manifest of a backup")]
    [InlineData("\"contentSize\": ", "\"contentSize\": -", "its contentSize is negative")]
    [InlineData("\"path\": \"var/travis\"", "\"path\": null", "of its list entries has no path")]
    public void A_manifest_with_what_no_backup_has_is_none(string old, string changed, string told)
    {
        var path = BackupFactory.Write(_folder.Path, [1, 2, 3]);
        var text = File.ReadAllText(BackupLayout.ManifestOf(path));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(BackupLayout.ManifestOf(path), text.Replace(old, changed, StringComparison.Ordinal));

        var error = Assert.Throws<BackupException>(() => BackupFinder.ReadManifest(path));

        Assert.Equal(BackupProblem.ManifestInvalid, error.Problem);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_backups_the_newest_of_each_platform_has_no_newer_one()
    {
        string Write(string platform, int day, int year = 2026)
        {
            var from = BackupFactory.Write(Directory.CreateDirectory(_folder.File($"{platform}-{day}-{year}")).FullName, null, change: manifest => manifest with { ComputerName = platform, CreatedAt = new(year, 1, day, 0, 0, 0, DateTimeKind.Utc) });
            return from;
        }

        string[] paths = [Write("one", 2), Write("one", 3), Write("one", 1), Write("two", 1), _folder.File("none.tar"), Write("two", 1, 2999)];

        Assert.Equal(new[] { paths[0], paths[2] }.Order(), BackupFinder.Superseded(paths).Order());
        var reading = BackupReading.Read(paths[0], BackupFinder.ReadManifest(paths[0]), null, TestContext.Current.CancellationToken);
        Assert.Equal(TravisOps.Checks.CheckStatus.Skip, BackupJudge.Judge(paths[0], reading, TimeSpan.FromDays(1), superseded: true, DateTime.UtcNow).Single(one => one.Id == "Backup.Age").Status);
    }
}
