using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Checks.Overall;
using TravisOps.Core.Tests.Installations;
using TravisOps.Evidence;
using TravisOps.Installations;
using TravisOps.KnownIssues;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.KnownIssues;

/// <summary>The bounded search for known issues, against the logs of real hosts.</summary>
public sealed class KnownIssueLabTests
{
    private const string Loop = "couldn't start instance, attempting requeue";
    private const string Refused = "couldn't connect to AMQP\" err=\"Exception (403) Reason: \\\"username or password not allowed\\\"";
    private static readonly TravisArea[] s_area = [TravisArea.KnownIssue];

    [Fact]
    public async Task Logs_of_the_last_day_are_searched_on_every_host_and_recorded_evidence_tells_the_same()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 4, Scenario = HealthyLab.WithoutDocker + ",no-sudo@worker-3,sshd-stopped@worker-4", WorkerDocker = false });
        var now = DateTime.UtcNow;
        await ExecAsync(lab.Workers[0], $"""
            cat >/var/log/upstart/travis-worker.log <<'EOF'
            {Line(now.AddDays(-2), Refused)}
            {string.Join('\n', Enumerable.Range(0, 600).Select(second => Line(now.AddSeconds(second - 700), Loop)))}
            EOF
            printf '%s\n' "time=\"{Time(now.AddHours(-3))}\" level=error msg=\"job queue channel closed\"" | gzip >/var/log/upstart/travis-worker.log.1.gz
            """);
        await ExecAsync(lab.Workers[1], Journal.Add(Journal.Worker([(now.AddHours(-1), Line(now.AddHours(-1), Refused))])));
        await ExecAsync(lab.Platform, """
            mkdir -p /var/travis/log
            echo 'E app[scheduler]: Can not decrypt secure config value: "dGhpcyBpcw" using key: "-----BEGIN \"RSA\" MIIEpAIB"' >/var/travis/log/travis.log
            """);

        var installation = InventoryReader.Read(lab.InventoryPath).Select(null);
        List<HostEvidence> live = [.. installation.Hosts.Select(host => HostProbe.Run(host, InstallationAreas.Plan(installation, host, s_area), new SshOptions(), TestContext.Current.CancellationToken))];
        var results = Judge(live);

        var loop = results.Single(one => one.Id == "KnownIssue.Logs.Worker.RequeueLoop");
        Assert.Equal((lab.Workers[0].Name, CheckStatus.Fail), (loop.ComputerName, loop.Status));
        Assert.Contains($" x or more in /var/log/upstart/travis-worker.log, first {now.AddSeconds(-700):yyyy-MM-dd}", loop.Message, StringComparison.Ordinal);
        Assert.Contains($"last {now.AddSeconds(-101):yyyy-MM-dd HH:mm:ss}Z", loop.Message, StringComparison.Ordinal);
        Assert.Contains("in /var/log/upstart/travis-worker.log.1.gz", results.Single(one => one.Id == "KnownIssue.Logs.Amqp.QueueClosed").Message, StringComparison.Ordinal);

        // Two days old on the first worker, an hour on the second.
        var refused = results.Single(one => one.Id == "KnownIssue.Logs.Amqp.LoginRefused");
        Assert.Equal((lab.Workers[1].Name, "1 x"), (refused.ComputerName, refused.Actual));
        Assert.Contains("in journal:travis-worker", refused.Message, StringComparison.Ordinal);

        // No Docker there: what else could be searched was.
        var docker = results.Single(one => one.Id == "KnownIssue.Logs" && one.ComputerName == lab.Workers[1].Name);
        Assert.Equal((CheckStatus.Unknown, "not searched: Docker"), (docker.Status, docker.Actual));
        Assert.Contains("Searched: journal:travis-worker, dmesg", docker.Message, StringComparison.Ordinal);

        // Without root nothing of the system's may be read, and that is no Pass.
        Assert.Equal(CheckStatus.Unknown, results.Single(one => one.Id == "KnownIssue.Logs" && one.ComputerName == lab.Workers[2].Name).Status);
        Assert.Equal(["Host.Connection"], results.Where(one => one.ComputerName == lab.Workers[3].Name).Select(one => one.Id));

        // What the scheduler tells of keys has not left the host.
        var key = results.Single(one => one.Id == "KnownIssue.Logs.Platform.SecureValueNotDecrypted");
        Assert.Equal(lab.Platform.Name, key.ComputerName);
        Assert.Contains("using key: \"[removed]\"", live[0].Find("known-issues")!.Text, StringComparison.Ordinal);
        Assert.All(live.SelectMany(host => host.Items), item => Assert.DoesNotContain("MIIEpAIB", item.Text, StringComparison.Ordinal));
        Assert.All(live.SelectMany(host => host.Items), item => Assert.DoesNotContain("dGhpcyBpcw", item.Text, StringComparison.Ordinal));

        using var folder = new TemporaryFolder();
        var saved = Path.Combine(folder.Path, "saved");
        EvidenceStore.Write(saved, live);
        var read = EvidenceStore.Read(saved);

        Assert.Equal(results, Judge(read));

        // Its own search is the same for evidence and for a folder, where the script that was run stands too.
        string[] found = [.. results.Where(one => one.Id.StartsWith("KnownIssue.Logs.", StringComparison.Ordinal) && one.Status == CheckStatus.Fail).Select(one => $"{one.ComputerName} {one.Id["KnownIssue.Logs.".Length..]}").Order(StringComparer.Ordinal)];
        Assert.Equal(found, read.SelectMany(host => EvidenceIssueSearch.Run(host, KnownIssueCatalog.All, now.AddDays(-1))).Where(Bad).Select(Name).Order(StringComparer.Ordinal));
        Assert.Contains(read.SelectMany(host => EvidenceIssueSearch.Run(host, KnownIssueCatalog.All, null)), one => one is { Id: "Worker.RequeueLoop", Source: "/var/log/upstart/travis-worker.log" });
        Assert.Equal(found, new FileIssueSearch(KnownIssueCatalog.All, now.AddDays(-1)).Run(saved, TestContext.Current.CancellationToken).Where(Bad).Select(Name).Order(StringComparer.Ordinal));
    }

    private static bool Bad(KnownIssueFinding one) => one.Severity == KnownIssueSeverity.Error;

    private static string Name(KnownIssueFinding one) => $"{one.ComputerName} {one.Id}";

    private static IReadOnlyList<CheckResult> Judge(IReadOnlyList<HostEvidence> evidence)
    {
        var judge = new InstallationJudge("lab", [.. evidence.Select(host => (host.ComputerName, host.Role))], s_area);
        return [.. evidence.SelectMany(judge.Add), .. judge.Complete()];
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Line(DateTime time, string message) => $"time=\"{Time(time)}\" level=error msg=\"{message}\"";

    private static async Task ExecAsync(LabHost host, string script)
    {
        var result = await host.ExecAsync(script, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Stderr);
    }
}
