using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Test-TravisInstallation through the real engine against whole installations.</summary>
public sealed class InstallationTestCommandTests(HealthyLab healthy)
{
    [Fact]
    public async Task A_healthy_installation_is_asked_everything_over_one_log_in_a_host_and_ends_with_a_summary()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Test-TravisInstallation -InventoryPath $path -Area Preflight, Docker, Worker, Environment, KnownIssue -Verbose", ("path", lab.InventoryPath)).ThrowIfFailed();

        var summary = result.Output[^1];
        Assert.Equal("TravisOps.Checks.InstallationSummary", summary.TypeNames[0]);
        Assert.All(result.Output.SkipLast(1), one => Assert.Equal("TravisOps.Checks.CheckResult", one.TypeNames[0]));

        // The lab has no GitHub Enterprise that could tell its version.
        Assert.All(result.Output.SkipLast(1).Where(one => Text(one, "Id") != "Environment.GitHub"), one => Assert.True(Text(one, "Status") is "Pass" or "Warn" or "Skip", $"{Text(one, "ComputerName")} {Text(one, "Id")} {Text(one, "Status")}: {Text(one, "Message")}"));
        Assert.Equal(result.Output.Count - 1, Statuses.Sum(status => LanguagePrimitives.ConvertTo<int>(summary.Properties[status].Value)));
        Assert.Equal(("lab", "platform.lab.test", "3"), (Text(summary, "Installation"), Text(summary, "ComputerName"), Text(summary, "Hosts")));
        Assert.Equal(lab.Hosts.Count, result.Verbose.Count(line => line.Contains("logged in as", StringComparison.Ordinal)));
        var keys = result.Output.SkipLast(1).Select(one => $"{Text(one, "ComputerName")} {Text(one, "Id")}").ToList();
        Assert.Equal(keys.Distinct(), keys);
        Assert.Contains("worker-1.lab.test Worker.Service", keys);
        Assert.Contains("platform.lab.test Docker.TeMain", keys);
        Assert.Contains("platform.lab.test Replicated.App", keys);
        Assert.Contains("worker-2.lab.test KnownIssue.Logs", keys);
        Assert.Contains("worker-2.lab.test Environment.Files", keys);
    }

    [Fact]
    public async Task When_te_main_is_gone_there_is_one_thing_to_do_for_it_and_no_wall_of_red()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 2, Scenario = "te-main-absent,sshd-stopped@worker-1", WorkerDocker = false });
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);

        var result = engine.Run(
            "param($path) Test-TravisInstallation -InventoryPath $path -OutVariable all | Out-Default; $all",
            ("path", lab.InventoryPath));

        // Every area, over one connection a host.
        foreach (var up in new[] { lab.Platform, lab.Workers[1] })
        {
            Assert.Equal("1", (await up.ExecAsync("grep -c 'Accepted ' /var/log/sshd.log", TestContext.Current.CancellationToken)).Stdout.Trim());
        }

        var error = Assert.Single(result.Errors);
        Assert.Equal(("ConnectionRefused", lab.Workers[0].Name), (error.FullyQualifiedErrorId.Split(',')[0], error.TargetObject));
        var first = LanguagePrimitives.ConvertTo<PSObject[]>(result.Output[^1].Properties["First"].Value);
        Assert.Equal(("Docker.TeMain", "Fail", "1"), (Text(first[0], "Id"), Text(first[0], "Status"), Text(first[0], "Order")));
        Assert.Contains("replicatedctl app start", Text(first[0], "Remedy"), StringComparison.Ordinal);
        string[] behind = ["HTTPS", "HTTP", "RabbitMQ"];
        var ports = result.Output.Where(one => Text(one, "Id").StartsWith("Firewall.", StringComparison.Ordinal) && Text(one, "ComputerName") == lab.Platform.Name && behind.Any(name => Text(one, "Message").Contains(name + " ", StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(ports);
        Assert.All(ports, one => Assert.Equal("Skip", Text(one, "Status")));
        Assert.Contains(ports, one => Text(one, "Message").Contains("te-main does not run (Docker.TeMain on platform.lab.test)", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Skip(1), task => Text(task, "Status") == "Fail" && Text(task, "Id").StartsWith("Firewall.", StringComparison.Ordinal) && !Text(task, "Id").Contains("Ssh", StringComparison.OrdinalIgnoreCase) && !Text(task, "Message").Contains("8800", StringComparison.Ordinal));

        var screen = System.Text.RegularExpressions.Regex.Replace(host.Screen, "\u001b\\[[0-9;]*m", string.Empty);
        Assert.All(screen.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
        Assert.Contains("What to do, in this order:", screen, StringComparison.Ordinal);
        Assert.Contains("1. Fail Docker.TeMain on platform.lab.test", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_evidence_gives_the_results_of_the_hosts_themselves()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "evidence");
        using var engine = new EngineHost();

        var live = engine.Run("param($path) Test-TravisInstallation -InventoryPath $path -Area Preflight, Docker, Worker, Environment, KnownIssue", ("path", lab.InventoryPath)).ThrowIfFailed();
        engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to", ("path", lab.InventoryPath), ("to", path)).ThrowIfFailed();
        var recorded = engine.Run("param($from) Test-TravisInstallation -EvidencePath $from -Area Preflight, Docker, Worker, Environment, KnownIssue", ("from", path)).ThrowIfFailed();

        Assert.Equal(Verdicts(live), Verdicts(recorded));
        Assert.Equal(path, Text(recorded.Output[^1], "Installation"));

        static string[] Verdicts(EngineResult result) =>
            [.. result.Output.SkipLast(1).Select(one => $"{Text(one, "ComputerName")} {Text(one, "Id")} {Text(one, "Status")}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Areas_are_completed_and_others_refused()
    {
        using var engine = new EngineHost();

        var completed = engine.Run("(TabExpansion2 -inputScript 'Test-TravisInstallation -Area Do' -cursorColumn 31).CompletionMatches.CompletionText").ThrowIfFailed();
        var refused = engine.Run("Test-TravisInstallation -Area Weather");

        Assert.Equal("Docker", Assert.Single(completed.Output).ToString());
        Assert.Equal("CannotConvertArgumentNoMessage", Assert.Single(refused.Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    private static readonly string[] Statuses = ["Pass", "Warn", "Fail", "Skip", "Unknown"];

    private static string Text(PSObject value, string property) => value.Properties[property]?.Value?.ToString() ?? string.Empty;
}
