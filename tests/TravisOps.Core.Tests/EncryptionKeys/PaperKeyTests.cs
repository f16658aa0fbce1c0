using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TravisOps.EncryptionKeys;
using Xunit;

namespace TravisOps.Core.Tests.EncryptionKeys;

public class PaperKeyTests
{
    private static readonly Random s_random = new(20171025);

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(128)]
    public void What_is_printed_is_read_back(int length)
    {
        using var key = Random(length);
        var lines = Print(key);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 79));
        Same(key, lines);
        Same(key, Body(lines));
        Same(key, [.. Body(lines).Select(line => "  " + line.Replace("  ", " ", StringComparison.Ordinal) + "\r")]);
        Same(key, [.. Body(lines).Select(line => line[..2] + " " + line[2..line.LastIndexOf('=')].Replace(" ", string.Empty, StringComparison.Ordinal) + " " + line[line.LastIndexOf('=')..])]);
    }

    [Fact]
    public void Every_single_wrong_character_is_found_and_its_place_told()
    {
        using var key = Random(64);
        var lines = Body(Print(key));
        for (var line = 0; line < lines.Count; line++)
        {
            for (var place = 0; place < PaperKey.LineLength; place++)
            {
                var column = 4 + place + (place / 4);
                var wrong = lines.ToList();
                wrong[line] = Replace(lines[line], column, Other(lines[line][column]));

                var error = Assert.Throws<EncryptionKeyException>(() => PaperKey.Read(wrong));

                Assert.Equal(EncryptionKeyErrorKind.Mistyped, error.Kind);
                Assert.StartsWith($"Line {line + 1} was typed wrong: look at character {place + 1} ", error.Message, StringComparison.Ordinal);
                Assert.Contains($"of group {(place / 4) + 1})", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Two_wrong_characters_or_two_that_changed_places_never_pass()
    {
        // A print takes a quarter of a second for the key's fingerprint: few keys, many slips.
        for (var i = 0; i < 10; i++)
        {
            using var key = Random(64);
            var lines = Body(Print(key));
            for (var slip = 0; slip < 300; slip++)
            {
                NeverPasses(lines);
            }
        }
    }

    [Fact]
    public void Lines_that_are_missing_twice_or_in_another_order_are_told()
    {
        using var key = Random(128);
        var lines = Body(Print(key));
        var heading = Print(key).Take(4).ToList();

        Assert.StartsWith("Line 3 comes where line 2", Refusal([lines[0], .. lines.Skip(2)]), StringComparison.Ordinal);
        Assert.StartsWith("Line 1 comes where line 2", Refusal([lines[0], lines[0], .. lines.Skip(1)]), StringComparison.Ordinal);

        // With the number of another line, its digits don't fit.
        Assert.StartsWith("Line 2 was typed wrong", Refusal([lines[0], "02" + lines[2][2..]]), StringComparison.Ordinal);

        // The last ones can be missing unnoticed only without the heading, and then that is known.
        Assert.StartsWith("The heading says that the key has 128 characters, and the lines have 112", Refusal([.. heading, .. lines.Take(7)]), StringComparison.Ordinal);
        Assert.StartsWith("The heading says", Refusal([heading[1], .. lines.Take(7)]), StringComparison.Ordinal);
        Assert.Contains("fingerprint", Refusal([heading[2], .. lines.Take(7)]), StringComparison.Ordinal);
        Assert.DoesNotContain("leave", Assert.Throws<EncryptionKeyException>(() => PaperKey.Read([heading[2], .. lines.Take(7)])).Remedy, StringComparison.Ordinal);
        using var opened = KeyBackup.OpenPaper([.. heading, .. lines]);
        Assert.False(opened.IsEndUnproven);
        using var shorter = KeyBackup.OpenPaper([.. lines.Take(7)]);
        Assert.True(shorter.IsEndUnproven);
        Assert.Contains("can't be read", Refusal([lines[0][..^4], .. lines.Skip(1)]), StringComparison.Ordinal);
        Assert.Contains("no line", Refusal(["nothing"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_is_in_no_message()
    {
        using var key = Random(64);
        var lines = Body(Print(key));
        lines[1] = Replace(lines[1], 5, Other(lines[1][5]));
        var text = Assert.Throws<EncryptionKeyException>(() => PaperKey.Read(lines)).ToString();
        foreach (var line in lines)
        {
            Assert.DoesNotContain(line[4..8], text, StringComparison.Ordinal);
        }
    }

    private static void NeverPasses(List<string> lines)
    {
        var line = s_random.Next(lines.Count);
        var (one, two) = (Column(), Column());
        var (first, second) = (lines[line][one], lines[line][two]);
        if (one == two || first == second)
        {
            return;
        }

        var swapped = Replace(Replace(lines[line], one, second), two, first);
        var changed = Replace(Replace(lines[line], one, Other(first)), two, Other(second));
        foreach (var wrong in new[] { swapped, changed })
        {
            var typed = lines.ToList();
            typed[line] = wrong;
            Assert.Throws<EncryptionKeyException>(() => PaperKey.Read(typed));
        }
    }

    private static int Column()
    {
        var place = s_random.Next(PaperKey.LineLength);
        return 4 + place + (place / 4);
    }

    private static string Refusal(IReadOnlyList<string> lines) => Assert.Throws<EncryptionKeyException>(() => PaperKey.Read(lines)).Message;

    private static void Same(EncryptionKey key, IReadOnlyList<string> lines)
    {
        using var read = PaperKey.Read(lines);
        Assert.True(read.IsSameAs(key));
    }

    private static List<string> Print(EncryptionKey key) => [.. PaperKey.Write(key, KeyDetails.Of(key, "10.0.0.5", DateTime.UtcNow))];

    private static List<string> Body(List<string> lines) => [.. lines.Skip(4)];

    private static string Replace(string line, int column, char with) => line[..column] + with + line[(column + 1)..];

    private static char Other(char letter)
    {
        char other;
        do
        {
            other = (char)s_random.Next('!', '~' + 1);
        }
        while (other == letter);
        return other;
    }

    private static EncryptionKey Random(int length) =>
        EncryptionKey.Own(Encoding.ASCII.GetBytes(new string([.. Enumerable.Range(0, length).Select(_ => (char)s_random.Next('!', '~' + 1))])));
}
