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
public sealed class StreamUploadTests(SshdFixture sshd)
{
    private readonly StreamHost _host = new(sshd);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("root", 0)]
    [InlineData("root", 1)]
    [InlineData("root", (8 * 1024 * 1024) + 65537)]
    [InlineData("ops", 5_000_000)]
    [InlineData("deploy", 5_000_000)]
    public void All_bytes_arrive_and_only_then_they_count(string user, int size)
    {
        var data = RandomNumberGenerator.GetBytes(size);
        var file = _host.NewFile();
        var script = new StreamScript { Stages = [new StreamStage("write", $"cat >{file}.part")], AfterVerified = $"mv {file}.part {file}", Finally = "echo done" };
        var outcome = Run(user, script, new MemoryStream(data));
        Assert.Equal((StreamEnd.Complete, null), (outcome.End, outcome.Failure));
        Assert.Equal([new StageExit("write", 0), new StageExit(StreamScript.VerifiedStage, 0), new StageExit(StreamScript.FinallyStage, 0)], outcome.Stages);
        Assert.Equal(outcome.Sha256, outcome.HostSha256);
        Assert.True(data.AsSpan().SequenceEqual(File.ReadAllBytes(file)));
        _host.UntilNothingRuns();
    }

    [Fact]
    public void A_consumer_that_fails_is_told_and_nothing_counts()
    {
        var mark = _host.NewFile();
        var script = new StreamScript { Stages = [new StreamStage("write", "head -c 1000 >/dev/null; echo 'disk full' >&2; exit 3")], AfterVerified = $"touch {mark}" };
        var outcome = Run("root", script, new MemoryStream(new byte[20_000_000]));
        Assert.Equal((StreamEnd.StageFailed, 3), (outcome.End, outcome.StatusOf("write")));
        Assert.Contains("disk full", outcome.Failure!.Message, StringComparison.Ordinal);
        _host.UntilNothingRuns();
        Assert.False(File.Exists(mark));
    }

    /// <summary>The consumer marks that it has seen an end of file, and has all the time to do so.</summary>
    [Fact]
    public async Task A_consumer_never_sees_an_end_when_the_connection_is_cut()
    {
        using var proxy = new CuttingProxy(sshd.Server.Port);
        var (end, over) = (_host.NewFile(), _host.NewFile());
        var script = new StreamScript { Stages = [new StreamStage("write", $"cat >/dev/null; touch {end}")], AfterVerified = $"touch {end}", Finally = $"touch {over}" };
        using var source = new EndlessStream(stopAfter: 10_000_000);
        var running = Task.Run(() => StreamUpload.Run(SshdFixture.HostAt(proxy.Port, "ops"), script, source, _host.Through(proxy), null, null, null, Token), Token);
        source.Stopped.Wait(Token);
        proxy.Cut();
        source.Continue();
        var outcome = await running;
        Assert.Equal(StreamEnd.ConnectionLost, outcome.End);
        _host.Ask($"until [ -e {over} ]; do sleep 0.05; done");
        _host.UntilNothingRuns();
        Assert.False(File.Exists(end));
    }

    [Fact]
    public void A_source_that_fails_leaves_no_end_either()
    {
        var (end, over) = (_host.NewFile(), _host.NewFile());
        var script = new StreamScript { Stages = [new StreamStage("write", $"cat >/dev/null; touch {end}")], Finally = $"touch {over}" };
        using var source = new EndlessStream(stopAfter: long.MaxValue, failAfter: 6_000_000);
        Assert.Throws<IOException>(() => Run("root", script, source));
        _host.Ask($"until [ -e {over} ]; do sleep 0.05; done");
        _host.UntilNothingRuns();
        Assert.False(File.Exists(end));
    }

    /// <summary>Without a limit too a host that falls silent is noticed: between its signs of life are five seconds.</summary>
    [Theory]
    [InlineData(false, StreamEnd.NoProgress, "what the host has to do at the end took longer than")]
    [InlineData(true, StreamEnd.ConnectionLost, "nothing was heard of it for 2 s")]
    public void What_the_host_does_behind_the_last_byte_is_waited_for_no_longer_than_its_limit_or_its_signs_of_life(bool patient, StreamEnd end, string told)
    {
        var gate = _host.NewFile();
        _host.Ask($"mkfifo {gate}");
        var script = new StreamScript { Stages = [new StreamStage("bytes", "cat >/dev/null")], AfterVerified = $"cat {gate}" };
        var limits = patient ? StreamLimits.PatientAtEnd with { Silence = TimeSpan.FromSeconds(2) } : new StreamLimits { Ending = TimeSpan.FromSeconds(1) };

        var outcome = StreamUpload.Run(sshd.Host("root"), script, new MemoryStream(new byte[100_000]), _host.Options, limits, null, null, Token);

        Assert.Equal(end, outcome.End);
        Assert.Contains(told, outcome.Failure!.Message, StringComparison.Ordinal);
        File.Delete(gate);
        _host.UntilNothingRuns();
    }

    private StreamOutcome Run(string user, StreamScript script, Stream source) => StreamUpload.Run(sshd.Host(user), script, source, _host.Options, null, null, null, Token);

    private sealed class EndlessStream(long stopAfter, long failAfter = long.MaxValue) : Stream
    {
        private readonly ManualResetEventSlim _continue = new();
        private long _position;

        public ManualResetEventSlim Stopped { get; } = new();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public void Continue() => _continue.Set();

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_position > failAfter)
            {
                throw new IOException("the source failed");
            }

            if (_position > stopAfter && !_continue.IsSet)
            {
                Stopped.Set();
                _continue.Wait(Token);
            }

            _position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
