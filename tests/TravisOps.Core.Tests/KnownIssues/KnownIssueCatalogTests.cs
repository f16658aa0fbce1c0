using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using TravisOps.Docker;
using TravisOps.KnownIssues;
using Xunit;

namespace TravisOps.Core.Tests.KnownIssues;

public sealed class KnownIssueCatalogTests
{
    [Fact]
    public void Every_signature_of_the_collection_is_there() =>
        Assert.Equal(Enumerable.Range(1, 45), KnownIssueCatalog.All.Select(issue => issue.Row).Distinct().Order());

    [Fact]
    public void Every_issue_that_a_log_tells_has_a_sample_and_a_near_miss_and_no_sample_is_of_none()
    {
        var expected = KnownIssueCatalog.All.Where(issue => issue.Patterns.Count > 0).Select(issue => issue.Id).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(expected, KnownIssueSamples.All.Where(one => one.Fits).Select(one => one.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(expected, KnownIssueSamples.All.Where(one => !one.Fits).Select(one => one.Id).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_pattern_has_a_sample_that_fits_it()
    {
        var bare = from issue in KnownIssueCatalog.All
                   from pattern in issue.Patterns
                   where !KnownIssueSamples.All.Any(one => one.Id == issue.Id && one.Fits && pattern.Fits(Encoding.UTF8.GetBytes(one.Line)))
                   select $"{issue.Id}: {string.Join(" & ", pattern.Texts)}";

        Assert.Empty(bare);
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "\r\n")]
    public void Samples_are_found_as_what_they_are_and_near_misses_are_not(string between, string end)
    {
        foreach (var (id, fits, line) in KnownIssueSamples.All)
        {
            var found = Ids(line + end);
            Assert.True(found.Contains(id) == fits, $"{id}: {string.Join(", ", found)}: {line}");
        }

        var counts = NaiveSearch.Scan(string.Join(between, KnownIssueSamples.All.Select(one => one.Line)) + end);
        Assert.All(KnownIssueSamples.All.Where(one => one.Fits), one => Assert.True(counts[one.Id] > 0));
    }

    [Theory]
    [InlineData("- id: A\n  row: 1\n", "has no 'severity'")]
    [InlineData("- id: A\n  row: 1\n  severity: Bad\n", "'Bad'")]
    [InlineData("- id: A\n  colour: red\n", "'colour' is not known")]
    [InlineData("- id: A\n  row: 1\n  severity: Info\n  cause: c\n  remedy: r\n  reference: f\n", "needs match and places")]
    [InlineData("- id: A\n  row: 1\n  severity: Info\n  places: [Worker]\n  match: [[short]]\n  cause: c\n  remedy: r\n  reference: f\n", "8 characters")]
    [InlineData("- id: A\n  row: 1\n  severity: Info\n  detect: d\n  cause: c\n  remedy: r\n  reference: f\n- id: a\n  row: 1\n  severity: Info\n  detect: d\n  cause: c\n  remedy: r\n  reference: f\n", "twice")]
    [InlineData("- id: A\n  row: 1\n  severity: Info\n  over: [worker started]\n  detect: d\n  cause: c\n  remedy: r\n  reference: f\n", "'over' only beside match")]
    public void A_broken_entry_is_refused_with_its_place(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => KnownIssueCatalog.Parse(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_remedy_can_be_run_and_ends_no_build_without_a_word()
    {
        // Facts D2: te-main is in the image's name; facts 6d: a restart ends running builds.
        Assert.All(KnownIssueCatalog.All, issue => Assert.DoesNotContain("name=te-main", issue.Remedy, StringComparison.Ordinal));
        Assert.All(
            KnownIssueCatalog.All.Where(issue => Regex.IsMatch(issue.Remedy, @"\b(service travis-worker|service docker|systemctl) restart\b|\brestart (travis-worker|docker)\b")),
            issue => Assert.True(issue.Remedy.Contains("no build runs", StringComparison.Ordinal), $"{issue.Id}: {issue.Remedy}"));
        Assert.Contains(KnownIssueCatalog.All, issue => issue.Remedy.Contains("service travis-worker restart", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_known_of_an_error_of_Docker_has_one_fix_wherever_it_is_found()
    {
        var same = from sample in KnownIssueSamples.All
                   where sample.Fits
                   let issue = KnownIssueCatalog.All.First(one => one.Id == sample.Id)
                   where issue.Places.HasFlag(LogPlace.Docker) && DockerErrorSignature.Find(sample.Line) is not null
                   select (issue.Id, issue.Remedy, DockerErrorSignature.Find(sample.Line)!);

        Assert.Subset(same.Select(one => one.Id).ToHashSet(), new HashSet<string> { "Platform.RabbitMqCertificateIsDirectory", "Kernel.KeyringQuota", "Docker.DeviceMapperSemaphores", "Host.DiskFull" });
        Assert.All(same, one => Assert.Equal(one.Remedy, one.Item3.Remedy));
        Assert.All(DockerErrorSignature.All, one => Assert.Contains(' ', one.Remedy));
    }

    [Fact]
    public void Few_pieces_stand_for_all_patterns()
    {
        var patterns = KnownIssueCatalog.All.SelectMany(issue => issue.Patterns).ToList();
        var grams = GramSet.For(patterns);

        // Three a bucket keep the sieve tight; each pattern is found by one.
        Assert.InRange(grams.Grams.Count, 1, 40);
        Assert.Equal(Enumerable.Range(0, patterns.Count), grams.Patterns.SelectMany(numbers => numbers).Order());
    }

    private static HashSet<string> Ids(string text)
    {
        var matcher = new IssueMatcher(KnownIssueCatalog.All);
        var tally = new IssueTally(matcher.Issues);
        new LineScanner(matcher, tally).Scan(new MemoryStream(Encoding.UTF8.GetBytes(text)), null, TestContext.Current.CancellationToken);
        return [.. tally.Findings("host", line => line).Select(one => one.Id)];
    }
}
