using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading;
using TravisOps.Connections;
using TravisOps.Lab;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

[Collection(SshdTests.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class HostKeyTests(SshdFixture sshd) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("travisops-hosts-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Name => $"[127.0.0.1]:{sshd.Server.Port}";

    [Fact]
    public void An_unknown_host_is_refused_and_shows_its_fingerprint()
    {
        var error = Refused(string.Empty);
        Assert.Equal(HostFailureKind.HostKeyUnknown, error.Kind);
        Assert.Contains(Fingerprint("ed25519"), error.Message, StringComparison.Ordinal);
        Assert.EndsWith($": New-TravisInstallation -Platform 127.0.0.1 -Port {sshd.Server.Port} | Add-TravisHostKey -KnownHostsPath '{Path.Combine(_folder, "known_hosts")}'", error.Remedy, StringComparison.Ordinal);
        Assert.True(error.Connection.Online);
        Assert.False(error.Connection.LoggedIn);
        Assert.Equal(Fingerprint("ed25519"), error.Connection.HostKeyFingerprint);
    }

    [Fact]
    public void A_changed_key_is_refused_with_both_fingerprints_and_the_line()
    {
        var (stranger, fingerprint) = Stranger();
        var error = Refused($"# a comment\n{Name} {stranger}\n");
        Assert.Equal(HostFailureKind.HostKeyChanged, error.Kind);
        Assert.Contains(Fingerprint("ed25519"), error.Message, StringComparison.Ordinal);
        Assert.Contains(fingerprint, error.Message, StringComparison.Ordinal);
        Assert.Contains("known_hosts:2", error.Message, StringComparison.Ordinal);
        Assert.Contains($"ssh-keygen -R '{Name}'", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revoked_key_is_refused_although_it_is_listed_too()
    {
        var error = Refused($"{Name} {PublicKey("ed25519")}\n@revoked * {PublicKey("ed25519")}\n");
        Assert.Equal(HostFailureKind.HostKeyRevoked, error.Kind);
        Assert.Contains("known_hosts:2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ed25519", "ssh-ed25519")]
    [InlineData("ecdsa", "ecdsa-sha2-nistp256")]
    [InlineData("rsa", "ssh-rsa")]
    public void Only_the_types_that_are_known_are_asked_for(string type, string name)
    {
        using var session = Open($"{Name} {PublicKey(type)}\n");
        Assert.Equal(name, session.Connection.HostKeyType);
    }

    [Fact]
    public void A_host_that_lost_the_known_type_is_refused_although_it_has_others()
    {
        Assert.SkipWhen(LoopbackSshd.WhyNot() is not null, "No sshd: " + LoopbackSshd.WhyNot());
        using var other = LoopbackSshd.Start(new LoopbackSshdOptions { HostKeyTypes = ["rsa"] });
        var path = Write($"[127.0.0.1]:{other.Port} {PublicKey("ed25519")}\n");
        var error = Assert.Throws<HostException>(() => HostSession.Open(SshdFixture.HostAt(other.Port), sshd.Options with { KnownHostsPath = path }, Token));
        Assert.Equal(HostFailureKind.HostKeyUnknown, error.Kind);
        Assert.Contains("lists only ssh-ed25519", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_RSA_key_that_an_old_server_proves_with_SHA1_alone_is_neither_lost_nor_changed()
    {
        // As OpenSSH 6.6 of Ubuntu 14.04 offers it.
        Assert.SkipWhen(LoopbackSshd.WhyNot() is not null, "No sshd: " + LoopbackSshd.WhyNot());
        using var old = LoopbackSshd.Start(new LoopbackSshdOptions { HostKeyTypes = ["rsa", "ed25519"], Configuration = ["HostKeyAlgorithms ssh-rsa,ssh-ed25519"] });
        var (host, name) = (SshdFixture.HostAt(old.Port), $"[127.0.0.1]:{old.Port}");
        var rsa = $"{name} {string.Join(' ', File.ReadAllText(old.HostKeyPath("rsa") + ".pub").Split(' ').Take(2))}\n";
        var options = sshd.Options with { KeyFilePath = old.KeyFilePath, KnownHostsPath = Write(rsa) };

        var error = Assert.Throws<HostException>(() => HostSession.Open(host, options, Token));

        Assert.Equal(HostFailureKind.HostKeyUnknown, error.Kind);
        Assert.Contains("with SHA-1 alone", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("any more", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ssh-keygen -R", error.Remedy, StringComparison.Ordinal);

        var presented = HostKeyScanner.Scan(host, options, Token);
        Assert.Equal(["ssh-ed25519"], presented.Keys.Select(key => key.KeyType));
        Assert.Null(HostKeyTrust.Read(host, options).Objection(presented));
        Assert.Contains("with SHA-1 alone", HostKeyTrust.Read(host, options).Doubt(presented)?.Message, StringComparison.Ordinal);

        HostKeyTrust.Read(host, options).Add(presented.Keys[0]);
        Assert.Null(HostKeyTrust.Read(host, options).Doubt(presented));
        using var session = HostSession.Open(host, options with { }, Token);
        Assert.Equal("ssh-ed25519", session.Connection.HostKeyType);

        // Another key that is known and gone is no matter of SHA-1.
        options = options with { KnownHostsPath = Write(rsa + $"{name} {PublicKey("ecdsa")}\n") };
        Assert.Equal(HostFailureKind.HostKeyChanged, HostKeyTrust.Read(host, options).Objection(presented)?.Kind);
    }

    [Fact]
    public void The_fix_names_what_selected_the_host_and_the_file_that_was_looked_at()
    {
        var inventory = new InventorySelection { Name = "production", Path = "/etc/it's/travisops.yml" };

        Assert.Equal("Add-TravisHostKey -ComputerName worker-1", AddHostKey.Command(sshd.Host(), new SshOptions { Inventory = new InventorySelection() }));
        Assert.Equal(
            "Add-TravisHostKey -ComputerName worker-1 -Name 'production' -InventoryPath '/etc/it''s/travisops.yml' -KnownHostsPath '/known'",
            AddHostKey.Command(sshd.Host(), new SshOptions { Inventory = inventory, KnownHostsPath = "/known" }));
        Assert.Equal(
            "New-TravisInstallation -Platform 10.0.0.5 | Add-TravisHostKey -KnownHostsPath '/own'",
            AddHostKey.Command(new TravisHost { ComputerName = "worker-1", Role = TravisRole.Worker, Address = "10.0.0.5", KnownHostsPath = "/own" }, new SshOptions()));
    }

    [Fact]
    public void A_hashed_name_is_found()
    {
        var path = Write($"{Name} {PublicKey("ed25519")}\n");
        SshdFixture.Execute("ssh-keygen", "-q", "-H", "-f", path);
        Assert.StartsWith("|1|", File.ReadAllText(path), StringComparison.Ordinal);
        using var session = HostSession.Open(sshd.Host(), sshd.Options with { KnownHostsPath = path }, Token);
        Assert.True(session.Connection.LoggedIn);
    }

    [Theory]
    [InlineData("ed25519", "127.0.0.1", null)]
    [InlineData("ecdsa", "127.0.0.*", null)]
    [InlineData("rsa", "127.0.0.1", null)]
    [InlineData("ed25519", "other.example.com", "it is for other.example.com")]
    public void A_certificate_of_a_known_authority_is_good_for_its_principals(string authority, string principal, string? problem)
    {
        Assert.SkipWhen(LoopbackSshd.WhyNot() is not null, "No sshd: " + LoopbackSshd.WhyNot());
        var ca = Path.Combine(_folder, "ca");
        SshdFixture.Execute("ssh-keygen", "-q", "-t", authority, "-N", string.Empty, "-f", ca);
        var certificate = Path.Combine(_folder, "host");
        SshdFixture.Execute("ssh-keygen", "-q", "-t", "ed25519", "-N", string.Empty, "-f", certificate);
        SshdFixture.Execute("ssh-keygen", "-q", "-s", ca, "-I", "host", "-h", "-n", principal, certificate + ".pub");
        using var server = LoopbackSshd.Start(new LoopbackSshdOptions { Configuration = ["HostKey " + certificate, "HostCertificate " + certificate + "-cert.pub"] });
        var known = Write($"@cert-authority 127.*,[127.*]:* {File.ReadAllText(ca + ".pub")}");
        var options = sshd.Options with { KnownHostsPath = known, KeyFilePath = server.KeyFilePath };
        if (problem is null)
        {
            using var session = HostSession.Open(SshdFixture.HostAt(server.Port), options, Token);
            Assert.True(session.Connection.LoggedIn);
            File.AppendAllText(known, $"@revoked * {File.ReadAllText(ca + ".pub")}");
            var revoked = Assert.Throws<HostException>(() => HostSession.Open(SshdFixture.HostAt(server.Port), options with { }, Token));
            Assert.Equal(HostFailureKind.HostKeyRevoked, revoked.Kind);
        }
        else
        {
            var error = Assert.Throws<HostException>(() => HostSession.Open(SshdFixture.HostAt(server.Port), options, Token));
            Assert.Equal(HostFailureKind.HostKeyUnknown, error.Kind);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_keys_of_a_host_are_fetched_without_logging_in_and_added_once()
    {
        var path = Path.Combine(_folder, "new", "known_hosts");
        var keys = HostKeyScanner.Scan(sshd.Host(), sshd.Options, Token).Keys;
        Assert.Equal(["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"], keys.Select(key => key.KeyType));
        Assert.Equal([Fingerprint("ed25519"), Fingerprint("ecdsa"), Fingerprint("rsa")], keys.Select(key => key.Fingerprint));
        foreach (var key in keys)
        {
            Assert.Equal(HostKeyAddition.Added, KnownHostsWriter.Add(sshd.Host(), key, new SshOptions { KnownHostsPath = path }));
            Assert.Equal(HostKeyAddition.AlreadyKnown, KnownHostsWriter.Add(sshd.Host(), key, new SshOptions { KnownHostsPath = path }));
        }

        Assert.Equal(3, File.ReadAllLines(path).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        using var session = HostSession.Open(sshd.Host(), sshd.Options with { KnownHostsPath = path }, Token);
        Assert.True(session.Connection.LoggedIn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@revoked ")]
    public void A_changed_or_revoked_key_is_never_added(string marker)
    {
        var key = HostKeyScanner.Scan(sshd.Host(), sshd.Options, Token).Keys[0];
        var text = $"{marker}{Name} {(marker.Length > 0 ? PublicKey("ed25519") : Stranger().Line)}";
        var path = Write(text);
        var error = Assert.Throws<HostException>(() => KnownHostsWriter.Add(sshd.Host(), key, new SshOptions { KnownHostsPath = path }));
        Assert.Equal(marker.Length > 0 ? HostFailureKind.HostKeyRevoked : HostFailureKind.HostKeyChanged, error.Kind);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void Adding_keeps_what_is_there_and_mends_a_last_line_without_an_end()
    {
        var path = Write("# mine");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, path);
        var key = HostKeyScanner.Scan(sshd.Host(), sshd.Options, Token).Keys[0];
        KnownHostsWriter.Add(sshd.Host(), key, new SshOptions { KnownHostsPath = link });
        Assert.Equal(["# mine", $"{Name} {PublicKey("ed25519")}"], File.ReadAllLines(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Nothing_is_added_to_a_file_in_UTF_16_which_OpenSSH_does_not_read()
    {
        var path = Write("# mine");
        File.WriteAllText(path, "# mine\n", System.Text.Encoding.Unicode);
        var before = File.ReadAllBytes(path);

        var error = Assert.Throws<HostException>(() => KnownHostsWriter.Add(sshd.Host(), HostKeyScanner.Scan(sshd.Host(), sshd.Options, Token).Keys[0], new SshOptions { KnownHostsPath = path }));

        Assert.Contains("UTF-16", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private HostSession Open(string knownHosts) => HostSession.Open(sshd.Host(), sshd.Options with { KnownHostsPath = Write(knownHosts) }, Token);

    private HostException Refused(string knownHosts) => Assert.Throws<HostException>(() => Open(knownHosts));

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "known_hosts");
        File.WriteAllText(path, text);
        return path;
    }

    private string PublicKey(string type) => string.Join(' ', File.ReadAllText(sshd.Server.HostKeyPath(type) + ".pub").Split(' ').Take(2));

    private string Fingerprint(string type) => SshdFixture.Execute("ssh-keygen", "-lf", sshd.Server.HostKeyPath(type)).Split(' ')[1];

    private (string Line, string Fingerprint) Stranger()
    {
        var path = Path.Combine(_folder, "stranger");
        SshdFixture.Execute("ssh-keygen", "-q", "-t", "ed25519", "-N", string.Empty, "-f", path);
        return (string.Join(' ', File.ReadAllText(path + ".pub").Split(' ').Take(2)), SshdFixture.Execute("ssh-keygen", "-lf", path).Split(' ')[1]);
    }
}
