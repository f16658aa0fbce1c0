using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Security;
using TravisOps.Lab;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

/// <summary>
/// One real sshd for the tests of the SSH part, with users of its own in a private /etc: <c>ops</c> (sudo without password),
/// <c>deploy</c> (sudo with password), <c>guest</c> (no sudo), <c>requiretty</c> (sudo wants a terminal), <c>noisy</c> (writes when a shell starts),
/// <c>gone</c> (nologin shell), <c>expired</c> (password to be changed).
/// </summary>
public sealed class SshdFixture : IDisposable
{
    /// <summary>Of every user; characters that a shell or printf would treat, and one that is two bytes.</summary>
    public const string Password = "pä$s \\n'\"%s!`x";

    private const string Setup = """
        for u in ops deploy guest requiretty noisy; do useradd -m -s /bin/bash $u; done
        useradd -m -s /usr/sbin/nologin gone
        useradd -m -s /bin/bash expired
        for u in ops deploy guest requiretty noisy gone expired; do
            sed "s/^/$u:/" "$1/password" | chpasswd
        done
        chage -d 0 expired
        printf 'echo "Welcome to the noise"; echo "motd on stderr" >&2; export LC_ALL=de_DE.UTF-8 PATH=/usr/bin:/bin\n' >/home/noisy/.bashrc
        chown noisy /home/noisy/.bashrc
        mkdir -p /etc/sudoers.d
        cat >/etc/sudoers.d/travisops-test <<'EOF'
        ops ALL=(ALL) NOPASSWD: ALL
        noisy ALL=(ALL) NOPASSWD: ALL
        requiretty ALL=(ALL) NOPASSWD: ALL
        deploy ALL=(ALL) ALL
        Defaults:requiretty requiretty
        Defaults passwd_tries=3, logfile=/home/sudo.log, !syslog, loglinelen=0
        EOF
        chmod 0440 /etc/sudoers.d/travisops-test
        """;

    private readonly LoopbackSshd? _server;

    public SshdFixture()
    {
        SkipReason = LoopbackSshd.WhyNot() ?? (Environment.IsPrivilegedProcess ? null : "it takes root");
        if (SkipReason is null)
        {
            _server = LoopbackSshd.Start(new LoopbackSshdOptions
            {
                Configuration =
                [
                    "UsePAM yes",
                    "PasswordAuthentication yes",
                    "KbdInteractiveAuthentication yes",
                    "Match User guest",
                    "AuthenticationMethods keyboard-interactive publickey",
                ],
                HostKeyTypes = ["ed25519", "ecdsa", "rsa"],
                PrivateSetup = Setup,
                SetupFiles = new Dictionary<string, string> { ["password"] = Password + "\n" },
            });
        }
    }

    public string? SkipReason { get; }

    public LoopbackSshd Server
    {
        get
        {
            Assert.SkipWhen(SkipReason is not null, "No sshd: " + SkipReason);
            return _server!;
        }
    }

    public SshOptions Options => new() { KeyFilePath = Server.KeyFilePath, KnownHostsPath = Server.KnownHostsPath, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The server as a host of an inventory.</summary>
    public TravisHost Host(string userName = "root", SudoMode sudo = SudoMode.Auto) => HostAt(Server.Port, userName, sudo);

    /// <summary>Something else on the loopback address as a host.</summary>
    public static TravisHost HostAt(int port, string userName = "root", SudoMode sudo = SudoMode.Auto) =>
        new() { ComputerName = "worker-1", Role = TravisRole.Worker, Address = "127.0.0.1", Port = port, UserName = userName, Sudo = sudo };

    public static SecureString Secret(string text)
    {
        var secret = new SecureString();
        foreach (var character in text)
        {
            secret.AppendChar(character);
        }

        return secret;
    }

    public static string Execute(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {error.GetAwaiter().GetResult()}");
    }

    public void Dispose() => _server?.Dispose();
}

/// <summary>The tests that share the server run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SshdTests : ICollectionFixture<SshdFixture>
{
    public const string Name = "sshd";
}
