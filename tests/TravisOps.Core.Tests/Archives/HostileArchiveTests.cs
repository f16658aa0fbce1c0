using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using CsCheck;
using TravisOps.Archives;
using Xunit;

namespace TravisOps.Core.Tests.Archives;

/// <summary>Archives that somebody made to do harm: none gets through.</summary>
public sealed class HostileArchiveTests
{
    private static readonly ArchiveLimits s_small = new() { EntryBytes = 1 << 20, TotalBytes = 2 << 20, Ratio = 50, FreeBytes = 64 * 1024, Entries = 100 };

    public static TheoryData<string> BadNames => [.. s_badNames];

    private static readonly string[] s_badNames =
    [
        "../evil", "a/../../evil", "/etc/passwd", "C:/evil", "c:evil", "..\\evil", "a\\b", "\\\\server\\share", "a//b", "a/./b", "a/", "a\nb", "nul.", "a /b", "a\u001b[2J",
        "file.txt:stream",
    ];

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_name_that_leads_elsewhere_is_refused_in_a_zip(string name)
    {
        // A folder's entry is none of content.
        if (name != "a/")
        {
            Refused(Zip((name, "x"u8.ToArray())));
        }
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_name_that_leads_elsewhere_is_refused_in_a_tar(string name)
    {
        if (name != "a/")
        {
            Refused(TarGz(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) }));
        }
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void Links_and_devices_are_refused_in_a_tar(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "link");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = "/etc/passwd";
        }

        Refused(TarGz(entry));
    }

    [Fact]
    public void A_link_is_refused_in_a_zip()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, true))
        {
            var entry = zip.CreateEntry("link");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var content = entry.Open();
            content.Write("/etc/passwd"u8);
        }

        // .NET writes no system of origin that a reader would believe; the mode alone is enough for us.
        Refused(stream.ToArray());
    }

    [Fact]
    public void One_name_twice_is_refused_also_in_another_case()
    {
        Refused(Zip(("a", [1]), ("a", [2])));
        Refused(Zip(("a", [1]), ("A", [2])));
        Refused(TarGz(new PaxTarEntry(TarEntryType.RegularFile, "a"), new PaxTarEntry(TarEntryType.RegularFile, "A")));
    }

    [Fact]
    public void Bombs_are_refused()
    {
        var zeros = new byte[900 * 1024];
        Refused(Zip(("bomb", zeros)));
        Refused(TarGz(new PaxTarEntry(TarEntryType.RegularFile, "bomb") { DataStream = new MemoryStream(zeros) }));

        // Honest in each, too many in all.
        var random = new byte[512 * 1024];
        new Random(1).NextBytes(random);
        Refused(Zip([.. Enumerable.Range(0, 6).Select(i => ($"f{i}", random))]));
        Refused(Zip(("large", new byte[(1 << 20) + 1])));
        Refused(Zip([.. Enumerable.Range(0, 101).Select(i => ($"f{i}", new byte[1]))]));
    }

    [Fact]
    public void Deep_and_long_names_and_large_headers_are_refused()
    {
        Refused(Zip((string.Join("/", Enumerable.Repeat("a", 40)), [1])));
        Refused(TarGz(new PaxTarEntry(TarEntryType.RegularFile, new string('a', 2000))));
        Refused(TarGz(new PaxTarEntry(TarEntryType.RegularFile, "a", [new("comment", new string('x', 100_000))])));
    }

    [Fact]
    public void Lying_sizes_and_overlaps_are_refused()
    {
        var zip = Zip(("a", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("hello ", 50)))), ("b", "b"u8.ToArray()));
        var central = Find(zip, 0x02014B50);

        // The length, the packed length, the place and the checksum of the first entry, in the directory.
        foreach (var field in new[] { 24, 20, 42, 16 })
        {
            var lie = (byte[])zip.Clone();
            lie[central + field] ^= 1;
            Refused(lie);
        }

        // Both entries at the first one's place.
        var overlap = (byte[])zip.Clone();
        var second = Find(zip, 0x02014B50, central + 1);
        Array.Copy(overlap, central + 42, overlap, second + 42, 4);
        Refused(overlap);

        // Another name in the entry's own header.
        var name = (byte[])zip.Clone();
        name[30] = (byte)'z';
        Refused(name);

        // Something in front, as a program that unpacks itself has it.
        Refused([.. new byte[16], .. zip]);
    }

    [Fact]
    public void A_changed_byte_is_noticed_or_harmless()
    {
        var files = new (string, byte[])[] { ("a", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("hello ", 50)))), ("b", "b"u8.ToArray()) };
        var archives = new[] { Zip(files), TarGz([.. files.Select(file => new PaxTarEntry(TarEntryType.RegularFile, file.Item1) { DataStream = new MemoryStream(file.Item2) })]) };
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 100_000], Gen.Byte[1, 255]).Sample(
            (which, at, change) =>
            {
                var bytes = (byte[])archives[which].Clone();
                bytes[at % bytes.Length] ^= change;
                var read = new Dictionary<string, byte[]>();
                try
                {
                    SafeArchive.Read(new MemoryStream(bytes), s_small, entry =>
                    {
                        using var copy = new MemoryStream();
                        entry.Content.CopyTo(copy);
                        read.Add(entry.Path, copy.ToArray());
                    });
                }
                catch (ArchiveException)
                {
                    return true;
                }

                // Times, owners and the like may be anything; what is read is what was written.
                return read.Values.All(content => files.Any(file => file.Item2.AsSpan().SequenceEqual(content)));
            },
            iter: 3000,
            threads: 1);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3, 4 })]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 })]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 })]
    public void What_is_no_archive_is_told_so(byte[] bytes) => Refused(bytes);

    private static void Refused(byte[] archive) =>
        Assert.Throws<ArchiveException>(() => SafeArchive.Read(new MemoryStream(archive), s_small, entry => entry.Content.CopyTo(Stream.Null)));

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        // By our own writer's layout: .NET's has data descriptors, which ours refuses for what is to be read strictly.
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, true, Encoding.UTF8))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] TarGz(params TarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax, true))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    private static int Find(byte[] bytes, uint signature, int from = 0)
    {
        var wanted = BitConverter.GetBytes(signature);
        return from + bytes.AsSpan(from).IndexOf(wanted);
    }
}
