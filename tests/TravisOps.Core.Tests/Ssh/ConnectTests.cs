using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

[Collection(SshdTests.Name)]
public sealed class ConnectTests(SshdFixture sshd)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_session_says_what_it_learnt_on_the_way_in()
    {
        using var session = HostSession.Open(sshd.Host("ops"), sshd.Options, Token);
        var seen = session.Connection;
        Assert.True(seen.Online && seen.LoggedIn);
        Assert.StartsWith("SSH-2.0-OpenSSH_", seen.ServerVersion, StringComparison.Ordinal);
        Assert.Equal("ssh-ed25519", seen.HostKeyType);
        Assert.Contains(seen.HostKeyFingerprint!, SshdFixture.Execute("ssh-keygen", "-lf", sshd.Server.HostKeyPath("ed25519")), StringComparison.Ordinal);
        Assert.Equal("ops", seen.UserName);
        Assert.True(seen.Latency > TimeSpan.Zero);
        Assert.Equal("aes128-gcm@openssh.com", seen.Cipher);
        Assert.Contains(seen.KeyExchange, SshAlgorithms.KeyExchanges);
    }

    [Fact]
    public void A_port_that_nothing_listens_on_is_refused()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var error = Assert.Throws<HostException>(() => HostSession.Open(SshdFixture.HostAt(port), sshd.Options, Token));
        Assert.Equal(HostFailureKind.ConnectionRefused, error.Kind);
        Assert.Equal("worker-1", error.ComputerName);
        Assert.False(error.Connection.Online);
    }

    [Fact]
    public void A_name_that_does_not_exist_is_told_apart()
    {
        var error = Assert.Throws<HostException>(() => HostSession.Open(sshd.Host() with { Address = "no-such-host.invalid" }, sshd.Options, Token));
        Assert.Equal(HostFailureKind.NameNotFound, error.Kind);
    }

    [Fact]
    public void A_listener_that_says_nothing_ends_at_the_deadline()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = SshdFixture.HostAt(((IPEndPoint)listener.LocalEndpoint).Port);
        var error = Assert.Throws<HostException>(() => HostSession.Open(host, sshd.Options with { Timeout = TimeSpan.FromSeconds(3) }, Token));
        Assert.Equal(HostFailureKind.NotSsh, error.Kind);
        Assert.Contains("said nothing", error.Message, StringComparison.Ordinal);
        Assert.True(error.Connection.Online);
    }

    [Fact]
    public void When_the_time_is_over_before_a_connection_is_tried_nothing_is_claimed_of_the_host()
    {
        var error = Assert.Throws<HostException>(() => HostSession.Open(sshd.Host(), sshd.Options with { Timeout = TimeSpan.FromTicks(1) }, Token));
        Assert.Equal(HostFailureKind.NoAnswer, error.Kind);
        Assert.Contains("too busy to tell", error.Message, StringComparison.Ordinal);
        Assert.False(error.Connection.Online);
    }

    [Fact]
    public async Task A_listener_that_speaks_something_else_is_not_SSH()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(
            async () =>
            {
                using var client = await listener.AcceptTcpClientAsync(Token);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"), Token);
            },
            Token);
        var host = SshdFixture.HostAt(((IPEndPoint)listener.LocalEndpoint).Port);
        var error = Assert.Throws<HostException>(() => HostSession.Open(host, sshd.Options, Token));
        await answering;
        Assert.Equal(HostFailureKind.NotSsh, error.Kind);
        Assert.True(error.Connection.Online);
    }

    [Fact]
    public void Cancelling_releases_the_caller_while_the_host_says_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var accepted = listener.AcceptTcpClientAsync(Token).AsTask().ContinueWith(_ => cancel.Cancel(), TaskScheduler.Default);
        var host = SshdFixture.HostAt(((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.ThrowsAny<OperationCanceledException>(() => HostSession.Open(host, sshd.Options with { Timeout = TimeSpan.FromHours(1) }, cancel.Token));
    }

    [Fact]
    public void A_server_without_a_common_algorithm_says_what_it_offers()
    {
        Assert.SkipWhen(LoopbackSshd.WhyNot() is not null, "No sshd: " + LoopbackSshd.WhyNot());
        using var old = LoopbackSshd.Start(new LoopbackSshdOptions { Configuration = ["KexAlgorithms diffie-hellman-group14-sha1"] });
        var error = Assert.Throws<HostException>(() => HostSession.Open(SshdFixture.HostAt(old.Port), sshd.Options with { KnownHostsPath = old.KnownHostsPath }, Token));
        Assert.Equal(HostFailureKind.NoCommonAlgorithm, error.Kind);
        Assert.Contains("diffie-hellman-group14-sha1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_allows_no_command_says_so()
    {
        Assert.SkipWhen(LoopbackSshd.WhyNot() is not null, "No sshd: " + LoopbackSshd.WhyNot());
        using var closed = LoopbackSshd.Start(new LoopbackSshdOptions { HostKeyTypes = ["ed25519"], Configuration = ["MaxSessions 0"] });
        using var session = HostSession.Open(SshdFixture.HostAt(closed.Port), new SshOptions { KeyFilePath = closed.KeyFilePath, KnownHostsPath = closed.KnownHostsPath }, Token);
        var outcome = session.Run(new RemoteScript { Text = "echo here" }, Token);
        Assert.Equal(HostFailureKind.InvalidAnswer, outcome.Failure?.Kind);
        Assert.Contains("MaxSessions", outcome.Failure!.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_addresses_of_one_server_are_many_hosts()
    {
        Assert.SkipWhen(LoopbackSshd.WhyNot() is not null, "No sshd: " + LoopbackSshd.WhyNot());
        using var many = LoopbackSshd.Start(new LoopbackSshdOptions { HostKeyTypes = ["ed25519"], AddressCount = 40 });
        var hosts = many.Addresses.Select(address => SshdFixture.HostAt(many.Port) with { ComputerName = address, Address = address }).ToList();
        var options = new SshOptions { KeyFilePath = many.KeyFilePath, KnownHostsPath = many.KnownHostsPath };
        var seen = new ConcurrentDictionary<string, string>();
        await HostFanOut.RunAsync(
            hosts,
            8,
            (host, token) =>
            {
                using var session = HostSession.Open(host, options, token);
                return session.Run(new RemoteScript { Text = "set -- $SSH_CONNECTION; echo \"$3\"" }, token);
            },
            (host, outcome) => seen[host.ComputerName] = Encoding.ASCII.GetString(outcome.Output).Trim(),
            Token);
        Assert.Equal(40, seen.Count);
        Assert.All(seen, pair => Assert.Equal(pair.Key, pair.Value));
    }

    [Fact]
    public void A_jump_host_is_refused_before_anything_is_contacted()
    {
        var error = Assert.Throws<HostException>(() => HostSession.Open(sshd.Host() with { JumpHost = "bastion.example.com" }, sshd.Options, Token));
        Assert.Equal(HostFailureKind.BadClientConfiguration, error.Kind);
        Assert.Contains("bastion.example.com", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "mlkem768x25519-sha256")]
    [InlineData("", "mlkem768x25519-sha256")]
    [InlineData(" curve25519-sha256 , ecdh-sha2-nistp256", "curve25519-sha256")]
    public void The_key_exchange_can_be_ordered(string? order, string first) => Assert.Equal(first, SshAlgorithms.ParseKeyExchanges(order)[0]);

    [Fact]
    public void A_key_exchange_that_is_not_offered_can_not_be_named()
    {
        var error = Assert.Throws<FormatException>(() => SshAlgorithms.ParseKeyExchanges("diffie-hellman-group1-sha1"));
        Assert.Contains("TRAVISOPS_KEX", error.Message, StringComparison.Ordinal);
    }
}
