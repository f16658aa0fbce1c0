using System;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Archives;
using TravisOps.Redaction;
using TravisOps.Core.Tests.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Redaction;

/// <summary>Archives in archives are opened and redacted; what can't be is left out and listed.</summary>
public sealed class ContentRedactorTests : IDisposable
{
    private const string Secret = "Tr4vis-secret-Tok";

    private readonly TemporaryFolder _folder = new();
    private readonly FileSpool _spool;
    private readonly Pseudonyms _pseudonyms = new();
    private readonly RedactionReport _report = new();
    private readonly ContentRedactor _redactor;

    public ContentRedactorTests()
    {
        _spool = new FileSpool(Path.Combine(_folder.Path, "bundle.zip"));
        var known = new KnownSecrets();
        known.Add(Secret);
        _redactor = new ContentRedactor(
            new Redactor(_pseudonyms, known, _report),
            _spool,
            _report,
            new ArchiveLimits { Entries = 100, EntryBytes = 1 << 20, TotalBytes = 4 << 20, FreeBytes = 64 * 1024, Ratio = 60 });
    }

    public void Dispose()
    {
        _spool.Dispose();
        _pseudonyms.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_log_in_a_gzip_in_a_tar_in_a_gzip_and_in_a_zip_is_redacted()
    {
        var log = Encoding.UTF8.GetBytes($"token {Secret}\n");

        Assert.True(Add("bundle.tar.gz", Gzip(Tar(("logs/a.log", log), ("logs/b.log.gz", Gzip(log)), ("c.zip", Zip(("d.log", log)))))));

        Assert.Equal(["bundle.tar/c.zip/d.log", "bundle.tar/logs/a.log", "bundle.tar/logs/b.log"], _spool.Files.Select(file => file.Path));
        Assert.All(_spool.Files, file => Assert.Equal($"token {_pseudonyms.ForSecret(Secret)}\n", Read(file)));
        Assert.Empty(_report.Omissions);
        Assert.Equal(3, _report.Counts.Sum(count => count.Count));
    }

    [Fact]
    public void What_cannot_be_looked_through_is_left_out_and_listed()
    {
        var image = new byte[5000];
        new Random(1).NextBytes(image);

        Add("image.png", image);
        Add("log.xz", [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0]);
        Add("log.bz2", "BZh91AY"u8.ToArray());
        Add("utf16.txt", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Secret)).ToArray());
        Add("utf16-bare.txt", Encoding.Unicode.GetBytes(string.Concat(Enumerable.Repeat(Secret, 20))));
        Add("cut.gz", Gzip(new byte[3000])[..12]);
        Add("deep.gz", Gzip(Gzip(Gzip(Gzip(Gzip("x"u8.ToArray()))))));
        Add("bomb.gz", Gzip(new byte[3 << 20]));

