using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using TravisOps.Archives;
using TravisOps.Core.Tests.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Archives;

/// <summary>Our archives: the same files give the same bytes, other programs read them, and so do we.</summary>
public sealed class ArchiveWriterTests : IDisposable
{
    private static readonly string s_longName = string.Join("/", Enumerable.Repeat("a-long-folder", 12)) + "/übung.log";

    private readonly TemporaryFolder _folder = new();

    private static (string Path, string Text)[] Content =>
    [
        ("workers/b.log", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n"))),
        ("empty.txt", string.Empty),
        (s_longName, "deep\n"),
        ("a.txt", "hello\n"),
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_files_give_the_same_bytes_whatever_the_order_they_came_in(bool tar) =>
        Assert.Equal(Write(tar, Content), Write(tar, [.. Content.Reverse()]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Our_reader_gives_everything_back(bool tar)
    {
        var read = new Dictionary<string, string>();
        SafeArchive.Read(new MemoryStream(Write(tar, Content)), new ArchiveLimits(), entry => read.Add(entry.Path, new StreamReader(entry.Content).ReadToEnd()));

        Assert.Equal(Content.OrderBy(one => one.Path, StringComparer.Ordinal), read.Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public void DotNet_reads_the_zip()
    {
        using var zip = new ZipArchive(new MemoryStream(Write(false, Content)));

        Assert.Equal(
            Content.OrderBy(one => one.Path, StringComparer.Ordinal),
            zip.Entries.Select(entry => (entry.FullName, new StreamReader(entry.Open()).ReadToEnd())));
        Assert.All(zip.Entries, entry => Assert.Equal(0x8180 << 16, entry.ExternalAttributes));
    }

    [Fact]
    public void Tar_and_gzip_read_the_other()
    {
        var path = Path.Combine(_folder.Path, "a.tar.gz");
        File.WriteAllBytes(path, Write(true, Content));

        Run("gzip", "-t", path);
        Run("tar", "-xzf", path, "-C", _folder.Path);

        foreach (var (name, text) in Content)
        {
            Assert.Equal(text, File.ReadAllText(Path.Combine(_folder.Path, name)));
        }
    }

    [Fact]
    public void A_file_that_did_not_come_to_its_end_is_not_in_the_spool_and_the_spool_leaves_nothing()
    {
        using (var spool = new FileSpool(Path.Combine(_folder.Path, "bundle.zip")))
        {
            using (var half = spool.Create("half.log"))
            {
                half.Write("half"u8);
            }

            Assert.Empty(spool.Files);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
            }
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private byte[] Write(bool tar, IEnumerable<(string Path, string Text)> content)
    {
        using var spool = new FileSpool(Path.Combine(_folder.Path, "bundle.zip"));
        foreach (var (path, text) in content)
        {
            using var writer = spool.Create(path);
            writer.Write(Encoding.UTF8.GetBytes(text));
            writer.Complete();
        }

        using var output = new MemoryStream();
        if (tar)
        {
            TarGzWriter.Write(output, spool.Files);
        }
        else
        {
            ZipWriter.Write(output, spool.Files);
        }

        return output.ToArray();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }
}
