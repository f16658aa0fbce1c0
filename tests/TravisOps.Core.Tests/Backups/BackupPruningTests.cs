using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TravisOps.Backups;
using Xunit;
using TemporaryFolder = TravisOps.Core.Tests.Installations.TemporaryFolder;

namespace TravisOps.Core.Tests.Backups;

/// <summary>Which backups -Keep removes.</summary>
public sealed class BackupPruningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _day;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sound_ones_stand_for_older_ones()
    {
        Make(Hot());
        Make(Hot());
        Assert.Equal([2, 3], Prune(Make(Hot()), 2));
        Assert.Equal([4], Prune(Make(Cold()), 1));
    }

    [Fact]
    public void One_without_databases_that_can_be_relied_on_stands_for_none()
    {
        Make(Hot());
        Make(Hot());
        List<string> told = [];
        Assert.Equal([1, 2, 3], Prune(Make(Cold() with { Mode = BackupMode.AsManual, IsConsistent = false }), 1, told));
        Assert.Contains("No older backup was removed", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], Prune(Make(Hot() with { Databases = [] }), 1));
        Assert.Equal([1, 2, 3, 4, 5], Prune(Make(Cold() with { Entries = [] }), 1));
        Assert.Equal([1, 2, 3, 4, 5, 6], Prune(Make(Hot() with { Databases = [new() { Name = "travis_production", Sha256 = string.Empty, IsWhole = false }] }), 1));
    }

    [Fact]
    public void The_newest_in_which_all_fits_together_stays_however_many_came_after_it()
    {
        Make(Hot());
        Make(Hot());
        Make(Hot() with { IsConsistent = false });
        Assert.Equal([2, 4], Prune(Make(Hot() with { IsConsistent = false }), 1));
        Assert.Equal([2, 4, 5], Prune(Make(Hot() with { IsConsistent = false }), 2));
    }

    [Fact]
    public void Two_that_end_together_leave_the_newer_one_whoever_looks_last()
    {
        Make(Hot());
        var early = Make(Hot());
        var late = Make(Hot());
        Assert.Equal([2, 3], Prune(early, 1));
        Assert.Equal([3], Prune(late, 1));
        List<string> told = [];
        Assert.Equal([3], Prune(early, 1, told));
        Assert.Empty(told);
    }

    [Fact]
    public void Those_that_a_clock_made_in_the_future_count_for_nothing_and_are_told()
    {
        Make(Hot());
        Make(Hot());
        var made = Make(Hot());
        Make(Hot(), 2999);
        Make(Hot(), 2999);
        List<string> told = [];
        Assert.Equal([2, 3, 4, 5], Prune(made, 2, told));
        Assert.Contains("made in the future", Assert.Single(told), StringComparison.Ordinal);
        Assert.Contains("29990104T", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public void None_is_removed_for_one_that_is_not_there_any_more()
    {
        Make(Hot());
        var made = Make(Hot());
        File.Delete(_folder.File(made.ArchiveName));
        List<string> told = [];
        BackupPruning.Run(_folder.Path, made, 1, told.Add);
        Assert.Single(Directory.GetFiles(_folder.Path, "*.tar"));
        Assert.Contains("is not there any more: no older one was removed", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void One_whose_databases_are_elsewhere_or_whose_cluster_has_parts_elsewhere_stands_for_none()
    {
        Make(Hot());
        Assert.Equal([1, 2], Prune(Make(Hot() with { ExternalDatabases = ["db.example.com"], IsConsistent = false }), 1));
        foreach (string part in (string[])["pg_wal", "pg_xlog", "pg_tblspc/16385"])
        {
            Assert.Equal(["/var/travis/postgresql/" + part + " (a link to /data/travis)"], Linked(part, "/data/travis").FindOutside("var/travis/postgresql"));
        }

        Assert.Equal([1, 2, 3], Prune(Make(Linked("pg_wal", "/data/travis")), 1));
        Assert.Equal([1, 2, 3, 4], Prune(Make(Linked("pg_tblspc/1", "../../../lost")), 1));

        // As te-main's own names for folders are, or from the folder in which it is; a link elsewhere in it is no part.
        Assert.Equal([5], Prune(Make(Linked("pg_wal", "/data/travis") with { Mounts = new Dictionary<string, string> { ["/data"] = "/var" } }), 1));
        Assert.Equal([6], Prune(Make(Linked("pg_tblspc/1", "../../../travis")), 1));
        Assert.Equal([7], Prune(Make(Linked("base/1", "/data")), 1));

        static BackupManifest Linked(string part, string target) => Cold() with
        {
            Entries = [.. Cold().Entries, new() { Path = "var/travis", Type = BackupEntryType.Directory }, new() { Path = "var/travis/postgresql/" + part, Type = BackupEntryType.SymbolicLink, LinkTarget = target }],
        };
    }

    private static BackupManifest Hot() => Manifest() with { Databases = [new() { Name = "travis_production", Sha256 = string.Empty }] };

    private static BackupManifest Cold() => Manifest() with
    {
        Mode = BackupMode.Cold,
        Entries = [new() { Path = "var/travis/postgresql/base", Type = BackupEntryType.Directory }, new() { Path = "var/travis/postgresql/global/pg_control", Type = BackupEntryType.File }],
    };

    private static BackupManifest Manifest() => new()
    {
        ComputerName = "platform", CreatedAt = default, FinishedAt = default, Mode = BackupMode.Hot, IsConsistent = true, ArchiveName = string.Empty, ArchiveSize = 1,
        ArchiveSha256 = string.Empty, Compression = BackupCompression.None, ToolVersion = "1", Entries = [],
    };

    private BackupManifest Make(BackupManifest manifest, int year = 2026)
    {
        DateTime time = new(year, 1, ++_day, 0, 0, 0, DateTimeKind.Utc);
        BackupManifest made = manifest with { CreatedAt = time, ArchiveName = BackupLayout.ArchiveName("platform", time, BackupCompression.None) };
        File.WriteAllText(_folder.File(made.ArchiveName), "x");
        File.WriteAllBytes(BackupLayout.ManifestOf(_folder.File(made.ArchiveName)), BackupManifestFile.ToBytes(made));
        return made;
    }

    private List<int> Prune(BackupManifest made, int keep, List<string>? told = null)
    {
        BackupPruning.Run(_folder.Path, made, keep, (told ?? []).Add);
        return [.. Directory.GetFiles(_folder.Path, "*.tar").Select(path => BackupManifestFile.Read(BackupLayout.ManifestOf(path)).CreatedAt.Day).Order()];
    }
}
