using System;
using System.IO;
using System.Text;
using System.Threading;
using TravisOps.Core.Tests.Ssh;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Streaming;

/// <summary>The server of the SSH tests as the streams' tests see it.</summary>
internal sealed class StreamHost(SshdFixture sshd)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public SshOptions Options => sshd.Options with { SudoPassword = SshdFixture.Secret(SshdFixture.Password) };

    public SshOptions Through(CuttingProxy proxy)
    {
        var known = Path.Combine(sshd.Server.Folder, "known_hosts." + proxy.Port);
        File.WriteAllText(known, File.ReadAllText(sshd.Server.KnownHostsPath).Replace("]:" + sshd.Server.Port, "]:" + proxy.Port, StringComparison.Ordinal));
        return Options with { KnownHostsPath = known };
    }

    /// <summary>A path on the server that nothing has yet.</summary>
    public string NewFile() => Path.Combine(sshd.Server.Folder, "mark-" + Guid.NewGuid().ToString("N"));

    public string Ask(string text)
    {
        using var session = HostSession.Open(sshd.Host(), sshd.Options, Token);
        var outcome = session.Run(new RemoteScript { Text = text }, Token);
        Assert.Equal((null, 0), (outcome.Failure, outcome.ExitStatus));
        return Encoding.UTF8.GetString(outcome.Output);
    }

    /// <summary>Waits until no process of a stream is left, whatever it ignores; the test's own limit is the end of that.</summary>
    public void UntilNothingRuns() => Ask("while pgrep -xf 'sleep 4321|cat /dev/zero|timeout -k 2 2592000.0 sh' >/dev/null; do sleep 0.05; done");
}
