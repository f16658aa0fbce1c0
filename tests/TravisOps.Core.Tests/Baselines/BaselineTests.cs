using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TravisOps.Baselines;
using TravisOps.Core.Tests.Checks;
using TravisOps.Core.Tests.Environments;
using TravisOps.Core.Tests.Installations;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Baselines;

public sealed class BaselineTests
{
    private static readonly DateTime s_later = EnvironmentSample.Now.AddDays(2);

    [Fact]
    public void Facts_of_a_platform()
    {
        var facts = BaselineFacts.Of(Sample.Platform.WithEnvironment().Evidence()).Facts;

        Assert.Equal("Enterprise", facts["github.kind"]);
        Assert.Equal("2.18.0", facts["github.version"]);
        Assert.Equal("AmazonEC2", facts["iaas"]);
        Assert.Equal("17.06.2~ce-0~ubuntu", facts["package.docker-ce"]);
        Assert.DoesNotContain("package.chef", facts.Keys);
        Assert.Equal("sha256:" + new string('a', 64), facts["file./etc/docker/daemon.json"]);
        Assert.Equal("modified 2017-07-14T02:40:00Z", facts["file./etc/default/travis-worker"]);
        Assert.Equal("Bound: 0.0.0.0 443", facts["docker.binding.443/tcp"]);
        Assert.EndsWith("a port of Docker's choice", facts["docker.binding.22/tcp"], StringComparison.Ordinal);
        Assert.Equal("Pass", facts["check.Hardware.Memory"]);
    }

    [Fact]
    public void A_file_is_the_same_bytes_for_the_same_facts_and_reads_back_equal()
    {
        var baseline = Of(Sample.Worker.WithEnvironment(), Sample.Platform.WithEnvironment());

        var json = BaselineStore.ToJson(baseline);

        Assert.Equal(json, BaselineStore.ToJson(Of(Sample.Platform.WithEnvironment(), Sample.Worker.WithEnvironment())));
        Assert.Equal(json, BaselineStore.ToJson(BaselineStore.FromJson(json)));
        Assert.Empty(BaselineComparer.Compare(baseline, BaselineStore.FromJson(json)));
        using var document = JsonDocument.Parse(json);
        Assert.Equal("TravisOps.Baseline", document.RootElement.GetProperty("format").GetString());
        Assert.Equal(["platform.example.com", "worker-1.example.com"], document.RootElement.GetProperty("hosts").EnumerateArray().Select(host => host.GetProperty("computerName").GetString()));
        var paths = document.RootElement.GetProperty("hosts")[0].GetProperty("facts").EnumerateObject().Select(fact => fact.Name).ToList();
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
    }

