using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json.Nodes;
using TravisOps.Bundles;
using TravisOps.Checks;
using TravisOps.Core.Tests.Installations;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Redaction;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Bundles;

/// <summary>Bundles that nobody here wrote: their documents say what they like.</summary>
public sealed class ForeignBundleTests : IDisposable
{
    private const string Host = "evidence/web01/host.json";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_one_that_the_others_are_made_of_is_good() => Assert.Equal("case", Use(Documents()).Installation);

    [Fact]
    public void Whatever_is_null_or_missing_the_bundle_is_refused_or_can_be_used()
    {
        var refused = 0;
        foreach (var (file, place) in Documents().SelectMany(document => Places(JsonNode.Parse(document.Value)!).Select(place => (document.Key, place))).ToList())
        {
            foreach (var remove in new[] { false, true })
            {
                var documents = Documents();
                var changed = JsonNode.Parse(documents[file])!;
                Change(changed, place, remove);
                documents[file] = changed.ToJsonString();
                try
                {
                    Use(documents);
                }
                catch (BundleException error)
                {
                    Assert.Equal(BundleProblem.Invalid, error.Kind);
                    refused++;
                }
            }
        }

        Assert.InRange(refused, 100, int.MaxValue);
    }

    [Theory]
    [InlineData("manifest.json", "case")]
    [InlineData("contract.json", "it was not there")]
    [InlineData("results.json", "it is wrong")]
    [InlineData(Host, "no route")]
    public void What_it_says_moves_no_cursor(string file, string words)
    {
        var documents = Documents();
        documents[file] = documents[file].Replace(words, words + "\\u001b[2J\\u009b31m", StringComparison.Ordinal);

        var bundle = BundleReader.Read(Write(documents));
        var info = SupportBundleInfo.Of(bundle);

        List<string> shown = [info.Installation, info.Tool, .. info.Gaps, .. info.Findings, .. bundle.Evidence.Select(host => host.Failure!.Message), .. BundleTest.Judge(bundle, DateTime.UtcNow).Select(result => $"{result}")];
        Assert.Contains(shown, text => text.Contains(words + " [2J 31m", StringComparison.Ordinal));
        Assert.DoesNotContain(shown, text => text.Any(char.IsControl));
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("evidence/web01/x.txt")]
    public void A_document_that_is_no_text_is_refused_as_that(string file)
    {
        var documents = Documents();
        documents.Remove(file);
        var path = Write(documents);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        using (var stream = zip.CreateEntry(file).Open())
        {
            stream.Write([0x7B, 0xFF, 0xFE, 0x7D]);
        }

        var error = Assert.Throws<BundleException>(() => BundleReader.Read(path));

        Assert.Equal(BundleProblem.Invalid, error.Kind);
        Assert.Contains("is no text in UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_that_cannot_be_and_a_host_twice_are_refused()
    {
        var documents = Documents();
        documents["redaction.json"] = documents["redaction.json"].Replace("\"count\": 3", "\"count\": 9223372036854775807", StringComparison.Ordinal);
        Assert.Equal(BundleProblem.Invalid, Assert.Throws<BundleException>(() => Use(documents)).Kind);

        documents = Documents();
        documents["evidence/other/host.json"] = documents[Host];
        Assert.Equal(BundleProblem.Invalid, Assert.Throws<BundleException>(() => Use(documents)).Kind);
    }

    private static Dictionary<string, string> Documents()
    {
        var check = new CheckResult { Id = "A.B", Area = "A", ComputerName = "web01", Role = TravisRole.Platform, Status = CheckStatus.Fail, Message = "it is wrong" };
        return new Dictionary<string, string>
        {
            ["manifest.json"] = BundleJson.Write(new BundleManifest
            {
                Version = BundleManifest.CurrentVersion,
                Tool = "TravisOps 0",
                Installation = "case",
                CreatedAt = new DateTime(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc),
                Anonymized = false,
                Sources = ["docker"],
                Files = [new ManifestFile("a", 1, "00")],
            }),
            ["contract.json"] = BundleJson.Write(new BundleContract
            {
                Entries = [new ContractEntry { ComputerName = "web01", Source = "docker", Title = "Docker", State = ContractState.Missing, Reason = "it was not there" }],
            }),
            ["redaction.json"] = BundleJson.Write(new RedactionProof { KnownSecrets = 1, KnownFrom = ["travis.yml: read"], Left = 0, Counts = [new RedactionCount("a", "known-value", 3)], LeftOut = [new RedactionOmission("b", "It is no text.")] }),
            ["results.json"] = BundleJson.Write(new BundleResults
            {
                Checks = [check],
                Ports = [new FirewallResult { Id = "F", Area = "F", ComputerName = "web01", Role = TravisRole.Platform, Status = CheckStatus.Pass, Message = "open", Source = "Here", Port = 22, Service = "SSH", State = PortState.Open, Detail = "open" }],
            }),
            [Host] = StoredHost.ToJson(new HostEvidence
            {
                ComputerName = "web01",
                Role = TravisRole.Platform,
                CollectedAt = new DateTime(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc),
                Failure = new HostFailure(HostFailureKind.Unreachable, "no route", "look"),
                Connection = new ConnectionEvidence { UserName = "ops", RootFailure = new HostFailure(HostFailureKind.SudoDenied, "no sudo", "look") },
                Items = [new EvidenceItem { Name = "load", Source = "/proc/loadavg", Status = EvidenceStatus.Denied }],
            }),
        };
    }

    // Each member and each element, as the way to it.
    private static IEnumerable<object[]> Places(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Key, member.Value)),
        JsonArray list => list.SelectMany((element, i) => Below(i, element)),
        _ => [],
    };

    private static IEnumerable<object[]> Below(object step, JsonNode? node) => [[step], .. node is null ? [] : Places(node).Select(place => (object[])[step, .. place])];

    private static void Change(JsonNode node, object[] place, bool remove)
    {
        foreach (var step in place[..^1])
        {
            node = step is int i ? node[i]! : node[(string)step]!;
        }

        switch (node, place[^1], remove)
        {
            case (JsonArray list, int i, true): list.RemoveAt(i); break;
            case (JsonArray list, int i, false): list[i] = null; break;
            case (JsonObject members, string name, true): members.Remove(name); break;
            case (JsonObject members, string name, false): members[name] = null; break;
        }
    }

    // Everything that the commands do with one.
    private SupportBundleInfo Use(Dictionary<string, string> documents)
    {
        var bundle = BundleReader.Read(Write(documents));
        BundleTest.Judge(bundle, DateTime.UtcNow);
        BundleComparison.Compare(bundle, bundle);
        return SupportBundleInfo.Of(bundle);
    }

    private string Write(Dictionary<string, string> documents)
    {
        var path = _folder.File("foreign.zip");
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, text) in documents)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }

        return path;
    }
}
