using System;
using System.IO;
using System.Linq;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

public sealed class KnownHostsTests : IDisposable
{
    // Made for these tests with ssh-keygen; their private halves are gone.
    private const string KeyA = "AAAAC3NzaC1lZDI1NTE5AAAAIP2yZ0iNwNzw1DnNVS8xfY6Zi1Ddjgo6e0yXwvIc7abv";
    private const string KeyB = "AAAAC3NzaC1lZDI1NTE5AAAAIPE/n4WuTdV2J2znwi0rwNATGK9uhnqNU83z1zEbSVt8";

    private readonly string _folder = Directory.CreateTempSubdirectory("travisops-known-").FullName;

    [Theory]
    [InlineData("a.example.com", "a.example.com", 22, true)]
    [InlineData("A.Example.com", "a.example.COM", 22, true)]
    [InlineData("a.example.com", "b.example.com", 22, false)]
    [InlineData("a.example.com", "a.example.com", 2222, true)]
    [InlineData("[a.example.com]:2222", "a.example.com", 2222, true)]
    [InlineData("[a.example.com]:2222", "a.example.com", 22, false)]
    [InlineData("[a.example.com]:2222", "a.example.com", 2223, false)]
    [InlineData("*.example.com", "a.example.com", 22, true)]
    [InlineData("*.example.com", "example.com", 22, false)]
    [InlineData("worker-??.example.com", "worker-01.example.com", 22, true)]
    [InlineData("worker-??.example.com", "worker-1.example.com", 22, false)]
    [InlineData("*.example.com,!b.example.com", "b.example.com", 22, false)]
    [InlineData("!b.example.com,*.example.com", "a.example.com", 22, true)]
    [InlineData("one,two,three", "two", 22, true)]
    [InlineData("::1", "::1", 22, true)]
    [InlineData("*", "anything", 22, true)]
    public void Names_match_as_OpenSSH_matches_them(string pattern, string address, int port, bool trusted)
    {
        var known = Load($"{pattern} ssh-ed25519 {KeyA} comment with blanks\n");
        Assert.Equal(trusted ? HostKeyStatus.Trusted : HostKeyStatus.Unknown, Check(known, address, port, KeyA).Status);

        // ssh-keygen knows nothing of the step from [name]:port back to the plain name, which ssh itself takes.
        if (!(port != 22 && pattern == address))
        {
            Assert.Equal(trusted, FoundByKeygen(KnownHosts.NameOf(address, port)));
        }
    }

    [Fact]
    public void A_host_with_fewer_files_does_not_trust_what_another_ones_further_file_has()
    {
        var first = Path.Combine(_folder, "first");
        var second = Path.Combine(_folder, "second");
        File.WriteAllText(first, "a ssh-ed25519 " + KeyA + "\n");
        File.WriteAllText(second, "b ssh-ed25519 " + KeyB + "\n");
        var run = RunCache.Of(new SshOptions());

        Assert.Equal(HostKeyStatus.Trusted, Check(run.KnownHosts([first, second]), "b", 22, KeyB).Status);
        Assert.Equal(HostKeyStatus.Unknown, Check(run.KnownHosts([first]), "b", 22, KeyB).Status);
        Assert.Same(run.KnownHosts([first, second]), run.KnownHosts([first, second]));
    }

    [Theory]
    [InlineData("h ssh-ed25519 " + KeyB + "\nh ssh-ed25519 " + KeyA + "\n", HostKeyStatus.Trusted, 2)]
    [InlineData("h ssh-ed25519 " + KeyB + "\n", HostKeyStatus.Changed, 1)]
    [InlineData("h ssh-ed25519 " + KeyA + "\n@revoked * ssh-ed25519 " + KeyA + "\n", HostKeyStatus.Revoked, 2)]
    [InlineData("h ssh-ed25519 " + KeyA + "\n@revoked * ssh-ed25519 " + KeyB + "\n", HostKeyStatus.Trusted, 1)]
    [InlineData("@cert-authority h ssh-ed25519 " + KeyA + "\n", HostKeyStatus.Unknown, 0)]
    [InlineData("@unheard-of h ssh-ed25519 " + KeyA + "\n", HostKeyStatus.Unknown, 0)]
    [InlineData("h ssh-rsa " + KeyA + "\n", HostKeyStatus.Unknown, 0)]
    [InlineData("h ssh-ed25519 AAAA\n", HostKeyStatus.Unknown, 0)]
    [InlineData("h ssh-ed25519 not*base64\n", HostKeyStatus.Unknown, 0)]
    [InlineData("h\nh ssh-ed25519\n\n   \n# h ssh-ed25519 " + KeyA + "\n", HostKeyStatus.Unknown, 0)]
    [InlineData("\r\n  h \t ssh-ed25519   " + KeyA + " c\r\n", HostKeyStatus.Trusted, 2)]
    [InlineData("h ssh-ed25519 " + KeyA, HostKeyStatus.Trusted, 1)]
    [InlineData("h 1024 35 1234567890\nh ssh-ed25519 " + KeyA, HostKeyStatus.Trusted, 2)]
    [InlineData("|1|broken\n|2|a|b ssh-ed25519 " + KeyA + "\n|1|*|* ssh-ed25519 " + KeyA, HostKeyStatus.Unknown, 0)]
    public void The_verdict_names_the_line_that_decided(string text, HostKeyStatus status, int line)
    {
        var verdict = Check(Load(text), "h", 22, KeyA);
        Assert.Equal(status, verdict.Status);
        Assert.Equal(line, verdict.Line);
        Assert.Equal(line > 0, verdict.File is not null);
    }

