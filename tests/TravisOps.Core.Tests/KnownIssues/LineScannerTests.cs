using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using CsCheck;
using TravisOps.KnownIssues;
using TravisOps.Logs;
using Xunit;

namespace TravisOps.Core.Tests.KnownIssues;

public sealed class LineScannerTests
{
    private static readonly string[] s_ordinary =
    [
        "time=\"2018-04-18T12:14:22Z\" level=info msg=\"received amqp delivery\" pid=1",
        "couldn't", "dn't", string.Empty, "\r", "\0\0\0", "couldn't connect to AMQ", "\u00fc\u4e2d", "x509: ", "connection refused", "response_status=401",
    ];

    /// <summary>Pieces of lines, whole texts of patterns among them, glued at random and with line ends of any kind between.</summary>
    private static readonly Gen<string> s_log = Gen.OneOf<string>(
        Gen.OneOf([.. KnownIssueCatalog.All.SelectMany(issue => issue.Patterns).SelectMany(pattern => pattern.Texts)]),
        Gen.OneOf(s_ordinary),
        Gen.OneOf("\n", "\r\n", " ", "\n\n"),
        Gen.OneOf("\n"),
        Gen.OneOf([.. KnownIssueSamples.All.Select(one => one.Line)]))
        .Array[0, 60].Select(string.Concat);

    [Fact]
    public void Any_log_in_any_blocks_gives_what_the_plain_search_gives() =>
        Gen.Select(s_log, Gen.Int[64, 4096], Gen.Int[1, 700], Gen.OneOf(Ways())).Sample(
            (log, block, read, way) =>
            {
                var expected = NaiveSearch.Scan(log);
                var found = Scan(log, way, block, LineScanner.DefaultLongestLine, read);
                return expected.Count == found.Count && expected.All(one => found[one.Key] == one.Value);
            },
            iter: 3000);

    [Fact]
    public void The_pieces_are_found_at_every_place_of_a_buffer_by_every_way() =>
        Gen.Select(Gen.OneOf("abca", "bcab", "aaaa", "\0\0\0\0", "\u00ff\u00ffab").Array[1, 5], Gen.OneOf('a', 'b', 'c', '\0', '\u00ff').Array[0, 150], Gen.Int[0, 40]).Sample(
            (grams, letters, from) =>
            {
                var data = letters.Select(letter => (byte)letter).ToArray();
                var numbers = grams.Distinct().Select(gram => GramSet.At([.. gram.Select(letter => (byte)letter)], 0)).ToList();
                from = Math.Min(from, data.Length);
                var expected = Enumerable.Range(from, Math.Max(0, data.Length - from - GramSet.Length + 1)).Where(at => numbers.Contains(GramSet.At(data, at))).ToList();
                return Ways().All(way => Places(new GramFinder(numbers, way), data, from).SequenceEqual(expected));
            },
            iter: 2000);

    [Fact]
    public void A_line_longer_than_memory_is_judged_in_parts_and_counts_once()
    {
        var far = new string('x', 3000);
        var log = $"{far}job queue channel closed{far}job queue channel closed{far}\nrecovered from panic\n{far}{far}recovered from panic";

        foreach (var way in Ways())
        {
            // Every place that the border between two parts can have within a text.
            for (var shift = 0; shift < 60; shift++)
            {
                var found = Scan(new string('y', shift) + log, way, 128, 1000, 777);

                Assert.Equal(1, found["Amqp.QueueClosed"]);
                Assert.Equal(2, found["Worker.Panic"]);
            }
        }
    }

