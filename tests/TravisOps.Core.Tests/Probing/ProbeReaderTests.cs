using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TravisOps.Evidence;
using TravisOps.Probing;
using Xunit;

namespace TravisOps.Core.Tests.Probing;

public class ProbeReaderTests
{
    private static readonly ProbeItem[] s_plan = [
        LocalShell.File("file.one", "/proc/sys/kernel/ostype"),
        LocalShell.Command("first", "echo first; echo oops >&2"),
        LocalShell.File("file.two", "/proc/sys/kernel/osrelease"),
        LocalShell.Command("second", "echo second", 20),
    ];

    [Fact]
    public async Task Noise_before_the_first_frame_is_left_out()
    {
        var answer = await LocalShell.Ask("sh", s_plan, "printf 'Welcome!\\nLast login: \\377 today'\n");

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(["Linux\n", "first\n"], answer.Items.Take(2).Select(item => item.Text));
        Assert.StartsWith("Welcome!\nLast login:", answer.Noise, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_ends_early_loses_what_is_missing_and_nothing_else()
    {
        var (output, errors) = await LocalShell.Run("sh", ProbeScript.Build(s_plan, LocalShell.Nonce));
        var whole = ProbeReader.Read(output, errors, LocalShell.Nonce, s_plan).Items;
        var collected = -1;
        for (var length = 0; length <= output.Length; length++)
        {
            var answer = ProbeReader.Read(output[..length], errors, LocalShell.Nonce, s_plan);

            Assert.Null(answer.Problem);
            Assert.Equal(s_plan.Select(item => item.Name), answer.Items.Select(item => item.Name));

            // How long files took is told behind the last of them.
            Assert.All(answer.Items.Zip(whole), pair => Assert.True(pair.First with { Duration = pair.Second.Duration } == pair.Second || pair.First.Status == EvidenceStatus.Lost, $"{length}: {pair.First}"));
            var now = answer.Items.Count(item => item.Status == EvidenceStatus.Collected);
            Assert.True(now >= collected, "An item that was there is gone with more bytes.");
            collected = now;
        }

        Assert.Equal(4, collected);
    }

    [Fact]
    public void Nothing_at_all_is_lost_items()
    {
        var answer = ProbeReader.Read([], string.Empty, LocalShell.Nonce, s_plan);

        Assert.False(answer.Started);
        Assert.All(answer.Items, item => Assert.Equal(EvidenceStatus.Lost, item.Status));
    }

    [Fact]
    public void A_shell_that_did_not_run_the_script_is_told_by_what_it_said()
    {
        var answer = ProbeReader.Read(Encoding.UTF8.GetBytes("This account is currently not available.\n"), string.Empty, LocalShell.Nonce, s_plan);

        Assert.False(answer.Started);
        Assert.Equal("This account is currently not available.", answer.Noise);
    }

    [Fact]
    public async Task Output_that_imitates_frames_is_output()
    {
        const string other = "ffffffffffffffffffffffffffffffff";
        const string fake = other + " e 0\n" + other + " x 0 0 1.00\n" + other + " Z 1.00\n";
        var plan = new[] { LocalShell.Command("fake", $"printf '%s' '{fake}'; printf '%s' '{fake}' >&2"), LocalShell.Command("real", "echo real") };
        var answer = await LocalShell.Ask("sh", plan);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal((fake, fake.TrimEnd('\n'), "real\n"), (answer.Items[0].Text, answer.Items[0].ErrorText, answer.Items[1].Text));
    }

    [Fact]
    public async Task The_nonce_can_not_be_seen_in_the_process_list()
    {
        var plan = new[] { LocalShell.File("file", "/proc/self/cmdline"), LocalShell.Command("list", "cat /proc/[0-9]*/cmdline /proc/self/environ", 20), LocalShell.Command("variables", "export -p; env", 20) };
        var answer = await LocalShell.Ask("sh", plan);

        Assert.Contains("head", answer.Items[0].Text, StringComparison.Ordinal);
        Assert.NotEqual(string.Empty, answer.Items[1].Text);
        Assert.All(answer.Items, item => Assert.DoesNotContain(LocalShell.Nonce, item.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x 1 0 100.00\n", "repeated")]
    [InlineData("C 1 100.00\n", "repeated")]
    [InlineData("B 1 1 100.00\n", "repeated")]
    [InlineData("Z 100.00\n", "too early")]
    [InlineData("q\n", "unknown")]
    public async Task Frames_out_of_order_are_not_believed(string mark, string why)
    {
        var (bytes, errors) = await LocalShell.Run("sh", ProbeScript.Build(s_plan, LocalShell.Nonce));
        var output = Encoding.Latin1.GetString(bytes);
        var at = output.IndexOf($"{LocalShell.Nonce} C 3", StringComparison.Ordinal);
        var answer = ProbeReader.Read(Encoding.Latin1.GetBytes(output.Insert(at, $"{LocalShell.Nonce} {mark}")), errors, LocalShell.Nonce, s_plan);

        Assert.False(answer.Complete, why);
        Assert.NotNull(answer.Problem);
        Assert.Equal("first\n", answer.Items[1].Text);
        Assert.Equal(EvidenceStatus.Lost, answer.Items[3].Status);
    }

    [Fact]
    public async Task Any_mangled_answer_is_read_without_an_exception()
    {
        var (output, errors) = await LocalShell.Run("sh", ProbeScript.Build(s_plan, LocalShell.Nonce));
        var random = new Random(20261123);
        for (var round = 0; round < 3000; round++)
        {
            var mangled = output.ToList();
            for (var change = random.Next(1, 6); change > 0 && mangled.Count > 0; change--)
            {
                var at = random.Next(mangled.Count);
                switch (random.Next(4))
                {
                    case 0: mangled[at] = (byte)random.Next(256); break;
                    case 1: mangled.RemoveRange(at, random.Next(Math.Min(60, mangled.Count - at))); break;
                    case 2: mangled.InsertRange(at, mangled.GetRange(0, random.Next(mangled.Count))); break;
                    default: mangled[at] = (byte)" 0-9\nCexsZB"[random.Next(11)]; break;
                }
            }

            Assert.Equal(4, ProbeReader.Read([.. mangled], errors, LocalShell.Nonce, s_plan).Items.Count);
        }
    }

    [Fact]
    public void A_date_without_fractions_is_a_clock_too()
    {
        static DateTime? Clock(string text) => ProbeReader.Read(
            Encoding.ASCII.GetBytes($"{LocalShell.Nonce} B 1 1 5.00\n{LocalShell.Nonce} Z 6.25\n{text}"), string.Empty, LocalShell.Nonce, []).Clock;

        var expected = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        Assert.Equal(expected, Clock("1767323045\n"));
        Assert.Equal(expected, Clock("1767323045.%N\n"));
        Assert.Equal(expected.AddTicks(1234567), Clock("1767323045.123456789\n"));
        Assert.Null(Clock("Fri Jan  2\n"));
        Assert.Null(Clock("99999999999999999999\n"));
        Assert.Null(Clock(string.Empty));
    }

    [Theory]
    [MemberData(nameof(BadPlans))]
    public void A_plan_that_breaks_a_rule_is_refused(string why, ProbeItem[] plan)
    {
        var error = Assert.Throws<ArgumentException>(() => ProbeScript.Build(plan, LocalShell.Nonce));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string, ProbeItem[]>> BadPlans()
    {
        foreach (var name in new[] { "", "Upper", "../up", "a/b", "a..b", ".a", "a.", "a b", "nul", "con.x", "ü", "a\n", new string('a', 101) })
        {
            yield return new("name of lower case", [LocalShell.Command(name, "true")]);
        }

        yield return new("twice", [LocalShell.Command("a", "true"), LocalShell.Command("a", "true")]);
        yield return new("source", [LocalShell.Command("a", " ")]);
        yield return new("source", [LocalShell.Command("a", "a\0b")]);
        yield return new("absolute path", [LocalShell.File("a", "etc/passwd")]);
        yield return new("absolute path", [LocalShell.File("a", "/etc/\npasswd")]);
        yield return new("MaxBytes", [LocalShell.Command("a", "true", maxBytes: 0)]);
        yield return new("time limit", [LocalShell.Command("a", "true", 0)]);
        yield return new("time limit", [LocalShell.File("a", "/etc/passwd") with { Gate = "gate" }]);
    }

    [Fact]
    public void Each_nonce_is_new()
    {
        var nonces = Enumerable.Range(0, 100).Select(_ => ProbeNonce.Create()).ToHashSet();

        Assert.Equal(100, nonces.Count);
        Assert.All(nonces, nonce => Assert.Matches("^[0-9a-f]{32}$", nonce));
        Assert.Throws<ArgumentException>(() => ProbeScript.Build([], "short"));
    }
}
