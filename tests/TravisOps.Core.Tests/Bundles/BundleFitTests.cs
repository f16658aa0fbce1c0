using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Archives;
using TravisOps.Bundles;
using TravisOps.Bundles.Sources;
using TravisOps.Core.Tests.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Bundles;

/// <summary>Which logs give way when there is not room for all.</summary>
public sealed class BundleFitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileSpool _spool;
    private readonly Random _random = new(1);

    public BundleFitTests() => _spool = new FileSpool(Path.Combine(_folder.Path, "bundle.zip"));

    public void Dispose()
    {
        _spool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void With_room_for_all_nothing_is_touched()
    {
        var logs = new[] { Logs("a", 50_000, 50_000), Logs("b", 10_000) };

        var entries = new BundleFit(_spool).Apply(logs, 1_000_000, CancellationToken.None);

        Assert.Equal(logs.Select(log => log.Entry), entries);
        Assert.Equal(3, _spool.Files.Count);
    }

    [Fact]
    public void A_small_host_keeps_all_and_a_large_one_the_newest_end()
    {
        var logs = new[] { Logs("a", 50_000, 50_000, 50_000), Logs("b", 10_000) };

        var entries = new BundleFit(_spool).Apply(logs, 100_000, CancellationToken.None);

        Assert.Equal(["logs/a/0.log", "logs/a/1.log", "logs/b/0.log"], _spool.Files.Select(file => file.Path));
        Assert.InRange(_spool.Files.Sum(BundleFit.SizeOf), 80_000, 100_000);
        Assert.StartsWith("[TravisOps: the first ", Text("logs/a/1.log"), StringComparison.Ordinal);
        Assert.EndsWith("end of 1\n", Text("logs/a/1.log"), StringComparison.Ordinal);
        Assert.Equal((ContractState.Cut, 2), (entries[0].State, entries[0].Files));
        Assert.Contains("1.log: its first ", entries[0].Reason);
        Assert.Contains("2.log: left out to keep within -MaxSize", entries[0].Reason);
        Assert.Equal(_spool.Files.Where(file => file.Path.StartsWith("logs/a/", StringComparison.Ordinal)).Sum(file => file.Length), entries[0].Bytes);
        Assert.Equal(logs[1].Entry, entries[1]);
    }

    [Fact]
    public void What_is_left_of_nothing_is_missing()
    {
        var logs = Logs("a", 50_000);

        var entry = Assert.Single(new BundleFit(_spool).Apply([logs], 0, CancellationToken.None));

        Assert.Equal((ContractState.Missing, 0, 0L), (entry.State, entry.Files, entry.Bytes));
        Assert.Empty(_spool.Files);
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("""[{"path":"/a","error":"timed out"},{"path":"/b"}]""", "Replicated could not collect 2 of its parts: /a (timed out); /b (no reason given)")]
    [InlineData("[1,2,3,4]", "Replicated could not collect 4 of its parts: ?; ?; ?; and 1 more")]
    [InlineData("{", "Replicated's error.json could not be read, so that it is not known whether it is whole")]
    public void Replicateds_list_of_errors_is_read(string json, string? expected) => Assert.Equal(expected, ReplicatedBundleErrors.Read(json));

    private StreamedLogs Logs(string host, params int[] sizes)
    {
        var files = new List<StreamedFile>();
        long bytes = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            // It shrinks to three quarters.
            var noise = new byte[sizes[i]];
            _random.NextBytes(noise);
            using var writer = _spool.Create($"logs/{host}/{i}.log");
            writer.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(noise, Base64FormattingOptions.InsertLineBreaks) + $"\nend of {i}\n"));
            var file = writer.Complete();
            files.Add(new StreamedFile(file.Path, 0, CanBeCut: true));
            bytes += file.Length;
        }

        return new StreamedLogs(
            new ContractEntry { ComputerName = host, Source = "worker-log", Title = "Log", State = ContractState.Received, Files = files.Count, Bytes = bytes },
            files);
    }

    private string Text(string path) => new StreamReader(FileSpool.OpenRead(_spool.Files.Single(file => file.Path == path))).ReadToEnd();
}