    [Fact]
    public void Memory_does_not_grow_with_the_length_of_a_line()
    {
        var scanner = new LineScanner(new IssueMatcher(KnownIssueCatalog.All), new IssueTally([]), 4096, 64 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();

        scanner.Scan(new EndlessLine(50_000_000), null, TestContext.Current.CancellationToken);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void First_last_and_sample_are_by_time_and_a_line_without_one_has_that_of_the_line_before()
    {
        var matcher = new IssueMatcher(KnownIssueCatalog.All);
        var tally = new IssueTally(matcher.Issues) { Source = "log" };
        Scan(matcher, tally, """
            time="2018-04-18T12:14:24Z" level=error msg="job queue channel closed" n=2
            time="2018-04-18T14:14:25+02:00" level=error msg="job queue channel closed" n=3
            time="2018-04-18T12:14:20Z" level=error msg="job queue channel closed" n=1
            time="2018-04-18T12:14:30Z" level=info msg=starting
            /usr/local/bin/travis-worker-wrapper: line 20: /var/tmp/travis-run.d/travis-worker: No such file or directory
            """);

        var findings = tally.Findings("worker-1", line => line.Replace("n=3", "n=*", StringComparison.Ordinal));

        var closed = findings.Single(one => one.Id == "Amqp.QueueClosed");
        Assert.Equal((3L, "log", "worker-1"), (closed.Count, closed.Source, closed.ComputerName));
        Assert.Equal((new DateTime(2018, 4, 18, 12, 14, 20, DateTimeKind.Utc), new DateTime(2018, 4, 18, 12, 14, 25, DateTimeKind.Utc)), (closed.First, closed.Last));
        Assert.EndsWith("n=*", closed.Sample, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2018, 4, 18, 12, 14, 30, DateTimeKind.Utc), findings.Single(one => one.Id == "Worker.RunFolderMissing").Last);
        Assert.Equal("Worker.RunFolderMissing", findings[0].Id);
    }

    [Fact]
    public void A_sample_has_no_control_characters_and_a_long_one_is_cut_after_its_secrets_are_out()
    {
        var matcher = new IssueMatcher(KnownIssueCatalog.All);
        var tally = new IssueTally(matcher.Issues);
        Scan(matcher, tally, $"\u001b[31mrecovered from panic\a {new string('x', 5000)} secret");

        var finding = Assert.Single(tally.Findings("worker-1", line => line.Replace("panic", "p***c", StringComparison.Ordinal)));

        Assert.StartsWith("[31mrecovered from p***c", finding.Sample, StringComparison.Ordinal);
        Assert.InRange(finding.Sample.Length, 2000, 2100);
        Assert.EndsWith("…", finding.Sample, StringComparison.Ordinal);
        Assert.DoesNotContain(finding.Sample, char.IsControl);
    }

    [Fact]
    public void Compressed_logs_are_read_whatever_they_are_called()
    {
        using var folder = new Installations.TemporaryFolder();
        var path = Path.Combine(folder.Path, "log.1");
        using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress))
        {
            gzip.Write("recovered from panic\n"u8);
        }

        var matcher = new IssueMatcher(KnownIssueCatalog.All);
        var tally = new IssueTally(matcher.Issues);
        using (var stream = LogFile.Open(path))
        {
            new LineScanner(matcher, tally).Scan(stream, null, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, tally.Total);
    }

    private static GramFinder.Way[] Ways() => [.. Enum.GetValues<GramFinder.Way>().Where(way => way <= GramFinder.Best)];

    private static List<int> Places(GramFinder finder, byte[] data, int from)
    {
        var places = new List<int>();
        for (var at = from; (at = finder.Next(data, at, data.Length, out var number)) >= 0; at++)
        {
            Assert.True(number >= 0);
            places.Add(at);
        }

        return places;
    }

    private static void Scan(IssueMatcher matcher, IssueTally tally, string log) =>
        new LineScanner(matcher, tally).Scan(new MemoryStream(Encoding.UTF8.GetBytes(log)), null, TestContext.Current.CancellationToken);

    private static Dictionary<string, long> Scan(string log, GramFinder.Way way, int block, int longestLine, int read)
    {
        var matcher = new IssueMatcher(KnownIssueCatalog.All, way);
        var tally = new IssueTally(matcher.Issues);
        new LineScanner(matcher, tally, block, longestLine).Scan(new Dribble(Encoding.UTF8.GetBytes(log), read), null, TestContext.Current.CancellationToken);
        return tally.Findings("host", line => line).ToDictionary(one => one.Id, one => one.Count);
    }

    /// <summary>Gives a few bytes at a time, as a network does.</summary>
    private sealed class Dribble(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }

    /// <summary>A line that does not end for long.</summary>
    private sealed class EndlessLine(long left) : MemoryStream
    {
        private long _left = left;

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = (int)Math.Min(count, _left);
            Array.Fill(buffer, (byte)'x', offset, count);
            _left -= count;
            return count;
        }
    }
}