    [Fact]
    public void The_file_is_its_owners_and_is_not_replaced_unless_told()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "baseline.json");

        BaselineStore.Write(path, Of(Sample.Worker.WithEnvironment()), overwrite: false);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.Throws<BaselineException>(() => BaselineStore.Write(path, Of(Sample.Platform.WithEnvironment()), overwrite: false));
        Assert.Equal("worker-1.example.com", Assert.Single(BaselineStore.Read(path).Hosts).ComputerName);
        BaselineStore.Write(path, Of(Sample.Platform.WithEnvironment()), overwrite: true);
        Assert.Equal("platform.example.com", Assert.Single(BaselineStore.Read(path).Hosts).ComputerName);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("", "can't be used")]
    [InlineData("[]", "not a baseline")]
    [InlineData("{\"format\":\"TravisOps.Baseline\"}", "version none")]
    [InlineData("{\"format\":\"TravisOps.Baseline\",\"version\":2}", "version 2")]
    [InlineData("{\"format\":\"TravisOps.Baseline\",\"version\":1}", "can't be used")]
    [InlineData("{\"format\":\"TravisOps.Baseline\",\"version\":1,\"installation\":\"x\",\"createdAt\":\"2017-10-25T00:00:00Z\",\"hosts\":[null]}", "null")]
    [InlineData("{\"format\":\"TravisOps.Baseline\",\"version\":1,\"installation\":\"x\",\"createdAt\":\"2017-10-25T00:00:00Z\",\"hosts\":[],\"more\":1}", "can't be used")]
    [InlineData("{\"format\":\"TravisOps.Baseline\",\"version\":1,\"installation\":\"x\",\"createdAt\":\"2017-10-25T00:00:00Z\",\"hosts\":[{\"computerName\":\"a\\u001b[2J\",\"role\":\"Worker\",\"collectedAt\":\"2017-10-25T00:00:00Z\",\"failure\":null,\"facts\":{},\"unknown\":{},\"changes\":[]}]}", "control")]
    public void What_is_no_baseline_is_said_so(string text, string why)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "baseline.json");
        File.WriteAllText(path, text);

        Assert.Contains(why, Assert.Throws<BaselineException>(() => BaselineStore.Read(path)).Message, StringComparison.Ordinal);
        Assert.Throws<BaselineException>(() => BaselineStore.Read(Path.Combine(folder.Path, "none.json")));
    }

    [Fact]
    public void A_difference_has_old_new_and_when_and_by_whom()
    {
        var later = Later(Sample.Worker.WithEnvironment()
            .With(EnvironmentItems.Packages, "docker-ce 17.12.0~ce-0~ubuntu install ok installed\nopenssl 1.0.2g-2 hold ok installed\nsalt-minion 2017.7 install ok installed\n")
            .With(EnvironmentItems.Files, "file 1509000000 644 root:root /etc/docker/daemon.json\nhash " + new string('b', 64) + "  /etc/docker/daemon.json\nfile 1509010000 600 root:root /etc/default/travis-worker\n")
            .With(EnvironmentSample.History, "\n>>> apt /var/log/apt/history.log\n\nStart-Date: 2017-10-26  06:20:51\nCommandline: /usr/bin/unattended-upgrade\nUpgrade: docker-ce:amd64 (17.06.2~ce-0~ubuntu, 17.12.0~ce-0~ubuntu)\nEnd-Date: 2017-10-26  06:20:58\n"));

        var differences = BaselineComparer.Compare(Of(Sample.Worker.WithEnvironment()), later).Where(one => one.Path.StartsWith("package.", StringComparison.Ordinal) || one.Path.StartsWith("file.", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            [
                "Changed file./etc/default/travis-worker 2017-10-26 09:26:40",
                "Changed file./etc/docker/daemon.json 2017-10-26 06:40:00",
                "Changed package.docker-ce 2017-10-26 04:20:51",
                "Changed package.openssl -",
                "Added package.salt-minion -",
            ],
            differences.Select(one => $"{one.Change} {one.Path} {(one.When is { } when ? when.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) : "-")}"));
        var docker = differences.Single(one => one.Path == "package.docker-ce");
        Assert.Equal(("17.06.2~ce-0~ubuntu", "17.12.0~ce-0~ubuntu", "unattended-upgrade", "/var/log/apt/history.log"), (docker.Old, docker.New, docker.ByWhom, docker.Source));
        Assert.All(differences, one => Assert.Equal((EnvironmentSample.Now, s_later), (one.After, one.Before)));
    }

    [Fact]
    public void Removed_is_what_was_looked_for_and_is_not_there()
    {
        var removed = Later(Sample.Worker.WithEnvironment().With(EnvironmentItems.Packages, "openssl 1.0.2g-1 hold ok installed\n"));
        var unseen = Later(Sample.Worker.WithEnvironment().With(EnvironmentItems.Packages, string.Empty, EvidenceStatus.TimedOut));

        var one = BaselineComparer.Compare(Of(Sample.Worker.WithEnvironment()), removed).Single(difference => difference.Path == "package.docker-ce");
        var other = BaselineComparer.Compare(Of(Sample.Worker.WithEnvironment()), unseen).Single(difference => difference.Path == "package.docker-ce");

        Assert.Equal((BaselineChange.Removed, "17.06.2~ce-0~ubuntu", null), (one.Change, one.Old, one.New));
        Assert.Equal(BaselineChange.Unknown, other.Change);
        Assert.Contains("time limit", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_that_come_go_and_do_not_answer()
    {
        var unreachable = Later(Sample.Worker.WithoutItems().Failed(HostFailureKind.NoAnswer, "No answer.", "Look."));
        var before = Of(Sample.Platform.WithEnvironment(), Sample.Worker.WithEnvironment());

        var silent = Assert.Single(BaselineComparer.Compare(Of(Sample.Worker.WithEnvironment()), unreachable));
        var gone = Assert.Single(BaselineComparer.Compare(before, Of(Sample.Platform.WithEnvironment())));
        var come = Assert.Single(BaselineComparer.Compare(Of(Sample.Platform.WithEnvironment()), before));
        var back = Assert.Single(BaselineComparer.Compare(unreachable, Of(Sample.Worker.WithEnvironment())));

        Assert.Equal((BaselineChange.Unknown, "host"), (silent.Change, silent.Path));
        Assert.Contains("No answer.", silent.Message, StringComparison.Ordinal);
        Assert.Equal((BaselineChange.Removed, "worker-1.example.com", "Worker"), (gone.Change, gone.ComputerName, gone.Old));
        Assert.Equal((BaselineChange.Added, "worker-1.example.com", "Worker"), (come.Change, come.ComputerName, come.New));
        Assert.Equal(BaselineChange.Unknown, back.Change);
        Assert.Contains("baseline has nothing", back.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_of_one_direction_are_those_of_the_other_turned_round()
    {
        var a = Of(Sample.Worker.WithEnvironment());
        var b = Of(Sample.Worker.WithEnvironment().With(EnvironmentItems.Packages, "docker-ce 18 install ok installed\nsalt-minion 1 install ok installed\n"));

        var there = BaselineComparer.Compare(a, b).Select(one => (one.Path, one.Old, one.New));
        var back = BaselineComparer.Compare(b, a).Select(one => (one.Path, Old: one.New, New: one.Old));

        Assert.NotEmpty(there);
        Assert.Equal(there, back);
    }

    private static TravisBaseline Of(params Sample[] samples) => Baseline(samples.Select(sample => sample.Evidence()));

    private static TravisBaseline Later(Sample sample) => Baseline([sample.Evidence() with { CollectedAt = s_later }]);

    private static TravisBaseline Baseline(IEnumerable<HostEvidence> hosts)
    {
        List<BaselineHost> all = [.. hosts.Select(BaselineFacts.Of)];
        return new TravisBaseline { Installation = "production", CreatedAt = all.Max(host => host.CollectedAt), Hosts = all };
    }
}
