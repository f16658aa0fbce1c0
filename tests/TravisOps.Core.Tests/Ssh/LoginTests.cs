using System;
using System.IO;
using System.Linq;
using System.Threading;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

[Collection(SshdTests.Name)]
public sealed class LoginTests(SshdFixture sshd) : IDisposable
{
    private const string Passphrase = "correct horse";

    private readonly string _folder = Directory.CreateTempSubdirectory("travisops-keys-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, bool> Formats()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var encrypted in new[] { false, true })
        {
            foreach (var type in new[] { "ed25519", "ecdsa", "rsa" })
            {
                data.Add("openssh", type, encrypted);
                data.Add("putty2", type, encrypted);
                data.Add("putty3", type, encrypted);
                data.Add("pkcs8", type, encrypted);
            }

            data.Add("pem", "ecdsa", encrypted);
            data.Add("pem", "rsa", encrypted);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Key_files_of_all_formats_log_in(string format, string type, bool encrypted)
    {
        var path = MakeKey(format, type, encrypted);
        using var session = HostSession.Open(sshd.Host("ops"), sshd.Options with { KeyFilePath = path, KeyPassphrase = encrypted ? SshdFixture.Secret(Passphrase) : null }, Token);
        Assert.True(session.Connection.LoggedIn);
    }

    [Theory]
    [InlineData("openssh", "ed25519")]
    [InlineData("pem", "rsa")]
    [InlineData("pkcs8", "ecdsa")]
    [InlineData("putty2", "rsa")]
    [InlineData("putty3", "ed25519")]
    public void A_passphrase_that_is_missing_or_wrong_is_found_before_contact(string format, string type)
    {
        var path = MakeKey(format, type, encrypted: true);
        var missing = Assert.Throws<HostException>(() => HostSession.Open(SshdFixture.HostAt(1), sshd.Options with { KeyFilePath = path }, Token));
        Assert.Equal(HostFailureKind.BadClientConfiguration, missing.Kind);
        Assert.Contains("none was given", missing.Message, StringComparison.Ordinal);

        var wrong = Assert.Throws<HostException>(() => HostSession.Open(SshdFixture.HostAt(1), sshd.Options with { KeyFilePath = path, KeyPassphrase = SshdFixture.Secret("not it") }, Token));
        Assert.Equal(HostFailureKind.BadClientConfiguration, wrong.Kind);
        Assert.Contains("can't be opened with the passphrase", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not it", wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_public_key_a_missing_file_and_no_key_at_all_are_told_apart()
    {
        var path = MakeKey("openssh", "ed25519", encrypted: false);
        AssertBad(path + ".pub", "public key");
        AssertBad(Path.Combine(_folder, "nothing"), "does not exist");
        AssertBad(_folder, "is a folder");
        File.WriteAllText(path, "hello");
        AssertBad(path, "can't be read as a private key");

        void AssertBad(string file, string text)
        {
            var error = Assert.Throws<HostException>(() => HostSession.Open(SshdFixture.HostAt(1), sshd.Options with { KeyFilePath = file }, Token));
            Assert.Equal(HostFailureKind.BadClientConfiguration, error.Kind);
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_that_the_server_does_not_know_is_refused_with_what_was_tried()
    {
        var path = Path.Combine(_folder, "stranger");
        SshdFixture.Execute("ssh-keygen", "-q", "-t", "ed25519", "-N", string.Empty, "-f", path);
        var error = Assert.Throws<HostException>(() => HostSession.Open(sshd.Host("ops"), sshd.Options with { KeyFilePath = path }, Token));
        Assert.Equal(HostFailureKind.AuthenticationFailed, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(SshdFixture.Execute("ssh-keygen", "-lf", path).Split(' ')[1], error.Message, StringComparison.Ordinal);
        Assert.Contains("publickey, password, keyboard-interactive", error.Message, StringComparison.Ordinal);
        Assert.Contains("ssh-copy-id", error.Remedy, StringComparison.Ordinal);
        Assert.True(error.Connection.Online);
        Assert.False(error.Connection.LoggedIn);
    }

    [Theory]
    [InlineData("ops", "password")]
    [InlineData("guest", "keyboard-interactive/pam")]
    public void A_password_logs_in_by_either_method(string user, string method)
    {
        using var session = HostSession.Open(sshd.Host(user), sshd.Options with { KeyFilePath = null, Password = SshdFixture.Secret(SshdFixture.Password) }, Token);
        Assert.True(session.Connection.LoggedIn);
        sshd.Server.WaitForLog(log => log.Contains($"Accepted {method} for {user}", StringComparison.Ordinal), Token);
    }

    [Fact]
    public void A_password_that_was_given_does_without_the_inventorys_key()
    {
        var missing = Path.Combine(_folder, "nothing");
        var host = sshd.Host("ops") with { KeyFilePath = missing };
        var options = sshd.Options with { KeyFilePath = null, Password = SshdFixture.Secret(SshdFixture.Password) };

        using var session = HostSession.Open(host, options, Token);
        Assert.True(session.Connection.LoggedIn);

        var wrong = Assert.Throws<HostException>(() => HostSession.Open(host, options with { Password = SshdFixture.Secret("not it") }, Token));
        Assert.Equal(HostFailureKind.AuthenticationFailed, wrong.Kind);
        Assert.Contains($"The inventory's key was not tried: The key file {missing} does not exist.", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("correct keyFile in the inventory", wrong.Remedy, StringComparison.Ordinal);

        // A key that was given for the run is meant.
        var given = Assert.Throws<HostException>(() => HostSession.Open(host, options with { KeyFilePath = missing }, Token));
        Assert.Equal(HostFailureKind.BadClientConfiguration, given.Kind);
    }

    [Fact]
    public void The_fix_for_a_PuTTY_key_is_not_ssh_copy_id()
    {
        var path = MakeKey("putty3", "ed25519", encrypted: false);
        File.WriteAllText(sshd.Server.AuthorizedKeysPath, string.Concat(File.ReadLines(sshd.Server.AuthorizedKeysPath).SkipLast(1).Select(line => line + "\n")));

        var error = Assert.Throws<HostException>(() => HostSession.Open(sshd.Host("ops"), sshd.Options with { KeyFilePath = path }, Token));

        Assert.Contains($"puttygen -L '{path}' | ssh -p {sshd.Server.Port} ops@127.0.0.1 'umask 077; mkdir -p ~/.ssh; tr -d \\\\r >>~/.ssh/authorized_keys'", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_is_sent_once()
    {
        const string Secret = "no-such-secret";
        var before = Failures();
        var error = Assert.Throws<HostException>(() => HostSession.Open(sshd.Host("deploy"), sshd.Options with { KeyFilePath = null, Password = SshdFixture.Secret(Secret) }, Token));
        Assert.Equal(HostFailureKind.AuthenticationFailed, error.Kind);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);

        // The log of a log-in that works comes after that of the one that did not.
        var accepted = Accepted(sshd.Server.Log);
        HostSession.Open(sshd.Host("deploy"), sshd.Options, Token).Dispose();
        sshd.Server.WaitForLog(log => Accepted(log) > accepted, Token);
        Assert.Equal(before + 1, Failures());

        static int Accepted(string log) => log.Split("Accepted publickey for deploy").Length;

        int Failures() => sshd.Server.Log.Split('\n').Count(line => line.Contains("Failed ", StringComparison.Ordinal) && line.Contains(" for deploy ", StringComparison.Ordinal) && !line.Contains("Failed none", StringComparison.Ordinal));
    }

    [Fact]
    public void An_expired_password_is_said()
    {
        var byPassword = Assert.ThrowsAny<HostException>(() => Open(sshd.Options with { KeyFilePath = null, Password = SshdFixture.Secret(SshdFixture.Password) }));
        Assert.Equal(HostFailureKind.PasswordExpired, byPassword.Kind);

        using var session = HostSession.Open(sshd.Host("expired"), sshd.Options, Token);
        var outcome = session.Run(new RemoteScript { Text = "echo here" }, Token);
        Assert.Equal(HostFailureKind.PasswordExpired, outcome.Failure?.Kind);

        void Open(SshOptions options)
        {
            using var opened = HostSession.Open(sshd.Host("expired"), options, Token);
            var failure = opened.Run(new RemoteScript { Text = "echo here" }, Token).Failure;
            throw new HostException(failure!.Kind, "worker-1", failure.Message, failure.Remedy);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Makes a key with the tools that people make them with, and has the server take it.</summary>
    private string MakeKey(string format, string type, bool encrypted)
    {
        var path = Path.Combine(_folder, "key");
        SshdFixture.Execute("ssh-keygen", "-q", "-t", type, "-N", string.Empty, "-C", "test", "-f", path);
        File.AppendAllText(sshd.Server.AuthorizedKeysPath, File.ReadAllText(path + ".pub"));
        var phrase = encrypted ? Passphrase : string.Empty;
        switch (format)
        {
            case "openssh":
                SshdFixture.Execute("ssh-keygen", "-q", "-p", "-P", string.Empty, "-N", phrase, "-f", path);
                return path;
            case "pem":
                SshdFixture.Execute("ssh-keygen", "-q", "-p", "-P", string.Empty, "-N", phrase, "-m", "PEM", "-f", path);
                return path;
            case "pkcs8":
                return MakePkcs8(path, type, encrypted);
            default:
                Assert.SkipUnless(File.Exists("/usr/bin/puttygen"), "puttygen is not installed (apt-get install putty-tools)");
                var old = Path.Combine(_folder, "no-phrase");
                var phraseFile = Path.Combine(_folder, "phrase");
                File.WriteAllText(old, string.Empty);
                File.WriteAllText(phraseFile, phrase);
                SshdFixture.Execute("puttygen", path, "--old-passphrase", old, "--new-passphrase", phraseFile, "-O", "private", "--ppk-param", "version=" + format[^1], "-o", path + ".ppk");
                return path + ".ppk";
        }
    }

    private string MakePkcs8(string path, string type, bool encrypted)
    {
        if (type == "ed25519")
        {
            // ssh-keygen does not write Ed25519 as PKCS#8; openssl makes a new one.
            SshdFixture.Execute("openssl", "genpkey", "-algorithm", "ed25519", "-out", path + ".plain");
            File.AppendAllText(sshd.Server.AuthorizedKeysPath, PublicLine(path + ".plain") + "\n");
        }
        else
        {
            SshdFixture.Execute("ssh-keygen", "-q", "-p", "-P", string.Empty, "-N", string.Empty, "-m", "PEM", "-f", path);
            SshdFixture.Execute("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", path, "-out", path + ".plain");
        }

        if (!encrypted)
        {
            return path + ".plain";
        }

        SshdFixture.Execute("openssl", "pkcs8", "-topk8", "-v2", "aes256", "-passout", "pass:" + Passphrase, "-in", path + ".plain", "-out", path + ".p8");
        return path + ".p8";
    }

    /// <summary>The authorized_keys line of an Ed25519 key that ssh-keygen can't read: its public half is the last 32 bytes of the DER form.</summary>
    private static string PublicLine(string path)
    {
        var der = path + ".der";
        SshdFixture.Execute("openssl", "pkey", "-in", path, "-pubout", "-outform", "DER", "-out", der);
        byte[] blob = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. File.ReadAllBytes(der)[^32..]];
        return "ssh-ed25519 " + Convert.ToBase64String(blob);
    }
}
