using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Core.Tests.Ssh;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Streaming;

[Collection(SshdTests.Name)]
public sealed class LineFollowerTests(SshdFixture sshd)
{
    private readonly StreamHost _host = new(sshd);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("root")]
    [InlineData("deploy")]
    public async Task Lines_come_as_they_are_written_until_it_is_cancelled_and_nothing_is_left(string user)
    {
        var log = _host.NewFile();
        File.WriteAllText(log, "first\n");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var seen = new SemaphoreSlim(0);
        var lines = new List<string>();
        var following = Task.Run(() => Follow(user, $"tail -n +1 -F {log}; sleep 4321", line => { lines.Add(line); seen.Release(); }, cancel.Token), Token);
        await seen.WaitAsync(Token);
        foreach (var line in new[] { "second", "thïrd" })
        {
            // Each is written only when the one before has been seen: none waits for another.
            await File.AppendAllTextAsync(log, line + "\n", Token);
            await seen.WaitAsync(Token);
        }

        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        Assert.Equal(["first", "second", "thïrd"], lines);
        _host.UntilNothingRuns();
        _host.Ask($"while pgrep -xf 'tail -n .1 -F {log}' >/dev/null; do sleep 0.05; done");
    }

    [Fact]
    public void A_large_log_comes_whole_and_a_line_without_end_is_cut()
    {
        var lines = new List<string>();
        var outcome = Follow("ops", "seq 1 300000; head -c 200000 /dev/zero | tr '\\0' x; printf 'y\\nlast'", lines.Add, Token);
        Assert.Equal((StreamEnd.Complete, null), (outcome.End, outcome.Failure));
        Assert.Equal(300_002, lines.Count);
        Assert.Equal("299999", lines[299_998]);
        Assert.Equal(new string('x', LineFollower.LineLimit) + " […]", lines[300_000]);
        Assert.Equal("last", lines[300_001]);
    }

    [Fact]
    public async Task A_reader_that_does_not_keep_up_holds_the_program_back()
    {
        using var first = new ManualResetEventSlim();
        using var proceed = new ManualResetEventSlim();
        long count = 0;
        var following = Task.Run(() => Follow("root", "exec seq 1 3000000", _ => { count++; first.Set(); proceed.Wait(Token); }, Token), Token);
        first.Wait(Token);
        var written = long.Parse(_host.Ask("""
            p=$(pgrep -xf 'seq 1 3000000'); n=0; last=
            while [ $n -lt 10 ]; do
              w=$(sed -n 's/^wchar: //p' /proc/$p/io); [ "$w" = "$last" ] && n=$((n + 1)) || n=0; last=$w; sleep 0.1
            done
            echo $w
            """), CultureInfo.InvariantCulture);
        Assert.InRange(written, 1, 4 * 1024 * 1024);
        proceed.Set();
        Assert.Equal(StreamEnd.Complete, (await following).End);
        Assert.Equal(3_000_000, count);
    }

    private StreamOutcome Follow(string user, string text, Action<string> line, CancellationToken token) =>
        LineFollower.Run(sshd.Host(user), new StreamScript { Stages = [new StreamStage("log", text)] }, _host.Options, null, line, null, token);
}
