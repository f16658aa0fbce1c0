using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Evidence;
using TravisOps.Probing;
using Xunit;

namespace TravisOps.Core.Tests.Probing;

public class ProbeScriptCommandTests
{
    public static TheoryData<string, int, bool> ShellsAndWays
    {
        get
        {
            var data = new TheoryData<string, int, bool>();
            foreach (var shell in LocalShell.All)
            {
                data.Add(shell, 0, false);
                data.Add(shell, 20, false);
                data.Add(shell, 0, true);
                data.Add(shell, 20, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ShellsAndWays))]
    public async Task Output_comes_back_byte_for_byte(string shell, int limit, bool longOutput)
    {
        var texts = new Dictionary<string, (string Command, string Expected)>
        {
            ["plain"] = ("echo hello", "hello\n"),
            ["no-newline"] = ("printf hello", "hello"),
            ["empty"] = ("true", string.Empty),
            ["blank-lines"] = ("printf '\\n\\na\\n\\n\\n'", "\n\na\n\n\n"),
            ["crlf"] = ("printf 'a\\r\\nb\\r\\n'", "a\r\nb\r\n"),
            ["zero"] = ("printf 'a\\000b\\000'", "a\0b\0"),
            ["not-utf8"] = ("printf 'a\\377\\201b'", "a\uFFFD\uFFFDb"),
            ["utf8"] = ("printf 'Gr\\303\\266\\303\\237e'", "Größe"),
            ["quotes"] = ("printf '%s|' \"it's\" '\\n' \\\\ '$HOME' '`id`'", "it's|\\n|\\|$HOME|`id`|"),
            ["several-lines"] = ("if true; then\n  echo one\nfi\n# done", "one\n"),
            ["written-on-windows"] = ("echo a\r\necho b", "a\nb\n"),
            ["here-document"] = ("cat <<X\n}\nX", "}\n"),
        };
        var answer = await LocalShell.Ask(shell, [.. texts.Select(text => Item(text.Key, text.Value.Command, limit, longOutput))]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.All(answer.Items, item => Assert.Equal((texts[item.Name].Expected, 0, EvidenceStatus.Collected, string.Empty, false), (item.Text, item.ExitCode, item.Status, item.ErrorText, item.Truncated)));
    }

    [Theory]
    [MemberData(nameof(ShellsAndWays))]
    public async Task Exit_codes_and_standard_error_are_kept_apart(string shell, int limit, bool longOutput)
    {
        var answer = await LocalShell.Ask(shell, [
            Item("fails", "echo out; echo why >&2; exit 3", limit, longOutput),
            Item("missing", "no-such-command-here", limit, longOutput),
            Item("not-executable", "/etc/passwd", limit, longOutput),
            Item("killed", "kill -TERM $$; exec sleep 9", 20, longOutput),
            Item("syntax", "if then", limit, longOutput),
            Item("denied", "cat /no/such/file", limit, longOutput),
            Item("last", "echo last", limit, longOutput),
        ]);

        Assert.True(answer.Complete, answer.Problem);
        var fails = answer.Items[0];
        Assert.Equal(("out\n", "why", 3, EvidenceStatus.Collected, false), (fails.Text, fails.ErrorText, fails.ExitCode, fails.Status, fails.Ok));
        Assert.Equal((EvidenceStatus.NotFound, 127), (answer.Items[1].Status, answer.Items[1].ExitCode));
        Assert.Contains("not found", answer.Items[1].ErrorText, StringComparison.Ordinal);
        Assert.Equal((EvidenceStatus.Denied, 126), (answer.Items[2].Status, answer.Items[2].ExitCode));
        Assert.Equal((EvidenceStatus.Collected, 143), (answer.Items[3].Status, answer.Items[3].ExitCode));
        Assert.NotEqual(0, answer.Items[4].ExitCode);
        Assert.NotEqual(string.Empty, answer.Items[4].ErrorText);
        Assert.Contains("No such file or directory", answer.Items[5].ErrorText, StringComparison.Ordinal);
        Assert.Equal("last\n", answer.Items[6].Text);
    }

    [Theory]
    [MemberData(nameof(ShellsAndWays))]
    public async Task What_one_item_does_to_its_shell_does_not_reach_the_next(string shell, int limit, bool longOutput)
    {
        var answer = await LocalShell.Ask(shell, [
            Item("input", "cat; read line; echo \"[$line]\"", limit, longOutput),
            Item("directory", "cd /; umask 777", limit, longOutput),
            Item("options", "set -eufx; false", limit, longOutput),
            Item("variables", "PATH=/nowhere; IFS=x; tv_nonce=; tv_mark() { :; }; LC_ALL=de_DE.UTF-8; exec 3>&1 4>&1", limit, longOutput),
            Item("traps", "trap 'echo bye' EXIT; exit 7", limit, longOutput),
            Item("replaced", "exec echo replaced", limit, longOutput),
            Item("closed", "exec >&- 2>&-", limit, longOutput),
            Item("parent", "cd / && return 2>/dev/null; set -- a b c", limit, longOutput),
            Item("end", "pwd; echo $LC_ALL; umask; echo \"$# $-\"; cat", limit, longOutput),
        ]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal("[]\n", answer.Items[0].Text);
        Assert.Equal(("bye\n", 7), (answer.Items[4].Text, answer.Items[4].ExitCode));
        Assert.Equal("replaced\n", answer.Items[5].Text);
        var lines = answer.Items[8].Text.Split('\n');
        Assert.Equal(Environment.CurrentDirectory, lines[0]);
        Assert.Equal("C", lines[1]);
        Assert.DoesNotContain("777", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("0 ", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain('e', lines[3]);
    }

    [Theory]
    [MemberData(nameof(ShellsAndWays))]
    public async Task Output_is_cut_at_its_limit_and_marked(string shell, int limit, bool longOutput)
    {
        var answer = await LocalShell.Ask(shell, [
            Item("below", "printf 123456789", limit, longOutput, 10),
            Item("exactly", "printf 1234567890", limit, longOutput, 10),
            Item("above", "printf 1234567890x", limit, longOutput, 10),
            Item("in-a-character", "printf '12345678\\342\\202\\254'", limit, longOutput, 10),
            Item("far-above", "i=0; while [ $i -lt 2000 ]; do echo 1234567890123456789012345678901234567890123456789012345678901234567890123456789; i=$((i+1)); done", limit, longOutput, 1000),
        ]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(["123456789", "1234567890", "1234567890", "12345678"], answer.Items.Take(4).Select(item => item.Text));
        Assert.Equal([false, false, true, true, true], answer.Items.Select(item => item.Truncated));
        Assert.Equal(1000, answer.Items[4].Text.Length);
        Assert.True(answer.Items[2].Ok);
        Assert.True(answer.Items[4].Ok);
    }

    [Theory]
    [MemberData(nameof(ShellsAndWays))]
    public async Task Only_the_end_of_standard_error_is_kept(string shell, int limit, bool longOutput)
    {
        const string loop = "i=0; while [ $i -lt 3000 ]; do echo \"line $i\" >&2; i=$((i+1)); done";
        var answer = await LocalShell.Ask(shell, [Item("much", loop, limit, longOutput), Item("next", "echo next", limit, longOutput)]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.InRange(answer.Items[0].ErrorText.Length, ProbeScript.MaxErrorBytes - 10, ProbeScript.MaxErrorBytes);
        Assert.EndsWith("line 2998\nline 2999", answer.Items[0].ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, answer.Items[0].ExitCode);
        Assert.Equal("next\n", answer.Items[1].Text);
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task A_command_that_outlives_its_limit_is_killed_and_closes_its_gate(string shell)
    {
        // The timeout of busybox ends the process that it started; the one of every Ubuntu, its children too.
        var sleep = shell.StartsWith("busybox", StringComparison.Ordinal) ? "exec sleep 1000" : "sleep 1000; echo ended";
        var answer = await LocalShell.Ask(shell, [
            LocalShell.Command("before", "echo fine", 20, "docker"),
            LocalShell.Command("hangs", "echo begun; " + sleep, 1, "docker"),
            LocalShell.Command("after", "echo after", 20, "docker"),
            LocalShell.Command("after-without-limit", "echo after", null, "docker"),
            LocalShell.Command("gate-behind", "echo behind", 20, "docker/replicated"),
            LocalShell.Command("other-gate", "echo other", 20, "apt"),
            LocalShell.Command("no-gate", "echo none"),
        ]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(
            [EvidenceStatus.Collected, EvidenceStatus.TimedOut, EvidenceStatus.Skipped, EvidenceStatus.Skipped, EvidenceStatus.Skipped, EvidenceStatus.Collected, EvidenceStatus.Collected],
            answer.Items.Select(item => item.Status));
        Assert.Equal([null, null, "hangs", "hangs", "hangs", null, null], answer.Items.Select(item => item.SkippedAfter));
        Assert.Equal("begun\n", answer.Items[1].Text);
        Assert.True(answer.Items[1].Duration >= TimeSpan.FromSeconds(1));
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task A_gate_behind_another_closes_alone(string shell)
    {
        var answer = await LocalShell.Ask(shell, [
            LocalShell.Command("hangs", "exec sleep 1000", 1, "docker/replicated"),
            LocalShell.Command("beside", "echo beside", 20, "docker/replicated"),
            LocalShell.Command("before", "echo before", 20, "docker"),
        ]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(
            [(EvidenceStatus.TimedOut, null), (EvidenceStatus.Skipped, "hangs"), (EvidenceStatus.Collected, null)],
            answer.Items.Select(item => (item.Status, item.SkippedAfter)));
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash --posix")]
    public async Task A_command_that_ignores_the_polite_signal_is_killed(string shell)
    {
        var answer = await LocalShell.Ask(shell, [LocalShell.Command("stubborn", "trap '' TERM; sleep 1000", 1), LocalShell.Command("next", "echo next")]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(EvidenceStatus.TimedOut, answer.Items[0].Status);
        Assert.Equal("next\n", answer.Items[1].Text);
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task Exit_codes_of_timeout_that_a_command_gave_itself_are_its_own(string shell)
    {
        var answer = await LocalShell.Ask(shell, [
            LocalShell.Command("a124", "exit 124", 20, "gate"), LocalShell.Command("a137", "kill -KILL $$", 20, "gate"), LocalShell.Command("next", "echo next", 20, "gate"),
        ]);

        Assert.Equal([(EvidenceStatus.Collected, 124), (EvidenceStatus.Collected, 137), (EvidenceStatus.Collected, 0)], answer.Items.Select(item => (item.Status, item.ExitCode ?? -1)));
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task A_flood_is_ended_by_the_bound_and_costs_nothing_behind_it(string shell)
    {
        var answer = await LocalShell.Ask(shell, [LocalShell.Command("flood", "yes", maxBytes: 100_000, longOutput: true), LocalShell.Command("watched", "yes", 20, maxBytes: 100_000, longOutput: true), LocalShell.Command("next", "echo next", 20)]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.All(answer.Items.Take(2), item => Assert.Equal((100_000, true, EvidenceStatus.Collected, null), (item.Text.Length, item.Truncated, item.Status, item.ExitCode)));
        Assert.Equal("next\n", answer.Items[2].Text);
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task A_flood_on_standard_error_is_kept_on_the_host(string shell)
    {
        var answer = await LocalShell.Ask(shell, [LocalShell.Command("flood", "exec yes >&2", 1, longOutput: true), LocalShell.Command("next", "echo next")]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal((EvidenceStatus.TimedOut, ProbeScript.MaxErrorBytes), (answer.Items[0].Status, answer.Items[0].ErrorText.Length + 1));
        Assert.Equal("next\n", answer.Items[1].Text);
    }

    [Theory]
    [MemberData(nameof(ShellsAndWays))]
    public async Task A_child_in_the_background_does_not_hold_up_the_next_item(string shell, int limit, bool longOutput)
    {
        // With long output the child holds the pipe that bounds it, so it ends with the item's or the session's limit.
        var seconds = longOutput ? 1 : 3;
        var answer = await LocalShell.Ask(shell, [Item("daemon", $"sleep {seconds} & echo started", limit, longOutput), Item("next", "echo next", limit, longOutput)]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(["started\n", "next\n"], answer.Items.Select(item => item.Text));
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task Messages_are_English_whatever_the_login_speaks(string shell)
    {
        var answer = await LocalShell.Ask(shell, [LocalShell.Command("locale", "echo $LC_ALL; ls /no/such/folder"), LocalShell.Command("limited", "echo $LC_ALL", 20)]);

        Assert.Equal("C\n", answer.Items[0].Text);
        Assert.Contains("No such file or directory", answer.Items[0].ErrorText, StringComparison.Ordinal);
        Assert.Equal("C\n", answer.Items[1].Text);
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task A_hundred_items_come_back_in_order(string shell)
    {
        var plan = Enumerable.Range(0, 100).Select(i => (i % 4) switch
        {
            0 => LocalShell.File($"item{i}", "/proc/uptime"),
            1 => LocalShell.Command($"item{i}", $"echo {i}", 20),
            _ => LocalShell.Command($"item{i}", $"echo {i}"),
        }).ToList();
        var answer = await LocalShell.Ask(shell, plan);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(plan.Select(item => item.Name), answer.Items.Select(item => item.Name));
        Assert.All(answer.Items, item => Assert.True(item.Ok));
        Assert.Equal("99\n", answer.Items[99].Text);
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task Without_the_timeout_command_items_run_and_say_so(string shell)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory();
        try
        {
            foreach (var tool in new[] { "sh", "head", "tail", "date" })
            {
                System.IO.File.CreateSymbolicLink(System.IO.Path.Combine(folder.FullName, tool), "/bin/" + tool);
            }

            var answer = await LocalShell.Ask(shell, [LocalShell.Command("limited", "echo ran", 20)], $"PATH={folder.FullName}\n");

            Assert.True(answer.Complete, answer.Problem);
            Assert.Equal("ran\n", answer.Items[0].Text);

            // Busybox has its own timeout inside.
            Assert.Equal(!shell.StartsWith("busybox", StringComparison.Ordinal), answer.Items[0].ErrorText.Contains("limit of 20 s was not watched", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Theory]
    [MemberData(nameof(LocalShell.All), MemberType = typeof(LocalShell))]
    public async Task The_clock_of_the_host_is_told(string shell)
    {
        var before = DateTime.UtcNow;
        var answer = await LocalShell.Ask(shell, []);
        var after = DateTime.UtcNow;

        Assert.True(answer.Complete, answer.Problem);

        // Busybox's date may know whole seconds only.
        Assert.InRange(answer.Clock!.Value, before.AddSeconds(-1), after);
        Assert.Equal(DateTimeKind.Utc, answer.Clock.Value.Kind);
        Assert.NotNull(answer.Elapsed);
    }

    private static ProbeItem Item(string name, string text, int limit, bool longOutput, int maxBytes = 64 * 1024) =>
        LocalShell.Command(name, text, limit == 0 ? null : limit, maxBytes: maxBytes, longOutput: longOutput);
}
