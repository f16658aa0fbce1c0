using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

[Collection(SshdTests.Name)]
public sealed class RunTests(SshdFixture sshd)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("root", SudoMode.Auto, null, RootAccess.Direct, null)]
    [InlineData("root", SudoMode.None, null, RootAccess.Direct, null)]
    [InlineData("root", SudoMode.Password, SshdFixture.Password, RootAccess.Direct, null)]
    [InlineData("ops", SudoMode.Auto, null, RootAccess.SudoNoPassword, null)]
    [InlineData("ops", SudoMode.Auto, SshdFixture.Password, RootAccess.SudoNoPassword, null)]
    [InlineData("ops", SudoMode.NoPassword, null, RootAccess.SudoNoPassword, null)]
    [InlineData("ops", SudoMode.None, null, RootAccess.None, HostFailureKind.SudoDenied)]
    [InlineData("deploy", SudoMode.Auto, SshdFixture.Password, RootAccess.SudoPassword, null)]
    [InlineData("deploy", SudoMode.Password, SshdFixture.Password, RootAccess.SudoPassword, null)]
    [InlineData("deploy", SudoMode.Auto, null, RootAccess.None, HostFailureKind.SudoPasswordRequired)]
    [InlineData("deploy", SudoMode.NoPassword, SshdFixture.Password, RootAccess.None, HostFailureKind.SudoPasswordRequired)]
    [InlineData("deploy", SudoMode.Password, null, RootAccess.None, HostFailureKind.SudoPasswordRequired)]
    [InlineData("deploy", SudoMode.Auto, "wrong", RootAccess.None, HostFailureKind.SudoPasswordWrong)]
    [InlineData("guest", SudoMode.Auto, SshdFixture.Password, RootAccess.None, HostFailureKind.SudoDenied)]
    [InlineData("requiretty", SudoMode.Auto, null, RootAccess.None, HostFailureKind.SudoDenied)]
    public void Root_is_had_as_the_host_says_or_the_script_runs_as_the_login(string user, SudoMode sudo, string? password, RootAccess root, HostFailureKind? why)
    {
        using var session = HostSession.Open(sshd.Host(user, sudo), sshd.Options with { SudoPassword = password is null ? null : SshdFixture.Secret(password) }, Token);
        var outcome = session.Run(new RemoteScript { Text = "id -un; wc -c" }, Token);
        Assert.Null(outcome.Failure);
        Assert.Equal(0, outcome.ExitStatus);
        Assert.Equal((root == RootAccess.None ? user : "root") + "\n0\n", Text(outcome));
        Assert.Equal(string.Empty, outcome.ErrorText);
        Assert.Equal(root, outcome.Root);
        Assert.Equal(why, outcome.RootFailure?.Kind);
        Assert.Equal(root, session.Connection.Root);
        Assert.Equal(outcome.RootFailure, session.Connection.RootFailure);
    }

    [Fact]
    public void A_wrong_sudo_password_is_tried_once()
    {
        // sudo's own count, from its event log; three tries are allowed.
        using var session = HostSession.Open(sshd.Host("deploy"), sshd.Options with { SudoPassword = SshdFixture.Secret("wrong") }, Token);
        Assert.Equal("ran\n", Text(session.Run(new RemoteScript { Text = "echo ran" }, Token)));
        using var root = HostSession.Open(sshd.Host(), sshd.Options, Token);
        Assert.Contains("1 incorrect password attempt ;", Text(root.Run(new RemoteScript { Text = "tail -n 1 /home/sudo.log" }, Token)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sudo_password_is_on_no_command_line_and_in_no_environment()
    {
        using var session = HostSession.Open(sshd.Host("deploy"), sshd.Options with { SudoPassword = SshdFixture.Secret(SshdFixture.Password) }, Token);
        var outcome = session.Run(new RemoteScript { Text = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\0' '\\n'; true" }, Token);
        var seen = Text(outcome);
        Assert.Contains("sudo", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(SshdFixture.Password, seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_wants_no_root_runs_as_the_login_and_complains_about_nothing()
    {
        using var session = HostSession.Open(sshd.Host("ops"), sshd.Options, Token);
        var outcome = session.Run(new RemoteScript { Text = "id -un", WantRoot = false }, Token);
        Assert.Equal("ops\n", Text(outcome));
        Assert.Null(outcome.RootFailure);
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("exit 1", 1)]
    [InlineData("exit 124", 124)]
    [InlineData("no-such-command", 127)]
    [InlineData("(exit 9)", 9)]
    [InlineData("cd /; set -e; false; echo not reached", 1)]
    [InlineData(": # a comment at the end", 0)]
    public void The_exit_status_is_the_scripts_own(string text, int status)
    {
        foreach (var user in new[] { "root", "ops" })
        {
            using var session = HostSession.Open(sshd.Host(user), sshd.Options, Token);
            var outcome = session.Run(new RemoteScript { Text = text }, Token);
            Assert.Null(outcome.Failure);
            Assert.Equal(status, outcome.ExitStatus);
        }
    }

    [Fact]
    public void Several_scripts_run_one_after_another_on_one_connection()
    {
        using var session = HostSession.Open(sshd.Host(), sshd.Options, Token);
        Assert.Equal("1\n", Text(session.Run(new RemoteScript { Text = "echo 1" }, Token)));
        Assert.Equal("2\n", Text(session.Run(new RemoteScript { Text = "echo 2" }, Token)));
    }

    [Fact]
    public void Login_noise_other_locales_and_a_short_PATH_do_not_matter()
    {
        using var session = HostSession.Open(sshd.Host("noisy"), sshd.Options, Token);
        var outcome = session.Run(new RemoteScript { Text = "echo \"$LC_ALL $PATH\"; echo e >&2" }, Token);
        Assert.StartsWith("C /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", Text(outcome), StringComparison.Ordinal);
        Assert.Equal("e\n", outcome.ErrorText);
    }

    [Fact]
    public void Output_is_kept_byte_for_byte()
    {
        using var session = HostSession.Open(sshd.Host(), sshd.Options, Token);
        var outcome = session.Run(new RemoteScript { Text = "printf 'a\\000b\\377\\r\\nc'; printf 'no newline \\303\\244' >&2" }, Token);
        Assert.Equal([(byte)'a', 0, (byte)'b', 255, (byte)'\r', (byte)'\n', (byte)'c'], outcome.Output);
        Assert.Equal("no newline ä", outcome.ErrorText);
    }

    [Fact]
    public void Megabytes_arrive_whole()
    {
        using var session = HostSession.Open(sshd.Host("ops"), sshd.Options, Token);
        var outcome = session.Run(new RemoteScript { Text = "head -c 8000000 /dev/zero; head -c 500000 /dev/zero | tr '\\0' e >&2" }, Token);
        Assert.Null(outcome.Failure);
        Assert.Equal(8_000_000, outcome.Output.Length);
        Assert.Equal(500_000, outcome.ErrorText.Count(c => c == 'e'));
    }

    [Fact]
    public void A_runaway_is_cut_at_the_limit_on_either_stream()
    {
        using var output = HostSession.Open(sshd.Host(), sshd.Options, Token);
        var outcome = output.Run(new RemoteScript { Text = "yes" }, Token);
        Assert.Equal(HostFailureKind.InvalidAnswer, outcome.Failure?.Kind);
        Assert.InRange(outcome.Output.Length, 16_000_000, 16 * 1024 * 1024);

        using var error = HostSession.Open(sshd.Host(), sshd.Options, Token);
        Assert.Equal(HostFailureKind.InvalidAnswer, error.Run(new RemoteScript { Text = "yes >&2" }, Token).Failure?.Kind);
    }

    [Fact]
    public void A_large_script_is_read_whole_before_it_runs()
    {
        using var session = HostSession.Open(sshd.Host("deploy"), sshd.Options with { SudoPassword = SshdFixture.Secret(SshdFixture.Password) }, Token);
        var text = new StringBuilder("cat\n");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append(": line ").Append(i).Append('\n');
        }

        Assert.Equal("the end\n", Text(session.Run(new RemoteScript { Text = text + "echo the end" }, Token)));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("ops")]
    [InlineData("deploy")]
    public async Task A_command_that_hangs_ends_on_both_sides_and_what_came_before_is_kept(string user)
    {
        using var session = HostSession.Open(sshd.Host(user), sshd.Options with { Timeout = TimeSpan.FromSeconds(6), SudoPassword = SshdFixture.Secret(SshdFixture.Password) }, Token);
        var outcome = session.Run(new RemoteScript { Text = "echo before; echo $$; echo warning >&2; sleep 1000" }, Token);
        Assert.Equal(HostFailureKind.Timeout, outcome.Failure?.Kind);
        Assert.Contains("-TimeoutSeconds", outcome.Failure!.Remedy, StringComparison.Ordinal);
        Assert.Null(outcome.ExitStatus);
        var lines = Text(outcome).Split('\n');
        Assert.Equal("before", lines[0]);
        Assert.Equal("warning\n", outcome.ErrorText);
        await WaitUntilGone(lines[1]);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("ops")]
    [InlineData("deploy")]
    public async Task Cancelling_ends_the_command_on_the_host_too(string user)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var session = HostSession.Open(sshd.Host(user), sshd.Options with { SudoPassword = SshdFixture.Secret(SshdFixture.Password) }, Token);
        var running = Task.Run(() => session.Run(new RemoteScript { Text = "exec sleep 54321" }, cancel.Token), Token);
        using var other = HostSession.Open(sshd.Host(), sshd.Options, Token);
        var pid = Text(other.Run(new RemoteScript { Text = "until p=$(pgrep -xf \"sleep 54321\"); do sleep 0.05; done; echo $p" }, Token)).Trim();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await WaitUntilGone(pid);
    }

    [Fact]
    public void An_account_without_a_shell_gives_its_words()
    {
        using var session = HostSession.Open(sshd.Host("gone"), sshd.Options, Token);
        var outcome = session.Run(new RemoteScript { Text = "echo here" }, Token);
        Assert.Equal(HostFailureKind.InvalidAnswer, outcome.Failure?.Kind);
        Assert.Contains("This account is currently not available", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    /// <summary>More than the server takes without anybody reading it: the account's program ends while the script is still on its way.</summary>
    [Fact]
    public void An_account_that_ends_before_it_has_the_whole_script_gives_its_words_too()
    {
        using var session = HostSession.Open(sshd.Host("gone"), sshd.Options, Token);
        var outcome = session.Run(new RemoteScript { Text = string.Concat(Enumerable.Repeat(": nobody reads this\n", 500_000)) }, Token);
        Assert.Equal(HostFailureKind.InvalidAnswer, outcome.Failure?.Kind);
        Assert.Contains("This account is currently not available", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("ops")]
    public void A_script_that_is_killed_says_by_what(string user)
    {
        using var session = HostSession.Open(sshd.Host(user), sshd.Options, Token);
        var outcome = session.Run(new RemoteScript { Text = "echo part; kill -9 $$" }, Token);
        Assert.Equal("part\n", Text(outcome));
        Assert.Equal("KILL", outcome.ExitSignal);
        Assert.Null(outcome.ExitStatus);
    }

    [Fact]
    public void A_sudo_password_of_two_lines_is_refused_before_contact()
    {
        var error = Assert.Throws<HostException>(() => HostSession.Open(SshdFixture.HostAt(1), sshd.Options with { SudoPassword = SshdFixture.Secret("a\nreboot") }, Token));
        Assert.Equal(HostFailureKind.BadClientConfiguration, error.Kind);
        Assert.DoesNotContain("reboot", error.ToString(), StringComparison.Ordinal);
    }

    private static string Text(ScriptOutcome outcome) => Encoding.UTF8.GetString(outcome.Output);

    /// <summary>Has the host wait until a process of an earlier session has ended; the test's own time limit is the end of that.</summary>
    private Task WaitUntilGone(string pid) => Task.Run(
        () =>
        {
            using var session = HostSession.Open(sshd.Host(), sshd.Options, Token);
            var outcome = session.Run(new RemoteScript { Text = $"while kill -0 {pid} 2>/dev/null; do sleep 0.05; done; echo gone" }, Token);
            Assert.Equal("gone\n", Text(outcome));
        },
        Token);
}
