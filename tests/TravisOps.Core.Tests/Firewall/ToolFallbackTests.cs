using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Core.Tests.Installations;
using TravisOps.Core.Tests.Probing;
using TravisOps.Evidence;
using TravisOps.Firewall;
using Xunit;

namespace TravisOps.Core.Tests.Firewall;

/// <summary>What a worker can tell without bash, and without anything: the script in a shell whose PATH lacks the tool, against real sockets.</summary>
public sealed class ToolFallbackTests
{
    private static readonly string[] Tools = ["sh", "timeout", "getent", "openssl", "od", "tr", "head", "sed", "cat", "date", "dd", "sleep"];

    public static TheoryData<string> Shells => ["dash", "busybox sh"];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task With_bash_the_banner_is_read(string shell)
    {
        var (open, closed, _) = await AskAsync(shell, "bash");

        Assert.Equal((PortState.Open, CheckStatus.Pass, "SSH-2.0-Test"), (open.State, open.Status, open.Detail));
        Assert.Equal(PortState.Closed, closed.State);
    }

    [Fact]
    public async Task Without_bash_perl_does_it()
    {
        var (open, closed, text) = await AskAsync("dash", "perl");

        Assert.Contains("tool perl\n", text, StringComparison.Ordinal);
        Assert.Equal((PortState.Open, CheckStatus.Pass, "SSH-2.0-Test"), (open.State, open.Status, open.Detail));
        Assert.Equal(PortState.Closed, closed.State);
    }

    [Fact]
    public async Task With_nc_alone_the_port_is_open_and_who_answers_is_not_known()
    {
        var (open, closed, _) = await AskAsync("dash", "nc");

        Assert.Equal((PortState.Open, CheckStatus.Unknown), (open.State, open.Status));
        Assert.Contains("neither bash nor perl", open.Detail, StringComparison.Ordinal);
        Assert.Equal(PortState.Closed, closed.State);
    }

    [Fact]
    public async Task With_nothing_it_is_unknown_and_says_so()
    {
        var (open, closed, _) = await AskAsync("dash");

        Assert.All([open, closed], one => Assert.Equal((PortState.Unknown, CheckStatus.Unknown), (one.State, one.Status)));
        Assert.Contains("no bash, perl or nc on this machine", open.Detail, StringComparison.Ordinal);
    }

    private static async Task<(FirewallResult Open, FirewallResult Closed, string Text)> AskAsync(string shell, params string[] more)
    {
        using var folder = new TemporaryFolder();
        foreach (var tool in Tools.Concat(more))
        {
            var path = new[] { "/usr/bin/", "/bin/" }.Select(where => where + (tool == "nc" ? "nc.openbsd" : tool)).FirstOrDefault(File.Exists);
            Assert.SkipWhen(path is null, $"This machine has no {tool}.");
            File.CreateSymbolicLink(Path.Combine(folder.Path, tool), path!);
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener);
        var installation = new TravisInstallation(
            "test",
            new TravisHost { ComputerName = "platform", Role = TravisRole.Platform, Address = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port },
            [new TravisHost { ComputerName = "worker-1", Role = TravisRole.Worker }],
            "127.0.0.1");
        var targets = FirewallTargets.FromWorker(installation, installation.Workers[0], [installation.Platform.Port, 1]);
        var answer = await LocalShell.Ask(shell, [FirewallProbe.Item(targets, FirewallProbe.DefaultWait, false)], $"PATH={folder.Path}\nexport PATH\n");
        var evidence = new HostEvidence { ComputerName = "worker-1", Role = TravisRole.Worker, CollectedAt = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), Items = answer.Items };
        var results = FirewallEvaluator.Evaluate(evidence, targets);
        listener.Stop();
        await serving;
        return (results[0], results[1], answer.Items[0].Text);
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync();
                await client.SendAsync("SSH-2.0-Test\r\n"u8.ToArray());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped, or a client that had what it wanted.
        }
    }
}
