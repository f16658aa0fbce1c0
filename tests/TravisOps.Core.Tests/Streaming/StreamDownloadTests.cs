using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using TravisOps.Core.Tests.Ssh;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Streaming;

[Collection(SshdTests.Name)]
public sealed class StreamDownloadTests(SshdFixture sshd)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("root", RootAccess.Direct)]
    [InlineData("ops", RootAccess.SudoNoPassword)]
    [InlineData("deploy", RootAccess.SudoPassword)]
    [InlineData("noisy", RootAccess.SudoNoPassword)]
    public void All_bytes_arrive_and_both_sides_agree_on_them(string user, RootAccess root)
    {
        foreach (var size in new[] { 0, 1, 65536, 8 * 1024 * 1024, (33 * 1024 * 1024) + 7 })
        {
            using var download = Open(user, new StreamStage("bytes", $"head -c {size} /dev/urandom"));
            var (length, hash) = ReadAll(download.Data);
            Assert.Equal(size, length);
            Assert.Equal(StreamEnd.Complete, download.Outcome.End);
            Assert.Null(download.Outcome.Failure);
            Assert.Equal(size, download.Outcome.HostBytes);
            Assert.Equal(hash, download.Outcome.HostSha256);
            Assert.Equal(root, download.Outcome.Root);
            Assert.Equal([new StageExit("bytes", 0)], download.Outcome.Stages);
        }
    }

    private StreamDownload Open(string user, params StreamStage[] stages) =>
        StreamDownload.Open(sshd.Host(user), new StreamScript { Stages = stages }, sshd.Options with { SudoPassword = SshdFixture.Secret(SshdFixture.Password) }, null, Token);

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
