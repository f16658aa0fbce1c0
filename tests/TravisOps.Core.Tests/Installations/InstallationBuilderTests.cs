using System;
using TravisOps.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Installations;

public class InstallationBuilderTests
{
    private static InstallationBuilder Lab() => new() { Name = "lab", Platform = "p.example.com", BaseDirectory = "/srv" };

    [Fact]
    public void Parameters_make_the_same_installation_as_a_file()
    {
        var built = new InstallationBuilder
        {
            Name = "lab",
            Platform = "p.example.com",
            Workers = ["w-[01:02].example.com", "10.0.0.9"],
            PublicHostName = "travis.example.com",
            Port = 2022,
            UserName = "ops",
            KeyFilePath = "keys/id",
            KnownHostsPath = "/etc/known",
            Sudo = SudoMode.Password,
            JumpHost = "bastion",
            BaseDirectory = "/srv",
        }.Build();

        var read = InventoryReader.Parse(
            """
            installations:
              lab:
                publicHostName: travis.example.com
                port: 2022
                user: ops
                keyFile: keys/id
                knownHostsFile: /etc/known
                sudo: password
                jumpHost: bastion
                platform: p.example.com
                workers: ['w-[01:02].example.com', 10.0.0.9]
            """,
            "/srv/travisops.yml").Installations[0];
        Assert.Equal(read.Hosts, built.Hosts);
        Assert.Equal(read.PublicHostName, built.PublicHostName);
        Assert.Equal(4, built.Hosts.Count);
        Assert.Equal("/srv/keys/id", built.Platform.KeyFilePath);
    }

    [Fact]
    public void An_error_names_the_parameter()
    {
        Check(new() { Name = "a b", Platform = "p", BaseDirectory = "/" }, "-Name", "can't name an installation");
        Check(new() { Name = "lab", Platform = "p[1:2]", BaseDirectory = "/" }, "-Platform", "the platform is one machine");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", Workers = ["w_1"] }, "-Worker", "'w_1' is not a host name");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", Workers = ["w[1:3]", "W2"] }, "-Worker", "the host 'W2' is named twice; the first time at -Worker");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", Workers = ["P"] }, "-Worker", "the first time at -Platform");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", Workers = ["w[1:5000]"] }, "-Worker", "more than 1000");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", Port = 70000 }, "-Port", "from 1 to 65535");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", UserName = "ops:hunter2" }, "-UserName", "a login name is expected");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", KeyFilePath = "~bob/id" }, "-KeyFilePath", "only ~ itself");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", KnownHostsPath = "a\nb" }, "-KnownHostsPath", "one line");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", JumpHost = "b b" }, "-JumpHost", "is not a host name");
        Check(new() { Name = "lab", Platform = "p", BaseDirectory = "/", PublicHostName = "https://x" }, "-PublicHostName", "is a URL");
    }

    [Fact]
    public void Nothing_but_a_name_and_a_platform_is_needed()
    {
        var installation = Lab().Build();
        Assert.Empty(installation.Workers);
        Assert.Equal("p.example.com", installation.PublicHostName);
        Assert.Equal(new TravisHost { ComputerName = "p.example.com", Role = TravisRole.Platform }, installation.Platform);
    }

    private static void Check(InstallationBuilder builder, string parameter, string expected)
    {
        var error = Assert.Throws<InventoryException>(builder.Build);
        Assert.Equal(parameter, error.ParameterName);
        Assert.Null(error.File);
        Assert.StartsWith(parameter + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }
}