    [Theory]
    [InlineData("a.example.com", 22)]
    [InlineData("a.example.com", 2222)]
    public void Names_that_ssh_keygen_hashed_are_found(string address, int port)
    {
        Load($"{KnownHosts.NameOf(address, port)} ssh-ed25519 {KeyA}\n");
        SshdFixture.Execute("ssh-keygen", "-q", "-H", "-f", FilePath);
        Assert.StartsWith("|1|", File.ReadAllText(FilePath), StringComparison.Ordinal);
        var known = KnownHosts.Load([FilePath]);
        Assert.Equal(HostKeyStatus.Trusted, Check(known, address, port, KeyA).Status);
        Assert.Equal(HostKeyStatus.Unknown, Check(known, "b.example.com", port, KeyA).Status);
    }

    [Fact]
    public void A_plain_name_that_lists_another_key_says_nothing_about_another_port() =>
        Assert.Equal(HostKeyStatus.Unknown, Check(Load($"h ssh-ed25519 {KeyB}\n"), "h", 2222, KeyA).Status);

    [Fact]
    public void Several_files_count_and_one_that_is_missing_is_empty()
    {
        var other = Path.Combine(_folder, "other");
        File.WriteAllText(other, $"\nh ssh-ed25519 {KeyA}\n");
        Load("g ssh-ed25519 " + KeyB + "\n");
        var verdict = Check(KnownHosts.Load([FilePath, Path.Combine(_folder, "missing"), other]), "h", 22, KeyA);
        Assert.Equal((HostKeyStatus.Trusted, other, 2), (verdict.Status, verdict.File, verdict.Line));
    }

    [Fact]
    public void The_types_that_are_known_for_a_host_are_told()
    {
        var rsa = Convert.ToBase64String([0, 0, 0, 7, .. "ssh-rsa"u8, 0, 0, 0, 1, 3]);
        var known = Load($"h ssh-ed25519 {KeyA}\nh ssh-rsa {rsa}\nh ssh-ed25519 {KeyB}\ng ssh-rsa {rsa}\n@cert-authority *.ca ssh-rsa {rsa}\n");
        Assert.Equal(["ssh-ed25519", "ssh-rsa"], known.KeyTypesFor("h", 22));
        Assert.Empty(known.KeyTypesFor("other", 22));
        Assert.True(known.HasAuthorityFor("x.ca", 22));
        Assert.False(known.HasAuthorityFor("h", 22));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-b-b-d", false)]
    [InlineData("**a", "bba", true)]
    [InlineData("a*", "b", false)]
    public void Wildcards_are_OpenSSHs(string pattern, string text, bool match) => Assert.Equal(match, Wildcards.Match(pattern, text));

    [Fact]
    public void A_pattern_made_to_be_slow_is_not() => Assert.False(Wildcards.Match(string.Concat(Enumerable.Repeat("a*", 500)) + "b", new string('a', 20_000)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FilePath => Path.Combine(_folder, "known_hosts");

    private static HostKeyVerdict Check(KnownHosts known, string address, int port, string key) => known.Check(address, port, "ssh-ed25519", Convert.FromBase64String(key));

    private KnownHosts Load(string text)
    {
        File.WriteAllText(FilePath, text);
        return KnownHosts.Load([FilePath]);
    }

    private bool FoundByKeygen(string name)
    {
        try
        {
            return SshdFixture.Execute("ssh-keygen", "-F", name, "-f", FilePath).Length > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
