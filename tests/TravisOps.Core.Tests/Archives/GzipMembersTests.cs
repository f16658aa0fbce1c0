using System;
using System.IO;
using System.IO.Compression;
using TravisOps.Archives;
using TravisOps.Core.Tests.Installations;
using TravisOps.Core.Tests.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Archives;

/// <summary>Against what .NET's and the machine's gzip write.</summary>
public sealed class GzipMembersTests
{
    // Empty ones, zeros before a trailer of zeros, ones that end just before, at and after a piece that is read at once, and one of many pieces.
    private static readonly int[] Sizes = [0, 1, 7, 8170, 8171, 8172, 8173, 8174, 8175, 8176, 8177, 8178, 8179, 8180, 8181, 8182, 8183, 8184, 8185, 8186, 8187, 8188, 8189, 8190, 8191, 8192, 8193, 8200, 500_000];

    private static byte[] Pack(byte[] content, CompressionLevel level)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            gzip.Write(content);
        }

        // .NET writes nothing at all for a member without content.
        return content.Length > 0 ? packed.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static byte[] Random(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }

    private static byte[] Unpack(Stream packed)
    {
        var content = new MemoryStream();
        using var members = new GzipMembers(packed);
        members.CopyTo(content);
        return content.ToArray();
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void All_members_are_one_content(CompressionLevel level)
    {
        var packed = new MemoryStream();
        var content = new MemoryStream();
        foreach (var size in Sizes)
        {
            foreach (var member in new[] { Random(size), new byte[size] })
            {
                content.Write(member);
                packed.Write(Pack(member, level));
            }
        }

        Assert.Equal(content.ToArray(), Unpack(new MemoryStream(packed.ToArray())));
        Assert.Equal(content.ToArray(), Unpack(new Trickle(packed.ToArray())));
    }

    [Fact]
    public void A_name_a_comment_and_extra_fields_are_passed_over()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.log"), "hello");
        SshdFixture.Execute("gzip", folder.File("a.log"));
        var named = File.ReadAllBytes(folder.File("a.log.gz"));
        Assert.Equal("hello"u8.ToArray(), Unpack(new MemoryStream(named)));

        // FEXTRA, FNAME, FCOMMENT and FHCRC, the 16 bits of which nobody checks.
        byte[] all = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, (byte)'n', 0, (byte)'c', 0, 9, 9, .. Pack("hello"u8.ToArray(), CompressionLevel.Fastest)[10..]];
        Assert.Equal("hello"u8.ToArray(), Unpack(new MemoryStream(all)));
    }

    [Fact]
    public void A_cut_is_never_taken_for_the_end()
    {
        byte[] whole = [.. Pack(Random(300), CompressionLevel.Optimal), .. Pack(new byte[300], CompressionLevel.Optimal)];
        var first = Pack(Random(300), CompressionLevel.Optimal).Length;
        for (var length = 1; length < whole.Length; length++)
        {
            if (length != first)
            {
                Assert.Throws<InvalidDataException>(() => Unpack(new MemoryStream(whole, 0, length)));
            }
        }
    }

    [Fact]
    public void A_changed_byte_of_the_content_or_of_its_checksum_is_noticed()
    {
        var whole = Pack(Random(300), CompressionLevel.NoCompression);
        // Behind the header, and behind the bits that fill up the first byte of a block.
        for (var at = 11; at < whole.Length; at++)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => Unpack(new MemoryStream(changed)));
        }
    }

    [Fact]
    public void What_follows_and_is_no_member_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Unpack(new MemoryStream([.. Pack(Random(300), CompressionLevel.Optimal), 1, 2, 3])));

    /// <summary>Gives a few bytes at a time, as a network does.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        private int _reads;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (_reads++ % 13)));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1 + (_reads++ % 13))]);
    }
}
