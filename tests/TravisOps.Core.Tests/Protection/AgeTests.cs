using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using TravisOps.Protection;
using Xunit;

namespace TravisOps.Core.Tests.Protection;

/// <summary>What is refused, and that nothing of it leaves. A small work factor: the cost of a guess is not what is tested here.</summary>
public class AgeTests
{
    private const int Quick = 10;
    private const int Encrypted = AgeFormat.ChunkSize + AgeFormat.TagSize;
    private static readonly byte[] Passphrase = "correct horse"u8.ToArray();

    public static TheoryData<int> Lengths => [0, 1, 100, AgeFormat.ChunkSize - 1, AgeFormat.ChunkSize, AgeFormat.ChunkSize + 1, (2 * AgeFormat.ChunkSize) + 5, 4 * AgeFormat.ChunkSize];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_goes_in_comes_out_with_either_cipher_in_either_form(int length)
    {
        var content = Content(length);
        foreach (var managed in new[] { false, true })
        {
            var file = Encrypt(content, managed);
            Assert.Equal(content, Read(file, forceManaged: !managed));
            Assert.Equal(content, Read(Encoding.ASCII.GetBytes(AgeArmor.Write(file)), managed));
        }
    }

    [Fact]
    public void Writing_in_any_pieces_gives_chunks_of_the_same_size()
    {
        var content = Content(3 * AgeFormat.ChunkSize);
        using var output = new MemoryStream();
        using var writer = new AgeWriter(output, Passphrase, Quick);
        var random = new Random(4);
        for (var at = 0; at < content.Length;)
        {
            var part = Math.Min(content.Length - at, random.Next(1, 100_000));
            writer.Write(content, at, part);
            at += part;
        }

        writer.Complete();
        Assert.Equal(Encrypt(content).Length, output.Length);
        Assert.Equal(content, Read(output.ToArray()));
    }

    [Fact]
    public void Without_its_end_it_is_refused()
    {
        using var output = new MemoryStream();
        using (var writer = new AgeWriter(output, Passphrase, Quick))
        {
            writer.Write(Content((2 * AgeFormat.ChunkSize) + 1));
        }

        Assert.Equal(ProtectionErrorKind.Damaged, Refused(output.ToArray(), atMost: AgeFormat.ChunkSize));
    }

    [Fact]
    public void A_wrong_passphrase_is_told_as_such()
    {
        var error = Assert.Throws<ProtectionException>(() => AgeReader.Open(new MemoryStream(Encrypt(Content(10))), "wrong"u8.ToArray()));
        Assert.Equal(ProtectionErrorKind.WrongPassphrase, error.Kind);
        Assert.Throws<ProtectionException>(() => new AgeWriter(Stream.Null, []));
    }

    [Fact]
    public void Cut_anywhere_it_is_refused()
    {
        var file = Encrypt(Content((2 * AgeFormat.ChunkSize) + 100));
        var payload = PayloadStart(file);
        int[] lengths = [0, 1, 20, payload - 17, payload - 1, payload, payload + 1, payload + 16, payload + Encrypted - 1, payload + Encrypted, payload + Encrypted + 16, payload + (2 * Encrypted), file.Length - 1];
        foreach (var length in lengths)
        {
            Assert.Equal(ProtectionErrorKind.Damaged, Refused(file[..length], atMost: Math.Max(0, (length - payload) / Encrypted) * AgeFormat.ChunkSize));
        }

        Assert.Equal(ProtectionErrorKind.Damaged, Refused([.. file, 0], atMost: 2 * AgeFormat.ChunkSize));
    }

    [Fact]
    public void A_bit_that_flipped_anywhere_is_refused_before_its_chunk_leaves()
    {
        var file = Encrypt(Content((2 * AgeFormat.ChunkSize) + 100));
        var payload = PayloadStart(file);
        var random = new Random(7);

        // All of the header and of the nonce, then places in each chunk.
        foreach (var at in Enumerable.Range(0, payload).Concat(Enumerable.Range(0, 40).Select(_ => random.Next(payload, file.Length))))
        {
            var changed = (byte[])file.Clone();
            changed[at] ^= (byte)(1 << random.Next(8));
            Refused(changed, atMost: Math.Max(0, (at - payload) / Encrypted) * AgeFormat.ChunkSize);
        }
    }

    [Fact]
    public void Chunks_in_another_order_missing_or_twice_are_refused()
    {
        var file = Encrypt(Content((3 * AgeFormat.ChunkSize) + 100));
        var payload = PayloadStart(file);
        byte[] Part(int index) => file[(payload + (index * Encrypted))..Math.Min(file.Length, payload + ((index + 1) * Encrypted))];
        byte[] Joined(params int[] parts) => [.. file[..payload], .. parts.SelectMany(Part)];
        Assert.Equal(Content((3 * AgeFormat.ChunkSize) + 100), Read(Joined(0, 1, 2, 3)));

        Refused(Joined(1, 0, 2, 3), atMost: 0);
        Refused(Joined(0, 2, 1, 3), atMost: AgeFormat.ChunkSize);
        Refused(Joined(0, 2, 3), atMost: AgeFormat.ChunkSize);
        Refused(Joined(0, 1, 1, 2, 3), atMost: 2 * AgeFormat.ChunkSize);
        Refused(Joined(0, 1, 2), atMost: 2 * AgeFormat.ChunkSize);
        Refused(Joined(0, 1, 2, 3, 3), atMost: 3 * AgeFormat.ChunkSize);
    }

