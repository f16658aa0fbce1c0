using System;
using System.IO;
using System.Text;
using TravisOps.Backups;
using Xunit;

namespace TravisOps.Core.Tests.Backups;

/// <summary>Dumps by the documentation of the format, one of each version; real ones are in <see cref="BackupTestTests"/>.</summary>
public sealed class DumpWalkTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public void A_dump_of_each_version_is_whole_and_a_cut_anywhere_is_found(int minor)
    {
        byte[] dump = Dump(minor);
        DumpWalk whole = Walk(dump, 7);
        Assert.Equal((DumpState.Whole, "travis_production", "9.5.25", "9.6.1", (long)dump.Length), (whole.State, whole.Facts!.Database, whole.Facts.ServerVersion, whole.Facts.ToolVersion, whole.Facts.Size));
        for (int length = 0; length < dump.Length; length++)
        {
            DumpWalk cut = Walk(dump[..length], 1 + (length % 13));
            Assert.True(cut.State is DumpState.Broken or DumpState.NotADump, $"1.{minor} cut at {length} of {dump.Length}: {cut.State}");
            Assert.NotEqual("nothing", cut.Flaw);
        }

        Assert.Equal(DumpState.Broken, Walk([.. dump, 0], 100_000).State);
    }

    [Fact]
    public void A_version_that_is_not_known_and_what_is_no_dump_are_told_apart()
    {
        DumpWalk newer = Walk(Dump(17), 100);
        Assert.Equal(DumpState.Unknown, newer.State);
        Assert.Contains("1.17", newer.Flaw, StringComparison.Ordinal);
        Assert.Equal(DumpState.NotADump, Walk("-- PostgreSQL database dump"u8.ToArray(), 100).State);
        Assert.Equal(DumpState.NotADump, Walk([], 100).State);
    }

    [Fact]
    public void It_says_where_a_dump_ends()
    {
        byte[] dump = Dump(14);
        Assert.Contains("behind the data of 1 of 2 tables", Walk(dump[..^1], 100).Flaw, StringComparison.Ordinal);
    }

    private static DumpWalk Walk(byte[] bytes, int piece)
    {
        DumpWalk walk = new();
        for (int at = 0; at < bytes.Length; at += piece)
        {
            walk.Take(bytes, at, Math.Min(piece, bytes.Length - at));
        }

        return walk;
    }

    // Three entries: a table without data, data of a table, large objects.
    private static byte[] Dump(int minor)
    {
        using MemoryStream dump = new();
        void Number(int number)
        {
            dump.WriteByte((byte)(number < 0 ? 1 : 0));
            dump.Write(BitConverter.GetBytes(Math.Abs(number)));
        }

        void Words(string? text)
        {
            Number(text is null ? -1 : Encoding.UTF8.GetByteCount(text));
            dump.Write(Encoding.UTF8.GetBytes(text ?? string.Empty));
        }

        void Piece(int length)
        {
            Number(length);
            dump.Write(new byte[length]);
        }

        dump.Write("PGDMP"u8);
        dump.Write([1, (byte)minor, 0, 4, 8, 1]);
        if (minor >= 15)
        {
            dump.WriteByte(1);
        }
        else
        {
            Number(-1);
        }

        for (int i = 0; i < 7; i++)
        {
            Number(i);
        }

        Words("travis_production");
        Words("9.5.25 (Ubuntu)");
        Words("9.6.1");
        Number(3);
        foreach ((int id, string kind, bool data) in new[] { (1, "TABLE", false), (2, "TABLE DATA", true), (3, "BLOBS", true) })
        {
            Number(id);
            Number(data ? 1 : 0);
            Words("1259");
            Words("16384");
            Words("users");
            Words(kind);
            if (minor >= 11)
            {
                Number(3);
            }

            Words("CREATE TABLE users ();");
            Words(string.Empty);
            Words(data ? "COPY users FROM stdin;" : null);
            Words("public");
            Words(string.Empty);
            if (minor >= 14)
            {
                Words("heap");
            }

            if (minor >= 16)
            {
                Number('r');
            }

            Words("travis");
            Words("false");
            Words("12");
            Words("7");
            Words(null);
            dump.WriteByte((byte)(data ? 1 : 3));
            dump.Write(new byte[8]);
        }

        dump.WriteByte(1);
        Number(2);
        Piece(4000);
        Piece(3);
        Piece(0);
        dump.WriteByte(3);
        Number(3);
        Number(16400);
        Piece(10);
        Piece(0);
        Number(16401);
        Piece(0);
        Number(0);
        return dump.ToArray();
    }
}
