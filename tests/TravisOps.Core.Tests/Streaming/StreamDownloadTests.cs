using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Core.Tests.Ssh;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Streaming;

[Collection(SshdTests.Name)]
public sealed class StreamDownloadTests(SshdFixture sshd)
{
    private readonly StreamHost _host = new(sshd);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("root", RootAccess.Direct)]
    [InlineData("ops", RootAccess.SudoNoPassword)]
    [InlineData("deploy", RootAccess.SudoPassword)]
    [InlineData("noisy", RootAccess.SudoNoPassword)]
    public void All_bytes_arrive_and_both_sides_agree_on_them(string user, RootAccess root)
    {
        foreach (var size in user == "root" ? [0, 1, 65536, 8 * 1024 * 1024, (33 * 1024 * 1024) + 7] : new[] { 9 * 1024 * 1024 })
        {
            using var download = Open(user, new StreamScript { Stages = [new StreamStage("bytes", $"id -un >&2; head -c {size} /dev/urandom")] });
            var (length, hash) = ReadAll(download.Data);
            var outcome = download.Outcome;
            Assert.Equal((StreamEnd.Complete, null), (outcome.End, outcome.Failure));
            Assert.Equal((size, size, hash, hash), (length, outcome.HostBytes, outcome.Sha256, outcome.HostSha256));
            Assert.Equal((root, "root"), (outcome.Root, Assert.Single(outcome.ErrorLines)));
            Assert.Equal([new StageExit("bytes", 0)], outcome.Stages);
        }

        _host.UntilNothingRuns();
    }

    /// <summary>What a reader that stalls is sent has a bound; more than that the producer never gets rid of.</summary>
    [Fact]
    public void A_reader_that_stalls_holds_the_producer_back_and_gets_everything_in_the_end()
    {
        const int Size = 300_000_001;
        using var download = StreamDownload.Open(
            sshd.Host("root"),
            new StreamScript { Stages = [new StreamStage("bytes", $"exec head -c {Size} /dev/zero")] },
            _host.Options,
            new StreamLimits { GrantBlocks = 32 },
            Token);
        Assert.Equal(1, download.Data.Read(new byte[1], 0, 1));
        var written = long.Parse(_host.Ask($$"""
            p=$(pgrep -xf 'head -c {{Size}} /dev/zero'); n=0; last=
            while [ $n -lt 10 ]; do
              w=$(sed -n 's/^wchar: //p' /proc/$p/io); [ "$w" = "$last" ] && n=$((n + 1)) || n=0; last=$w; sleep 0.1
            done
            echo $w
            """), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(written, 4 * 1024 * 1024, 6 * 1024 * 1024);
        Assert.Equal(Size - 1, ReadAll(download.Data).Length);
        Assert.Equal(StreamEnd.Complete, download.Outcome.End);
    }

    [Fact]
    public void A_host_far_away_is_granted_more_at_once_and_so_is_one_whose_round_trip_is_not_known()
    {
        var limits = new StreamLimits();
        Assert.Equal((32, 64, 64), (limits.Grant(TimeSpan.FromMilliseconds(10)), limits.Grant(TimeSpan.FromMilliseconds(11)), limits.Grant(null)));
        Assert.Equal(16, new StreamLimits { GrantBlocks = 16 }.Grant(TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public void A_stage_that_fails_is_an_error_where_the_end_would_be_and_is_told_with_its_words()
    {
        using var download = Open("root", new StreamScript { Stages = [new StreamStage("source", "head -c 100000 /dev/zero; echo 'no more' >&2; exit 3"), new StreamStage("filter", "cat")] });
        var error = Assert.Throws<StreamBrokenException>(() => ReadAll(download.Data));
        Assert.Equal((StreamEnd.StageFailed, 100_000, 100_000), (error.Outcome.End, error.Outcome.Bytes, error.Outcome.HostBytes));
        Assert.Equal((3, 0), (error.Outcome.StatusOf("source"), error.Outcome.StatusOf("filter")));
        Assert.Contains("'source' on the host failed with exit status 3; it said: no more", error.Message, StringComparison.Ordinal);
        Assert.Throws<StreamBrokenException>(() => download.Data.Read(new byte[1], 0, 1));
    }

    [Fact]
    public void A_status_that_is_accepted_is_no_failure()
    {
        using var download = Open("root", new StreamScript { Stages = [new StreamStage("tar", "echo data; exit 1") { Accepted = [0, 1] }] });
        Assert.Equal(5, ReadAll(download.Data).Length);
        Assert.Equal((StreamEnd.Complete, 1), (download.Outcome.End, download.Outcome.StatusOf("tar")));
    }

    [Theory]
    [InlineData("dd bs=65536 .*")]
    [InlineData("tee .*")]
    [InlineData("openssl .*")]
    public void What_moves_the_data_may_be_killed_and_a_part_is_not_taken_for_the_whole(string program)
    {
        using var download = Open("root", new StreamScript { Stages = [new StreamStage("bytes", $"head -c 100000000 /dev/zero; pkill -9 -g 0 -xf '{program}'; head -c 100000000 /dev/zero; true")] });
        var error = Assert.Throws<StreamBrokenException>(() => ReadAll(download.Data));
        Assert.True(error.Outcome.End is StreamEnd.StageFailed or StreamEnd.Damaged, error.Message);
        Assert.InRange(error.Outcome.Bytes, 1, 199_999_999);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_an_error_and_ends_everything_there_but_the_end_that_was_asked_for()
    {
        using var proxy = new CuttingProxy(sshd.Server.Port);
        var mark = _host.NewFile();
        var script = new StreamScript { Stages = [new StreamStage("bytes", "trap '' TERM HUP PIPE; head -c 40000000 /dev/zero; while :; do sleep 4321; done")], Finally = $"id -un >{mark}" };
        using var download = StreamDownload.Open(SshdFixture.HostAt(proxy.Port, "ops"), script, _host.Through(proxy), null, Token);
        var reading = Task.Run(() => ReadAll(download.Data), Token);
        proxy.WaitForBytes(39_000_000, Token);
        proxy.Cut();
        var error = await Assert.ThrowsAsync<StreamBrokenException>(() => reading);
        Assert.Equal((StreamEnd.ConnectionLost, HostFailureKind.ConnectionLost), (error.Outcome.End, error.Outcome.Failure!.Kind));
        _host.UntilNothingRuns();
        Assert.Equal("root\n", _host.Ask($"until [ -s {mark} ]; do sleep 0.05; done; cat {mark}"));
    }

    [Fact]
    public async Task A_peer_that_vanishes_is_noticed_by_its_silence()
    {
        using var proxy = new CuttingProxy(sshd.Server.Port);
        var script = new StreamScript { Stages = [new StreamStage("bytes", "head -c 400000 /dev/zero; exec sleep 4321")] };
        using var download = StreamDownload.Open(SshdFixture.HostAt(proxy.Port), script, _host.Through(proxy), new StreamLimits { Silence = TimeSpan.FromSeconds(7) }, Token);
        var reading = Task.Run(() => ReadAll(download.Data), Token);
        proxy.WaitForBytes(300_000, Token);
        proxy.FallSilent();
        var error = await Assert.ThrowsAsync<StreamBrokenException>(() => reading);
        Assert.Equal(StreamEnd.ConnectionLost, error.Outcome.End);
        Assert.Contains("nothing was heard of it for 7 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_is_there_and_sends_nothing_is_told_apart_from_one_that_is_gone()
    {
        using var download = StreamDownload.Open(sshd.Host(), new StreamScript { Stages = [new StreamStage("bytes", "exec sleep 4321")] }, sshd.Options, new StreamLimits { NoProgress = TimeSpan.FromSeconds(1) }, Token);
        var error = Assert.Throws<StreamBrokenException>(() => ReadAll(download.Data));
        Assert.Equal((StreamEnd.NoProgress, HostFailureKind.Timeout), (error.Outcome.End, error.Outcome.Failure!.Kind));
        _host.UntilNothingRuns();
    }

    [Theory]
    [InlineData("root")]
    [InlineData("deploy")]
    public async Task Cancelling_ends_the_reader_and_what_runs_there_also_when_it_ignores_signals(string user)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var script = new StreamScript { Stages = [new StreamStage("bytes", "trap '' TERM HUP INT; head -c 65536 /dev/zero | tr '\\0' x; while :; do sleep 4321; done")] };
        using var download = StreamDownload.Open(sshd.Host(user), script, _host.Options, null, cancel.Token);
        Assert.Equal('x', (char)download.Data.ReadByte());
        var reading = Task.Run(() => ReadAll(download.Data), Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        _host.UntilNothingRuns();
    }

    [Fact]
    public void Without_root_nothing_is_begun_and_nothing_is_ended()
    {
        var mark = _host.NewFile();
        var error = Assert.Throws<HostException>(() => Open("guest", new StreamScript { Stages = [new StreamStage("bytes", $"echo begun >{mark}")], Finally = $"echo ended >{mark}" }));
        Assert.Equal(HostFailureKind.SudoDenied, error.Kind);
        _host.UntilNothingRuns();
        Assert.Equal(string.Empty, _host.Ask($"cat {mark} 2>/dev/null; true"));
    }

    [Fact]
    public void A_stream_that_is_not_read_to_its_end_is_abandoned_on_both_sides()
    {
        using (var download = Open("root", new StreamScript { Stages = [new StreamStage("bytes", "cat /dev/zero")] }))
        {
            download.Data.ReadExactly(new byte[100_000]);
            Assert.Equal(StreamEnd.Abandoned, download.Outcome.End);
        }

        _host.UntilNothingRuns();
    }

    [Fact]
    public void What_the_host_does_at_the_end_is_not_waited_for_without_a_limit_although_it_shows_signs_of_life()
    {
        var gate = _host.NewFile();
        _host.Ask($"mkfifo {gate}");
        var script = new StreamScript { Stages = [new StreamStage("bytes", "echo data")], Finally = $"cat {gate}" };
        using (var download = StreamDownload.Open(sshd.Host("root"), script, _host.Options, new StreamLimits { Ending = TimeSpan.FromSeconds(1) }, Token))
        {
            var error = Assert.Throws<StreamBrokenException>(() => ReadAll(download.Data));
            Assert.Equal((StreamEnd.NoProgress, 5L), (error.Outcome.End, error.Outcome.Bytes));
            Assert.Contains("what the host has to do at the end took longer than", error.Message, StringComparison.Ordinal);
        }

        // It was left to itself, not ended.
        _host.Ask($"echo >{gate}; rm {gate}");
    }

    [Fact]
    public void A_status_of_the_end_that_is_accepted_is_no_failure()
    {
        using var download = StreamDownload.Open(sshd.Host("root"), new StreamScript { Stages = [new StreamStage("bytes", "echo data")], Finally = "echo no; exit 94", FinallyAccepted = [0, 94] }, _host.Options, null, Token);
        Assert.Equal(5, ReadAll(download.Data).Length);
        Assert.Equal((StreamEnd.Complete, 94, "no"), (download.Outcome.End, download.Outcome.StatusOf(StreamScript.FinallyStage), Assert.Single(download.Outcome.ErrorLines)));
    }

    private StreamDownload Open(string user, StreamScript script) => StreamDownload.Open(sshd.Host(user), script, _host.Options, null, Token);

    private static (long Length, string Hash) ReadAll(Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[100_000];
        long length = 0;
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            hash.AppendData(buffer, 0, count);
            length += count;
        }

        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
