using System;
using System.IO;
using System.IO.Hashing;
using TravisOps.Core.Tests.Installations;
using TravisOps.Files;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Files;

public class DurableFileTests
{
    private static readonly byte[] Content = "what counts\n"u8.ToArray();

    [Fact]
    public void A_private_file_is_for_its_owner_from_the_first_byte_whatever_the_umask()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix permissions.");
        using var folder = new TemporaryFolder();
        using var file = DurableFile.CreatePrivate(folder.File("key"));

        // Nothing is written yet, and the name is not the one to be.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.TemporaryPath));
        Assert.False(File.Exists(file.Path));

        file.Content.Write(Content);
        file.Publish();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
        Assert.True(PrivateFiles.IsPrivate(file.Path));
        Assert.Equal(Content, File.ReadAllBytes(file.Path));
    }

    [Fact]
    public void Others_can_read_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix permissions.");
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", "text");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.False(PrivateFiles.IsPrivate(path));
    }

    [Fact]
    public void What_was_not_published_is_gone()
    {
        using var folder = new TemporaryFolder();
        using (var file = DurableFile.CreatePrivate(folder.File("key")))
        {
            file.Content.Write(Content);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_of_that_name_stays_unless_told_otherwise()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("key", "theirs");

        var error = Assert.Throws<IOException>(() => DurableFile.WritePrivate(path, Content));

        Assert.Contains("is there already", error.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));

        DurableFile.WritePrivate(path, Content, overwrite: true);
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_link_of_that_name_stays_too_also_one_that_points_to_nothing()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("key");
        File.CreateSymbolicLink(path, folder.File("nowhere"));
        Assert.Throws<IOException>(() => DurableFile.WritePrivate(path, Content));
        Assert.Equal(folder.File("nowhere"), new FileInfo(path).LinkTarget);
    }

    [Fact]
    public void A_temporary_file_of_the_callers_name_is_in_nobodys_way()
    {
        using var folder = new TemporaryFolder();
        var partial = folder.Write("data.partial", "another run's");
        Assert.Throws<IOException>(() => DurableFile.CreatePrivate(folder.File("data"), partial));
        Assert.Equal("another run's", File.ReadAllText(partial));
    }

    [Fact]
    public void What_is_read_back_must_be_what_was_written()
    {
        using var folder = new TemporaryFolder();
        using var file = DurableFile.CreatePrivate(folder.File("key"));
        file.Content.Write(Content);

        var error = Assert.Throws<IOException>(() => file.Publish(expected: XxHash128.Hash("something else"u8)));

        Assert.Contains("read back", error.Message, StringComparison.Ordinal);
        file.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_share_that_drops_while_it_is_written_gives_an_error_and_no_file_of_that_name()
    {
        var mount = TemporaryMount.Tmpfs("1m");
        var target = Path.Combine(mount.Path, "key");
        try
        {
            using var file = DurableFile.CreatePrivate(target);
            file.Content.Write(Content);

            // As an unmounted share does it: what is open is cut off from its name.
            mount.Drop();

            Assert.ThrowsAny<IOException>(() => file.Publish());
            Assert.False(File.Exists(target));
            Assert.Empty(Directory.GetFileSystemEntries(mount.Path));
        }
        finally
        {
            mount.Dispose();
        }
    }

    [Fact]
    public void A_full_disk_leaves_nothing_behind()
    {
        using var mount = TemporaryMount.Tmpfs("64k");

        var error = Assert.ThrowsAny<IOException>(() => DurableFile.WritePrivate(Path.Combine(mount.Path, "key"), new byte[256 * 1024]));

        Assert.Contains("space", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFileSystemEntries(mount.Path));
    }
}
