using System;
using System.IO;
using System.Linq;
using System.Text;
using TravisOps.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Installations;

/// <summary>Every bad file gives one error that says where and what was expected.</summary>
public class InventoryErrorTests
{
    public static TheoryData<string, int, int, string> BadFiles => new()
    {
        // Nothing there.
        { "", 1, 1, "the file is empty" },
        { "# only a comment\n\n", 1, 1, "the file is empty" },
        { "---\n", 1, 1, "the file is empty" },
        { "default: lab\n", 1, 1, "the key 'installations' is missing" },
        { "installations:\n", 1, 0, "installation names, each with its settings under it, expected here, found nothing" },
        { "installations: {}\n", 1, 16, "there is no installation" },

        { "installations:\n  lab:\n    platform: p\n\0    workers: [w]\n", 4, 1, "zero byte" },

        // Broken YAML, and YAML that has no place here.
        { "installations:\n  lab:\n    platform: 'p\n", 3, 15, "broken YAML" },
        { "installations:\n  lab:\n\t  platform: p\n", 3, 1, "indented with a tab" },
        { "# a\tb\n\t# c\ninstallations:\n  lab:\n    platform: p\n  \tport: 22\n", 6, 3, "indented with a tab" },
        { "installations:\n  lab:\n    platform: p: q\n", 3, 0, "broken YAML" },
        { "installations:\n  lab:\n    workers: [a, b\n    platform: p\n", 3, 0, "never closed" },
        { "installations:\n  lab:\n   platform: p\n    port: 22\n", 4, 0, "broken YAML" },
        { "installations:\n  lab:\n  platform: p\n", 2, 0, "the settings of the installation 'lab' expected here, found nothing" },
        { "installations:\n  lab: {platform: p}\n---\ninstallations:\n", 3, 1, "second YAML document" },
        { "installations:\n  lab: &a\n    platform: p\n", 2, 8, "anchor" },
        { "installations:\n  lab:\n    platform: *p\n", 3, 15, "alias" },
        { "installations:\n  lab:\n    platform: !!str p\n", 3, 15, "tag" },
        { "installations:\n  lab:\n    platform: !Ruby/object p\n", 3, 15, "tag" },
        { "installations:\n  lab:\n    platform:\n      : p\n", 5, 0, "a key or a value is missing" },
        { "installations:\n  lab:\n    ? [a, b]\n    : c\n", 3, 0, "a key is expected" },

        // Keys.
        { "instalations:\n", 1, 1, "unknown key 'instalations'; did you mean 'installations'? Known keys: default, installations" },
        { "installations:\n  lab:\n    platform: p\n    woker: [w]\n", 4, 5, "unknown key 'woker'; did you mean 'workers'? Known keys: publicHostName, port" },
        { "installations:\n  lab:\n    platform: p\n    prot: 22\n", 4, 5, "did you mean 'port'?" },
        { "installations:\n  lab:\n    platform: p\n    PORT: 22\n", 4, 5, "did you mean 'port'?" },
        { "installations:\n  lab:\n    platform: p\n    colour: red\n", 4, 5, "unknown key 'colour'. Known keys:" },
        { "installations:\n  lab:\n    platform:\n      host: p\n      workers: [w]\n", 5, 7, "unknown key 'workers'" },
        { "installations:\n  lab:\n    port: 22\n    platform: p\n    port: 23\n", 5, 5, "the key 'port' is there twice; the first one is on line 3" },
        { "installations:\n  lab:\n    platform: p\n  lab:\n    platform: q\n", 4, 3, "the key 'lab' is there twice; the first one is on line 2" },
        { "installations:\n  lab:\n    platform: p\n  LAB:\n    platform: q\n", 4, 3, "the installation 'LAB' is there twice" },
        { "installations:\n  lab:\n    user: ops\n", 2, 3, "has no 'platform'" },
        { "installations:\n  lab:\n    platform:\n      port: 22\n", 4, 7, "the key 'host' is missing" },
        { "installations:\n  lab:\n    user:\n    platform: p\n", 3, 5, "'user' has no value" },

        // Types.
        { "- installations\n", 1, 1, "found a list" },
        { "installations: production\n", 1, 16, "found a single value" },
        { "installations:\n  lab: p\n", 2, 8, "found a single value" },
        { "installations:\n  lab:\n    platform: [p]\n", 3, 15, "found a list" },
        { "installations:\n  lab:\n    platform: p\n    workers: w\n", 4, 14, "a list of hosts is expected" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - [1:2].x\n", 5, 0, "broken YAML" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - [w1]\n", 5, 9, "needs quotes" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      -\n", 5, 0, "there is nothing here" },
        { "installations:\n  lab:\n    platform: p\n    port: [22]\n", 4, 11, "a number from 1 to 65535 is expected here, found a list" },
        { "installations:\n  lab:\n    platform: p\n    user: no\n", 4, 11, "put it in quotes" },
        { "installations:\n  lab:\n    platform: p\n    user: ~\n", 4, 11, "put it in quotes" },
        { "installations:\n  no:\n    platform: p\n", 2, 3, "put it in quotes" },

        // Values.
        { "installations:\n  lab:\n    platform: p\n    port: 0\n", 4, 11, "'0' is not a port; a whole number from 1 to 65535" },
        { "installations:\n  lab:\n    platform: p\n    port: 65536\n", 4, 11, "is not a port" },
        { "installations:\n  lab:\n    platform: p\n    port: 022\n", 4, 11, "is not a port" },
        { "installations:\n  lab:\n    platform: p\n    port: 0x16\n", 4, 11, "is not a port" },
        { "installations:\n  lab:\n    platform: p\n    port: 2_222\n", 4, 11, "is not a port" },
        { "installations:\n  lab:\n    platform: p\n    port: 22.0\n", 4, 11, "is not a port" },
        { "installations:\n  lab:\n    platform: p\n    port: ssh\n", 4, 11, "is not a port" },
        { "installations:\n  lab:\n    platform: p\n    sudo: nopassword\n", 4, 11, "unknown sudo mode 'nopassword'; did you mean 'noPassword'?" },
        { "installations:\n  lab:\n    platform: p\n    sudo: yes\n", 4, 11, "auto, none, noPassword or password" },
        { "installations:\n  lab:\n    platform: p\n    user: ops:hunter2\n", 4, 11, "a login name is expected" },
        { "installations:\n  lab:\n    platform: p\n    keyFile: ~bob/.ssh/id\n", 4, 14, "only ~ itself" },
        { "installations:\n  lab:\n    platform: p\n    keyFile: |\n      -----BEGIN OPENSSH PRIVATE KEY-----\n      c2VjcmV0\n", 4, 14, "not the key itself" },
        { "installations:\n  a b:\n    platform: p\n", 2, 3, "can't name an installation" },
        { "default: prod\ninstallations:\n  production:\n    platform: p\n", 1, 10, "which is no installation of this file" },

        // Hosts.
        { "installations:\n  lab:\n    platform: worker_1\n", 3, 15, "'worker_1' is not a host name" },
        { "installations:\n  lab:\n    platform: -p\n", 3, 15, "begin or end with a dash" },
        { "installations:\n  lab:\n    platform: p..example\n", 3, 15, "nothing between" },
        { "installations:\n  lab:\n    platform: 10.0.0.256\n", 3, 15, "neither a host name nor an IPv4 address" },
        { "installations:\n  lab:\n    platform: 10.0.0.010\n", 3, 15, "neither a host name nor an IPv4 address" },
        { "installations:\n  lab:\n    platform: 2001:db8::g\n", 3, 15, "not an IPv6 address" },
        { "installations:\n  lab:\n    platform: '[2001:db8::1]'\n", 3, 15, "without brackets" },
        { "installations:\n  lab:\n    platform: p:22\n", 3, 15, "the port goes into 'port'" },
        { "installations:\n  lab:\n    platform: ssh://p\n", 3, 15, "is a URL" },
        { "installations:\n  lab:\n    platform: ops:hunter2@p\n", 3, 15, "the login goes into 'user'" },
        { "installations:\n  lab:\n    platform: münchen.example\n", 3, 15, "xn--" },
        { "installations:\n  lab:\n    platform: p\n    publicHostName: https://travis.example.com\n", 4, 21, "is a URL" },
        { "installations:\n  lab:\n    platform: p\n    jumpHost: b b\n", 4, 15, "is not a host name" },
        { "installations:\n  lab:\n    platform: p[1:2]\n", 3, 15, "the platform is one machine" },
        { "installations:\n  lab:\n    platform: p\n    workers: [w, W]\n", 4, 18, "the host 'W' is named twice; the first time at /etc/travisops.yml(4,15)" },
        { "installations:\n  lab:\n    platform: p\n    workers: [P]\n", 4, 15, "is named twice; the first time at /etc/travisops.yml(3,15)" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - w[1:9]\n      - host: w5\n", 6, 15, "the host 'w5' is named twice" },
        { "installations:\n  lab:\n    platform: 2001:db8::1\n    workers: [2001:DB8:0::1]\n", 4, 15, "is named twice" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - w[9:1]\n", 5, 9, "runs backwards; [1:9]" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - w[1:2]x[1:2]\n", 5, 9, "several ranges" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - w[a:c]\n", 5, 9, "a range is [first:last]" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - w[1-3]\n", 5, 9, "a range is [first:last]" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - w[01:100]\n", 5, 9, "same number of digits" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - w1:3]\n", 5, 9, "unbalanced bracket" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - w[1:999999999]\n", 5, 9, "stands for 999999999 hosts" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - w[1:99999999999]\n", 5, 9, "a range is [first:last]" },
        { "installations:\n  a:\n    platform: p\n    workers: ['w[1:600]']\n  b:\n    platform: p\n    workers: ['w[1:600]']\n", 7, 15, "more than 1000 in all" },
        { "installations:\n  lab:\n    platform: p\n    workers:\n      - host: w[1:2]\n        address: 10.0.0.1\n", 5, 15, "can't share one address" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_gives_one_error_with_its_place(string text, int line, int column, string expected)
    {
        var error = Assert.Throws<InventoryException>(() => InventoryReader.Parse(text, InventorySamples.Path));

        Assert.Equal(InventoryErrorKind.Invalid, error.Kind);
        Assert.Equal(InventorySamples.Path, error.File);
        Assert.Equal(line, error.Line);
        Assert.True(column == 0 || column == error.Column, $"Column {error.Column} in: {error.Message}");
        Assert.StartsWith($"/etc/travisops.yml({error.Line},{error.Column}): ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("password: hunter2", "-Credential")]
    [InlineData("sudoPassword: hunter2", "-SudoCredential")]
    [InlineData("sudo_password: hunter2", "-SudoCredential")]
    [InlineData("keyPassphrase: hunter2", "-KeyPassphrase")]
    [InlineData("passphrase: hunter2", "-KeyPassphrase")]
    [InlineData("token: hunter2", "no command needs it")]
    [InlineData("rabbitmq-secret: hunter2", "no command needs it")]
    public void A_secret_is_refused_unread_and_the_right_way_is_told(string line, string advice)
    {
        var error = Assert.Throws<InventoryException>(() => InventoryReader.Parse($"installations:\n  lab:\n    platform: p\n    {line}\n", InventorySamples.Path));

        Assert.Equal((4, 5), (error.Line, error.Column));
        Assert.Contains("secrets do not belong in an inventory", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    platform: p\n    user: ops:hunter2\n")]
    [InlineData("    platform: ops:hunter2@p\n")]
    [InlineData("    platform: p\n    keyFile: |\n      -----BEGIN RSA PRIVATE KEY-----\n      hunter2\n")]
    public void What_may_be_a_secret_is_not_repeated(string settings)
    {
        var error = Assert.Throws<InventoryException>(() => InventoryReader.Parse("installations:\n  lab:\n" + settings, InventorySamples.Path));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_bomb_is_refused_at_its_first_anchor()
    {
        var bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (var c = 'b'; c < 'z'; c++)
        {
            var before = (char)(c - 1);
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"{c}: &{c} [{string.Join(',', Enumerable.Repeat("*" + before, 9))}]\n");
        }

        var error = Assert.Throws<InventoryException>(() => InventoryReader.Parse(bomb.ToString(), InventorySamples.Path));
        Assert.Equal((1, 4), (error.Line, error.Column));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Deep_nesting_ends_in_an_error_and_not_in_the_stack(string opening) =>
        Assert.Throws<InventoryException>(() => InventoryReader.Parse(string.Concat(Enumerable.Repeat(opening, 100_000)), InventorySamples.Path));

    [Fact]
    public void A_message_can_not_move_the_cursor_of_a_terminal()
    {
        var error = Assert.Throws<InventoryException>(() => InventoryReader.Parse("\"\\e[2Jx\": 1\n", InventorySamples.Path));
        Assert.DoesNotContain('\u001b', error.Message);
    }

    [Fact]
    public void A_file_over_one_mebibyte_is_not_parsed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("big.yml", InventorySamples.Full + new string('#', 1024 * 1024));
        Assert.Contains("larger than 1024 KiB", Assert.Throws<InventoryException>(() => InventoryReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_located()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("latin1.yml");
        File.WriteAllBytes(path, [.. "installations:\n  lab: # f"u8, 0xFC, .. "r das Labor\n"u8]);

        var error = Assert.Throws<InventoryException>(() => InventoryReader.Read(path));

        Assert.Equal((2, 11), (error.Line, error.Column));
        Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_windows_powershell_redirected_tells_how_to_convert_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("utf16.yml");
        File.WriteAllText(path, InventorySamples.Full, Encoding.Unicode);
        Assert.Contains("-Encoding UTF8", Assert.Throws<InventoryException>(() => InventoryReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_a_folder_is_told_apart_from_a_bad_one()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(InventoryErrorKind.NotFound, Assert.Throws<InventoryException>(() => InventoryReader.Read(folder.File("none.yml"))).Kind);
        Assert.Equal(InventoryErrorKind.Unreadable, Assert.Throws<InventoryException>(() => InventoryReader.Read(folder.Path)).Kind);
    }
}
