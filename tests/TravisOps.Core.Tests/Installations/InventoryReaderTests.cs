using System;
using System.IO;
using System.Linq;
using TravisOps.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Installations;

public class InventoryReaderTests
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static Inventory Parse(string text) => InventoryReader.Parse(text, InventorySamples.Path);

    private static TravisInstallation Only(string settings) => Parse("installations:\n  lab:\n" + settings).Installations.Single();

    [Fact]
    public void Every_key_of_the_format_takes_effect()
    {
        var inventory = Parse(InventorySamples.Full);

        Assert.Equal("production", inventory.DefaultName);
        Assert.Equal(["production", "staging"], inventory.Installations.Select(installation => installation.Name));
        var production = inventory.Installations[0];
        Assert.Equal("travis.example.com", production.PublicHostName);
        Assert.Equal(
            new TravisHost
            {
                ComputerName = "platform.example.com",
                Role = TravisRole.Platform,
                Port = 2022,
                UserName = "ops",
                KeyFilePath = Path.Combine(Home, ".ssh", "id_ed25519"),
                KnownHostsPath = "/etc/keys/known_hosts",
                Sudo = SudoMode.NoPassword,
                JumpHost = "bastion.example.com",
            },
            production.Platform);
        Assert.Equal(
            ["worker-08", "worker-09", "worker-10", "worker-11", "worker-21", "big-1", "big-2"],
            production.Workers.Select(worker => worker.ComputerName.Replace(".example.com", string.Empty, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_host_overrides_its_installation_and_inherits_the_rest()
    {
        var worker = Parse(InventorySamples.Full).Installations[0].Workers[4];

        Assert.Equal("10.0.0.21", worker.Address);
        Assert.Equal((2222, "deploy", "/keys/worker", SudoMode.Password), (worker.Port, worker.UserName, worker.KeyFilePath, worker.Sudo));
        Assert.Equal(("/etc/keys/known_hosts", "bastion.example.com"), (worker.KnownHostsPath, worker.JumpHost));
    }

    [Fact]
    public void What_is_not_given_has_the_documented_default()
    {
        var staging = Parse(InventorySamples.Full).Installations[1];

        Assert.Equal("staging.example.com", staging.PublicHostName);
        Assert.Equal("2001:db8::7", staging.Platform.Address);
        Assert.Equal((22, null, null, null), (staging.Platform.Port, staging.Platform.UserName, staging.Platform.KeyFilePath, staging.Platform.KnownHostsPath));
        Assert.Empty(staging.Workers);
    }

    [Theory]
    [InlineData("    platform: p\n    workers:\n      - w[1:3]\n", "w1 w2 w3")]
    [InlineData("    platform: p\n    workers:\n      - w[098:101].x\n", "w098.x w099.x w100.x w101.x")]
    [InlineData("    platform: p\n    workers:\n      - w[9:11]\n", "w9 w10 w11")]
    [InlineData("    platform: p\n    workers:\n      - 10.0.0.[7:8]\n", "10.0.0.7 10.0.0.8")]
    [InlineData("    platform: p\n    workers:\n      - '[1:2].workers.example'\n", "1.workers.example 2.workers.example")]
    [InlineData("    platform: p\n    workers: ['w[0:1]', fe80::1%eth0]\n", "w0 w1 fe80::1%eth0")]
    [InlineData("    platform: p\n    workers:\n", "")]
    [InlineData("    platform: p\n    workers: []\n", "")]
    public void Workers_are_names_or_ranges_or_none(string settings, string expected) =>
        Assert.Equal(expected, string.Join(' ', Only(settings).Workers.Select(worker => worker.ComputerName)));

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_fine()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("travisops.yml", "\uFEFF" + InventorySamples.Full.ReplaceLineEndings("\r\n"));

        var inventory = InventoryReader.Read(path);

        Assert.Equal(2, inventory.Installations.Count);
        Assert.Equal(Path.Combine(folder.Path, "keys", "known_hosts"), inventory.Installations[0].Platform.KnownHostsPath);
    }

    [Fact]
    public void Quotes_make_text_of_what_yaml_would_take_for_something_else()
    {
        var inventory = Parse("default: 'no'\ninstallations:\n  'no':\n    user: \"1000\"\n    platform: p\n");

        Assert.Equal("no", inventory.DefaultName);
        Assert.Equal("1000", inventory.Installations[0].Platform.UserName);
    }

    [Fact]
    public void A_thousand_hosts_are_allowed_and_one_more_is_not()
    {
        Assert.Equal(999, Only("    platform: p\n    workers: ['w[1:999]']\n").Workers.Count);
        var error = Assert.Throws<InventoryException>(() => Only("    platform: p\n    workers: ['w[1:1000]']\n"));
        Assert.Contains("more than 1000", error.Message, StringComparison.Ordinal);
    }
}
