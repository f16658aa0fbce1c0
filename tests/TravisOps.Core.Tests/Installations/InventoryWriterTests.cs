using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TravisOps.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Installations;

public class InventoryWriterTests
{
    private static TravisInstallation Lab(string name = "lab", string baseDirectory = "/srv", string? keyFile = null, string worker = "w-[01:03].example.com") =>
        new InstallationBuilder { Name = name, Platform = "p.example.com", Workers = [worker], KeyFilePath = keyFile, BaseDirectory = baseDirectory }.Build();

    [Fact]
    public void Only_what_was_given_is_written_and_ranges_stay_ranges()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("new/travisops.yml");

        InventoryWriter.Write(Lab(keyFile: "~/.ssh/id"), path);

        Assert.Equal(
            """
            installations:
              lab:
                keyFile: ~/.ssh/id
                platform: p.example.com
                workers:
                  - w-[01:03].example.com

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(path));
    }

    [Fact]
    public void An_installation_that_was_read_is_written_with_everything_it_has()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("travisops.yml");
        var production = InventoryReader.Parse(InventorySamples.Full, InventorySamples.Path).Installations[0];

        InventoryWriter.Write(production, path);

        Assert.Equal(production.Hosts, InventoryReader.Read(path).Installations.Single().Hosts);
        var text = File.ReadAllText(path);
        Assert.Contains("- worker-[08:11].example.com", text, StringComparison.Ordinal);
        Assert.Contains("keyFile: ~/.ssh/id_ed25519", text, StringComparison.Ordinal);
        // Relative to /etc where it was read, so absolute here.
        Assert.Contains("knownHostsFile: /etc/keys/known_hosts", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_installation_made_of_hosts_is_written_too()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("travisops.yml");
        var made = new TravisInstallation(
            "made",
            new TravisHost { ComputerName = "p", Role = TravisRole.Platform, Sudo = SudoMode.None, KeyFilePath = "/keys/it's mine # really" },
            [new TravisHost { ComputerName = "w", Role = TravisRole.Worker, Address = "::1", Port = 2222, UserName = "no" }],
            "travis.example.com");

        InventoryWriter.Write(made, path);

        Assert.Equal(made.Hosts, InventoryReader.Read(path).Select("made").Hosts);
    }

    public static TheoryData<string> Layouts => new()
    {
        InventorySamples.Full,
        InventorySamples.Full + "\n",
        InventorySamples.Full + "\n\n# the end\n",
        InventorySamples.Full + "\n      # a worker that is commented out\n\n# the end\n",
        InventorySamples.Full.ReplaceLineEndings("\r\n"),
        "\uFEFF" + InventorySamples.Full,
        "---\n" + InventorySamples.Full + "\n...\n",
        "installations:\n        a:   {platform: p}   # one\n        b:\n            platform: q\ndefault: b # the usual one\n",
        "installations:\n  a:\n    platform: p\n    workers:\n      # none yet\n\ndefault: a",
        "installations:\n  a:\n    platform: |-\n      p\n\n\n# after a block scalar\n",
        "\"installations\":\n  'a': {platform: p, workers: [w1,\n     w2\n  ]}\n",
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Adding_leaves_the_rest_of_the_file_byte_for_byte(string layout)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("travisops.yml", layout);
        var before = InventoryReader.Read(path);

        InventoryWriter.Write(Lab(), path);

        var after = InventoryReader.Read(path);
        Assert.Equal([.. before.Installations.Select(i => i.Name), "lab"], after.Installations.Select(i => i.Name));
        Assert.Equal(before.DefaultName, before.GivenDefault is null ? before.DefaultName : after.DefaultName);
        var added = File.ReadAllBytes(path).Length - layout.Length;
        AssertContainsInOrder(File.ReadAllText(path), layout.Split('\n').Select(line => line.TrimEnd('\r')));
        var newLines = File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Length;
        Assert.Equal(layout.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Length + 4, newLines);
        Assert.True(added > 0);
        if (layout.Contains("\r\n", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("\n", File.ReadAllText(path).Replace("\r\n", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Replacing_each_installation_leaves_the_others_as_they_are(string layout)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in InventoryReader.Parse(layout.TrimStart('\uFEFF'), InventorySamples.Path).Installations.Select(i => i.Name))
        {
            var path = folder.Write("travisops.yml", layout);
            var before = InventoryReader.Read(path);

            InventoryWriter.Write(Lab(name), path, replace: true);

            var after = InventoryReader.Read(path);
            Assert.Equal(before.Installations.Select(i => i.Name), after.Installations.Select(i => i.Name));
            Assert.Equal("p.example.com", after.Select(name).Platform.ComputerName);
            foreach (var other in before.Installations.Where(i => i.Name != name))
            {
                Assert.Equal(other.Hosts, after.Select(other.Name).Hosts);
            }

            // Writing the same again changes nothing any more.
            var once = File.ReadAllText(path);
            InventoryWriter.Write(Lab(name), path, replace: true);
            Assert.Equal(once, File.ReadAllText(path));
        }
    }

    [Fact]
    public void A_comment_for_the_next_installation_survives_a_replacement()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("travisops.yml", "installations:\n  # ours\n  a:\n    platform: p # gone\n\n  # theirs\n  b: {platform: q} # stays\n");

        InventoryWriter.Write(Lab("A", worker: "w1"), path, replace: true);

        Assert.Equal(
            "installations:\n  # ours\n  A:\n    platform: p.example.com\n    workers:\n      - w1\n\n  # theirs\n  b: {platform: q} # stays\n",
            File.ReadAllText(path));
    }

    [Fact]
    public void A_new_installation_goes_below_the_comments_of_the_last_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("travisops.yml", "installations:\n  a:\n    platform: p\n    workers:\n      - w1\n      # - w2\n\n# default: a\n");

        InventoryWriter.Write(Lab(), path);

        Assert.Equal(
            "installations:\n  a:\n    platform: p\n    workers:\n      - w1\n      # - w2\n"
            + "  lab:\n    platform: p.example.com\n    workers:\n      - w-[01:03].example.com\n\n# default: a\n",
            File.ReadAllText(path));
    }

    [Fact]
    public void A_path_that_no_file_can_hold_is_refused_at_the_parameter()
    {
        var error = Assert.Throws<InventoryException>(() => Lab(keyFile: "/keys/\ud83d"));
        Assert.Equal("-KeyFilePath", error.ParameterName);
    }

    [Fact]
    public void A_name_that_is_there_is_not_overwritten_unless_asked_for()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("travisops.yml", InventorySamples.Full);

        var error = Assert.Throws<InventoryException>(() => InventoryWriter.Write(Lab("STAGING"), path));

        Assert.Equal(InventoryErrorKind.AlreadyThere, error.Kind);
        Assert.Contains("-Force", error.Message, StringComparison.Ordinal);
        Assert.Equal(InventorySamples.Full, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("installations:\n  a:\n    platfrom: p\n")]
    [InlineData("installations: {a: {platform: p}}\n")]
    [InlineData("{installations: {a: {platform: p}}}\n")]
    [InlineData("installations:\n  ? a\n  : platform: p\n")]
    [InlineData("some: other file\n")]
    [InlineData("\0binary")]
    public void A_file_that_is_bad_or_written_on_one_line_stays_as_it_is(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("travisops.yml", text);

        var error = Assert.Throws<InventoryException>(() => InventoryWriter.Write(Lab(), path));

        Assert.Equal(path, error.File);
        Assert.Equal(text, File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet")]
    [InlineData("# nothing yet\n")]
    public void A_file_without_content_is_filled_and_its_comments_stay(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("travisops.yml", text);
        InventoryWriter.Write(Lab(), path);
        Assert.StartsWith(text, File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal("lab", InventoryReader.Read(path).DefaultName);
    }

    [Fact]
    public void Permissions_and_a_symbolic_link_are_kept()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions and links.");
            return;
        }

        using var folder = new TemporaryFolder();
        var real = folder.Write("dotfiles/travisops.yml", InventorySamples.Full);
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var link = folder.File("travisops.yml");
        File.CreateSymbolicLink(link, real);

        InventoryWriter.Write(Lab(), link);

        Assert.Equal(real, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real));
        Assert.Equal(3, InventoryReader.Read(link).Installations.Count);
        Assert.Single(Directory.GetFileSystemEntries(folder.File("dotfiles")));
    }

    [Fact]
    public void A_file_that_can_not_be_written_is_left_alone_and_the_error_says_so()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("travisops.yml", InventorySamples.Full);
        File.SetAttributes(path, FileAttributes.ReadOnly);

        var error = Assert.Throws<InventoryException>(() => InventoryWriter.Write(Lab(), path));

        Assert.Equal(InventoryErrorKind.NotWritten, error.Kind);
        Assert.Contains("write-protected", error.Message, StringComparison.Ordinal);
        Assert.Equal(InventorySamples.Full, File.ReadAllText(path));
        File.SetAttributes(path, FileAttributes.Normal);
    }

    private static void AssertContainsInOrder(string text, IEnumerable<string> lines)
    {
        var at = 0;
        foreach (var line in lines)
        {
            at = text.IndexOf(line.TrimStart('\uFEFF'), at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"Lost or moved: '{line}' of\n{text}");
        }
    }
}