        Assert.Empty(_spool.Files);
        Assert.Equal(8, _report.Omissions.Count);
        Assert.All(_report.Omissions, omission => Assert.EndsWith(".", omission.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_bad_archive_gives_what_came_before_and_tells_of_the_rest()
    {
        var tar = Tar(("good.log", Encoding.UTF8.GetBytes($"a {Secret}\n")), ("../evil", "x"u8.ToArray()));

        Assert.False(Add("b.tar", tar));

        Assert.Equal("b.tar/good.log", Assert.Single(_spool.Files).Path);
        Assert.Equal("b.tar", Assert.Single(_report.Omissions).File);
    }

    [Fact]
    public void A_hole_in_a_log_is_no_reason_to_leave_it_out()
    {
        var text = Encoding.UTF8.GetBytes($"before\n{new string('\0', 3000)}after {Secret}\n");

        Assert.True(Add("crash.log", text));

        Assert.EndsWith($"after {_pseudonyms.ForSecret(Secret)}\n", Read(Assert.Single(_spool.Files)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(5000)]
    public void Whether_it_is_text_does_not_depend_on_the_pieces_that_it_comes_in(int piece)
    {
        var text = Encoding.UTF8.GetBytes("a\aline\n" + string.Concat(Enumerable.Repeat("an ordinary line\n", 1200)) + "the end\a\a\a\n");
        var mixed = text.Concat(Encoding.Unicode.GetBytes(string.Concat(Enumerable.Repeat($"password {Secret} ", 300)))).ToArray();
        using var whole = new PieceStream(text, piece);
        using var binary = new PieceStream(mixed, piece);

        Assert.True(_redactor.Add(string.Empty, "bells.log", whole, CancellationToken.None));
        Assert.False(_redactor.Add(string.Empty, "mixed.log", binary, CancellationToken.None));

        Assert.Equal("bells.log", Assert.Single(_spool.Files).Path);
        Assert.Equal("mixed.log", Assert.Single(_report.Omissions).File);
    }

    [Fact]
    public void What_is_too_long_under_a_secrets_name_is_left_out_and_a_bracket_that_nobody_closes_is_not()
    {
        var members = string.Join(",", Enumerable.Range(0, 4000).Select(i => $"\"k{i}\":\"planted secret {i}\""));
        var lines = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"  k{i}: planted secret {i}\n"));

        Assert.False(Add("a.json", Encoding.UTF8.GetBytes($"{{\"secrets\":{{{members}}}}}")));
        Assert.False(Add("b.yml", Encoding.UTF8.GetBytes($"secrets:\n{lines}")));
        Assert.False(Add("c.yml", Encoding.UTF8.GetBytes($"secret: |\n{lines}")));
        Assert.True(Add("d.log", Encoding.UTF8.GetBytes("token: [cut\n" + string.Concat(Enumerable.Repeat("Nov 26 23:00:00 host an ordinary line\n", 3000)))));

        Assert.Equal("d.log", Assert.Single(_spool.Files).Path);
        Assert.All(_report.Omissions, omission => Assert.Contains("under a secret's name", omission.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_in_a_file_name_is_redacted_too()
    {
        Add("x.tar", Tar(($"token-{Secret}.log", "a"u8.ToArray())));

        Assert.DoesNotContain(Secret, Assert.Single(_spool.Files).Path);
    }

    [Fact]
    public void What_is_left_out_is_told_without_secrets_and_names_and_the_folder_is_ours()
    {
        using var anonymizer = new Anonymizer(_pseudonyms);
        anonymizer.AddHost("web01.acme.local");
        var known = new KnownSecrets();
        known.Add(Secret);
        var redactor = new ContentRedactor(new Redactor(_pseudonyms, known, _report, anonymizer), _spool, _report);
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "web01.log") { DataStream = new MemoryStream("a"u8.ToArray()) });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, $"web01/{Secret}") { LinkName = "/x" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"web01/{Secret}/../x") { DataStream = new MemoryStream("a"u8.ToArray()) });
        }

        tar.Position = 0;
        Assert.False(redactor.Add("logs/host-of-web01/", "web01.tar", tar, CancellationToken.None));

        var name = anonymizer.Host("web01");
        Assert.Equal($"logs/host-of-web01/{name}.tar/{name}.log", Assert.Single(_spool.Files).Path);
        Assert.Equal([$"logs/host-of-web01/{name}.tar", $"logs/host-of-web01/{name}.tar/{name}/{_pseudonyms.ForSecret(Secret)}"], _report.Omissions.Select(omission => omission.File));
        Assert.Contains($"'{name}/{_pseudonyms.ForSecret(Secret)}/../x'", _report.Omissions[0].Reason);
    }

    // Half a name may be half a secret.
    [Fact]
    public void A_long_name_is_shown_up_to_a_whole_folder()
    {
        Add("b.tar", Tar(($"../{new string('a', 40)}/{new string('b', 27)}{Secret}", "x"u8.ToArray())));

        Assert.Contains($"'../{new string('a', 40)}/…'", Assert.Single(_report.Omissions).Reason);
    }

    private bool Add(string path, byte[] content)
    {
        using var stream = new MemoryStream(content);
        return _redactor.Add(string.Empty, path, stream, CancellationToken.None);
    }

    private static string Read(SpooledFile file)
    {
        using var reader = new StreamReader(FileSpool.OpenRead(file));
        return reader.ReadToEnd();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, true))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    private static byte[] Tar(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Pax, true))
        {
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return stream.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Gives no more than some bytes at a time, as a network does.</summary>
    private sealed class PieceStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);
    }
}