    [Theory]
    [InlineData("age-encryption.org/v1", "age-encryption.org/v2")]
    [InlineData("\n", "\r\n")]
    [InlineData(" 10\n", " 010\n")]
    [InlineData(" 10\n", " +10\n")]
    [InlineData(" 10\n", " 10 \n")]
    [InlineData(" 10\n", " 21\n")]
    [InlineData(" 10\n", " 99\n")]
    [InlineData("-> scrypt", "-> X25519")]
    [InlineData("-> scrypt", "->  scrypt")]
    [InlineData("--- ", "---")]
    [InlineData("\n---", "=\n---")]
    public void A_header_that_is_written_otherwise_is_refused(string from, string to)
    {
        var file = Encrypt(Content(100));
        var payload = PayloadStart(file);
        var header = Encoding.ASCII.GetString(file, 0, payload - AgeFormat.NonceSize);
        Assert.Contains(from, header, StringComparison.Ordinal);
        Refused([.. Encoding.ASCII.GetBytes(header.Replace(from, to, StringComparison.Ordinal)), .. file[(payload - AgeFormat.NonceSize)..]], atMost: 0);
    }

    [Fact]
    public void A_second_recipient_is_refused()
    {
        var file = Encrypt(Content(100));
        var header = Encoding.ASCII.GetString(file, 0, PayloadStart(file) - AgeFormat.NonceSize);
        var lines = header.Split('\n');
        Refused([.. Encoding.ASCII.GetBytes($"{lines[0]}\n{lines[1]}\n{lines[2]}\n{lines[1]}\n{lines[2]}\n{lines[3]}\n"), .. file[header.Length..]], atMost: 0);
    }

    [Fact]
    public void Armor_is_read_with_line_ends_of_any_system_and_refused_when_its_lines_differ()
    {
        var content = Content(500);
        var text = AgeArmor.Write(Encrypt(content));
        foreach (var same in new[] { text.Replace("\n", "\r\n", StringComparison.Ordinal), "\n \n" + text + "\r\n\n" })
        {
            Assert.Equal(content, Read(Encoding.ASCII.GetBytes(same)));
        }

        var lines = text.TrimEnd('\n').Split('\n').ToList();
        IEnumerable<string> Without(int line) => lines.Where((_, index) => index != line);
        IEnumerable<IEnumerable<string>> bad =
        [
            Without(0), Without(1), Without(2), Without(lines.Count - 1), Without(lines.Count - 2),
            [.. lines, "more"],
            [.. lines.Take(2), string.Empty, .. lines.Skip(2)],
            [.. lines.Take(2), lines[2] + "A", .. lines.Skip(3)],
            [.. lines.Take(2), lines[2][..60], lines[2][60..], .. lines.Skip(3)],
            ["-----BEGIN CMS-----", .. lines.Skip(1)],
        ];
        foreach (var changed in bad)
        {
            Refused(Encoding.ASCII.GetBytes(string.Join('\n', changed) + "\n"), atMost: 0);
        }
    }

    [Fact]
    public void Random_bytes_are_refused_and_nothing_else_happens()
    {
        var random = new Random(11);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            Refused([.. i % 2 == 0 ? "age-encryption.org/v1\n-> scrypt "u8.ToArray() : [], .. bytes], atMost: 0);
        }
    }

    internal static byte[] Encrypt(byte[] content, bool managed = false)
    {
        using var output = new MemoryStream();
        using var writer = new AgeWriter(output, Passphrase, Quick, managed);
        writer.Write(content);
        writer.Complete();
        return output.ToArray();
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private static byte[] Read(byte[] file, bool forceManaged = false)
    {
        using var reader = AgeReader.Open(new MemoryStream(file), Passphrase, forceManaged: forceManaged);
        using var plain = new MemoryStream();
        reader.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>Reads as far as it goes; the content that left must be the true one and no more than that.</summary>
    private static ProtectionErrorKind Refused(byte[] file, int atMost)
    {
        var left = 0;
        var error = Assert.Throws<ProtectionException>(() =>
        {
            using var reader = AgeReader.Open(new MemoryStream(file), Passphrase);
            var buffer = new byte[1000];
            int count;
            while ((count = reader.Read(buffer)) > 0)
            {
                left += count;
            }
        });
        Assert.True(left <= atMost, $"{left} bytes left, of which {atMost} were good.");
        return error.Kind;
    }

    private static int PayloadStart(byte[] file)
    {
        var mac = file.AsSpan().IndexOf("\n--- "u8);
        return mac + 1 + file.AsSpan(mac + 1).IndexOf((byte)'\n') + 1 + AgeFormat.NonceSize;
    }
}
