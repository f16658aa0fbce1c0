using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>Docker's checks and bindings against real Docker Engines, over real SSH.</summary>
public sealed class DockerLabTests(HealthyLab healthy)
{
    private const string Bound = "80=Bound 443=Bound 4567=Bound 5672=Bound 22=Bound";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_healthy_installation_passes_and_its_ports_are_bound()
    {
        LabInstallation lab = await healthy.GetAsync();

        foreach (HostEvidence evidence in Probe(lab))
        {
            Assert.All(
                DockerEvaluator.Evaluate(evidence).Where(result => result.Id != "Docker.DevicemapperLoopback"),
                result => Assert.True(result.Status == CheckStatus.Pass, $"{result.ComputerName}: {result.Id}: {result.Message}"));
        }

        BindingReport report = BindingJudge.Judge(Probe(lab)[0], all: true);
        Assert.StartsWith(Bound + " ", States(report), StringComparison.Ordinal);
        Assert.Equal([8800, .. Enumerable.Range(9874, 6)], report.Bindings.Skip(5).Select(binding => binding.HostPort!.Value).Order());
        Assert.Contains("[::]", report.Bindings[0].HostAddress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_evidence_gives_the_same_results_as_the_host()
    {
        LabInstallation lab = await healthy.GetAsync();
        List<HostEvidence> live = Probe(lab);
        string folder = Directory.CreateTempSubdirectory("travisops-").FullName;
        try
        {
            EvidenceStore.Write(Path.Combine(folder, "evidence"), live);
            IReadOnlyList<HostEvidence> recorded = EvidenceStore.Read(Path.Combine(folder, "evidence"));

            Assert.Equal(
                live.OrderBy(host => host.ComputerName, StringComparer.Ordinal).SelectMany(host => DockerEvaluator.Evaluate(host)),
                recorded.OrderBy(host => host.ComputerName, StringComparer.Ordinal).SelectMany(host => DockerEvaluator.Evaluate(host)));
            Assert.Equal(BindingJudge.Judge(live[0], true).Bindings, BindingJudge.Judge(recorded.Single(host => host.Role == TravisRole.Platform), true).Bindings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task No_password_of_a_containers_environment_leaves_the_host()
    {
        LabInstallation lab = await healthy.GetAsync();
        string secret = await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "rabbitmq-password"), Token);
        LabExecResult environment = await lab.Workers[1].ExecAsync("docker inspect travis-worker", Token);

        Assert.Contains(secret, environment.Stdout, StringComparison.Ordinal);
        Assert.All(Probe(lab).SelectMany(host => host.Items), item => Assert.DoesNotContain(secret, item.Text + item.ErrorText, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("binding-missing", "80=Bound 443=Bound 4567=Missing 5672=Bound 22=Bound", "Docker.Bindings.4567=Fail")]
    [InlineData("binding-moved", "80=Bound 443=Moved 4567=Bound 5672=Bound 22=Bound", "Docker.Bindings.443=Fail")]
    [InlineData("binding-restricted", "80=Bound 443=Restricted 4567=Restricted 5672=Bound 22=Bound", "Docker.Bindings.443=Warn Docker.Bindings.4567=Fail")]
    [InlineData("binding-unexpected", Bound + " 15672=Unexpected", "Docker.Bindings.focused_yalow-15672-tcp=Warn")]
    [InlineData("te-main-stopped", "80=Stopped 443=Stopped 4567=Stopped 5672=Stopped 22=Stopped", "Docker.TeMain=Fail")]
    [InlineData("te-main-absent", "80=Missing 443=Missing 4567=Missing 5672=Missing 22=Missing", "Docker.TeMain=Fail")]
    [InlineData("rabbitmq-cert-directory", "80=Stopped 443=Stopped 4567=Stopped 5672=Stopped 22=Stopped", "Docker.TeMain=Fail")]
    [InlineData("restart-loop", Bound, "Docker.Restarts.retraced-api=Fail")]
    [InlineData("docker-tcp-open@platform", Bound, "Docker.OpenPort=Fail")]
    [InlineData("docker-stopped@platform", "DockerNotRunning", "Docker.Engine=Fail")]
    [InlineData("docker-upgraded@platform", "DockerNotRunning", "Docker.Engine=Fail Docker.Upgrades=Fail")]
    public async Task A_fault_shows_and_nothing_else(string scenario, string bindings, string findings)
    {
        LabInstallation lab = await HealthyLab.StartAsync(new() { Workers = 0, Scenario = scenario });
        await using (lab)
        {
            HostEvidence evidence = Probe(lab)[0];
            IReadOnlyList<CheckResult> results = DockerEvaluator.Evaluate(evidence);
            BindingReport report = BindingJudge.Judge(evidence, all: false);

            Assert.Equal(bindings, report.Failure is { } failure ? "Docker" + failure.Problem : States(report));
            Assert.Equal(
                findings,
                string.Join(' ', results.Where(result => result.Status is not (CheckStatus.Pass or CheckStatus.Skip))
                    .Select(result => $"{result.Id}={result.Status}")));
            if (scenario == "rabbitmq-cert-directory")
            {
                CheckResult main = results.Single(result => result.Id == "Docker.TeMain");
                Assert.Contains("rabbitmq.cert", main.Message, StringComparison.Ordinal);
                Assert.Contains("2.8.0", main.Message, StringComparison.Ordinal);
                Assert.StartsWith("sudo rm -r /etc/travis/ssl/rabbitmq.cert", main.Remedy, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Two_te_main_that_run_are_said()
    {
        LabInstallation lab = await HealthyLab.StartAsync(new() { Workers = 0, Scenario = "te-main-twice" });
        await using (lab)
        {
            HostEvidence evidence = Probe(lab)[0];
            BindingReport report = BindingJudge.Judge(evidence, all: false);

            Assert.StartsWith("80=Moved 443=Missing 4567=Missing 5672=Missing 22=Missing ", States(report), StringComparison.Ordinal);
            Assert.All(report.Bindings.Take(5), binding => Assert.Equal("sleepy_dewdney", binding.ContainerName));
            Assert.All(report.Bindings.Skip(5), binding => Assert.Equal(("focused_yalow", DockerBindingState.Unexpected), (binding.ContainerName, binding.State)));
            Assert.Contains("runs 2 te-main containers", Assert.Single(report.Warnings), StringComparison.Ordinal);
            Assert.StartsWith("sudo docker stop sleepy_dewdney ", DockerEvaluator.Evaluate(evidence).Single(result => result.Id == "Docker.TeMain").Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_login_that_may_not_ask_Docker_leaves_it_unknown()
    {
        LabInstallation lab = await healthy.GetAsync();
        TravisHost host = Hosts(lab)[0] with { UserName = "guest", Sudo = SudoMode.None };
        HostEvidence evidence = HostProbe.Run(host, DockerPlan.Checks, new SshOptions { Timeout = TimeSpan.FromSeconds(60) }, Token);

        BindingReport report = BindingJudge.Judge(evidence, all: false);
        Assert.Equal(DockerProblem.PermissionDenied, report.Failure!.Problem);
        Assert.Contains(host.ComputerName, report.Failure.Message, StringComparison.Ordinal);
        Assert.All(
            DockerEvaluator.Evaluate(evidence).Where(result => result.Id is "Docker.Engine" or "Docker.TeMain" or "Docker.Containers"),
            result => Assert.Equal(CheckStatus.Unknown, result.Status));
    }

    private static List<HostEvidence> Probe(LabInstallation lab) => Hosts(lab).ConvertAll(
        host => HostProbe.Run(host, DockerPlan.WithPreflight(host.Role, skipReplicated: true), new SshOptions { Timeout = TimeSpan.FromSeconds(60) }, Token));

    private static List<TravisHost> Hosts(LabInstallation lab) => [.. InventoryReader.Read(lab.InventoryPath).Select("lab").Hosts];

    private static string States(BindingReport report) => string.Join(' ', report.Bindings.Select(binding => $"{binding.ContainerPort}={binding.State}"));
}
