using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Core.Tests.Ssh;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Probing;

[Collection(SshdTests.Name)]
public class HostProbeTests(SshdFixture sshd)
{
    private static readonly ProbeItem[] s_plan = [
        LocalShell.File("os.release", "/etc/os-release"),
        LocalShell.File("missing", "/no/such/file"),
        LocalShell.Command("who", "id -u; echo warned >&2"),
        LocalShell.Command("watched", "echo $LC_ALL; cat", 20),
        LocalShell.Command("long", "yes", 20, maxBytes: 1000, longOutput: true),
    ];

    [Theory]
    [InlineData("root", RootAccess.Direct, "0\n")]
    [InlineData("ops", RootAccess.SudoNoPassword, "0\n")]
    [InlineData("noisy", RootAccess.SudoNoPassword, "0\n")]
    [InlineData("deploy", RootAccess.SudoPassword, "0\n")]
    public void Everything_comes_back_over_SSH(string user, RootAccess root, string uid)
    {
        var options = user == "deploy" ? sshd.Options with { SudoPassword = SshdFixture.Secret(SshdFixture.Password) } : sshd.Options;
        var evidence = HostProbe.Run(sshd.Host(user), s_plan, options, TestContext.Current.CancellationToken);

        Assert.Null(evidence.Failure);
        Assert.Equal(("worker-1", TravisRole.Worker, root), (evidence.ComputerName, evidence.Role, evidence.Connection.Root));
        Assert.Equal(
            [EvidenceStatus.Collected, EvidenceStatus.NotFound, EvidenceStatus.Collected, EvidenceStatus.Collected, EvidenceStatus.Collected],
            evidence.Items.Select(item => item.Status));
        Assert.Equal((uid, "warned"), (evidence.Find("who")!.Text, evidence.Find("who")!.ErrorText));
        Assert.Equal("C\n", evidence.Find("watched")!.Text);
        Assert.Equal((1000, true), (evidence.Find("long")!.Text.Length, evidence.Find("long")!.Truncated));

        // The same machine has the same clock. Wide enough for a machine that is busy with other tests.
        Assert.InRange(evidence.Connection.ClockOffset!.Value.TotalSeconds, -10, 1);
        Assert.InRange(evidence.Duration, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Without_root_it_looks_at_what_the_login_may_see()
    {
        var evidence = HostProbe.Run(sshd.Host("guest"), [LocalShell.Command("who", "id -un"), LocalShell.File("shadow", "/etc/shadow")], sshd.Options, TestContext.Current.CancellationToken);

        Assert.Null(evidence.Failure);
        Assert.Equal(RootAccess.None, evidence.Connection.Root);
        Assert.NotNull(evidence.Connection.RootFailure);
        Assert.Equal(("guest\n", EvidenceStatus.Denied), (evidence.Items[0].Text, evidence.Items[1].Status));
    }

    [Fact]
    public void A_host_that_refuses_is_evidence_with_a_failure()
    {
        var evidence = HostProbe.Run(SshdFixture.HostAt(1), s_plan, sshd.Options, TestContext.Current.CancellationToken);

        Assert.Equal(HostFailureKind.ConnectionRefused, evidence.Failure!.Kind);
        Assert.Empty(evidence.Items);
        Assert.False(evidence.Connection.Online);
    }

    [Fact]
    public void The_session_s_limit_keeps_what_had_arrived_and_names_where_it_stood()
    {
        var plan = new[] { LocalShell.Command("before", "echo before"), LocalShell.Command("hangs", "echo begun; sleep 1000"), LocalShell.Command("after", "echo after") };
        var evidence = HostProbe.Run(sshd.Host(), plan, sshd.Options with { Timeout = TimeSpan.FromSeconds(8) }, TestContext.Current.CancellationToken);

        Assert.Equal(HostFailureKind.Timeout, evidence.Failure!.Kind);
        Assert.Contains("'hangs'", evidence.Failure.Message, StringComparison.Ordinal);
        Assert.Equal([EvidenceStatus.Collected, EvidenceStatus.Lost, EvidenceStatus.Lost], evidence.Items.Select(item => item.Status));
        Assert.Equal(["before\n", "begun\n", string.Empty], evidence.Items.Select(item => item.Text));
        Assert.Null(evidence.Connection.ClockOffset);
    }

    [Fact]
    public void A_child_that_keeps_the_channel_open_takes_nothing_from_the_answer()
    {
        var evidence = HostProbe.Run(sshd.Host(), [LocalShell.Command("daemon", "setsid sleep 60 & echo started")], sshd.Options with { Timeout = TimeSpan.FromSeconds(8) }, TestContext.Current.CancellationToken);

        Assert.Null(evidence.Failure);
        Assert.Equal("started\n", evidence.Items[0].Text);
    }

    [Fact]
    public void A_shell_that_is_killed_says_where()
    {
        var evidence = HostProbe.Run(sshd.Host(), [LocalShell.Command("before", "echo before"), LocalShell.Command("killer", "kill -KILL $$")], sshd.Options, TestContext.Current.CancellationToken);

        Assert.NotNull(evidence.Failure);
        Assert.Contains("'killer'", evidence.Failure.Message, StringComparison.Ordinal);
        Assert.Equal([EvidenceStatus.Collected, EvidenceStatus.Lost], evidence.Items.Select(item => item.Status));
    }

    [Fact]
    public void A_login_without_a_shell_is_a_failure_in_its_own_words()
    {
        var evidence = HostProbe.Run(sshd.Host("gone"), s_plan, sshd.Options, TestContext.Current.CancellationToken);

        Assert.Equal(HostFailureKind.InvalidAnswer, evidence.Failure!.Kind);
        Assert.Contains("not available", evidence.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_the_only_thing_that_is_thrown()
    {
        using var source = new CancellationTokenSource();
        var probe = Task.Factory.StartNew(
            () => HostProbe.Run(sshd.Host(), [LocalShell.Command("hangs", "sleep 1000")], sshd.Options, source.Token),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
    }

    [Fact]
    public void A_bad_plan_is_refused_before_anything_is_contacted() =>
        Assert.Throws<ArgumentException>(() => HostProbe.Run(SshdFixture.HostAt(1), [LocalShell.Command("Bad Name", "true")], sshd.Options, TestContext.Current.CancellationToken));
}
