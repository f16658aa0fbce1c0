using System;
using System.IO;
using TravisOps.Core.Tests.Installations;
using TravisOps.Files;
using Xunit;

namespace TravisOps.Core.Tests.Files;

public class AtomicFileTests
{
    [Fact]
    public void A_change_by_someone_else_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", "theirs");

        var error = Assert.Throws<IOException>(() => AtomicFile.Replace(path, "ours"u8.ToArray(), expected: "before"u8.ToArray()));

        Assert.Contains("someone else", error.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_that_appeared_meanwhile_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", "theirs");
        Assert.Throws<IOException>(() => AtomicFile.Replace(path, "ours"u8.ToArray(), expected: null));
        Assert.Equal("theirs", File.ReadAllText(path));
    }

    [Fact]
    public void A_link_to_nothing_makes_the_file_that_it_points_to()
    {
        using var folder = new TemporaryFolder();
        var link = folder.File("link");
        File.CreateSymbolicLink(link, folder.File("real"));

        AtomicFile.Replace(AtomicFile.TargetOf(link), "content"u8.ToArray(), expected: null);

        Assert.Equal("content", File.ReadAllText(folder.File("real")));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }
}
