using System.Linq;
using TravisOps.Checks;
using TravisOps.Core.Tests.Checks;
using TravisOps.Evidence;
using TravisOps.Replicated;
using Xunit;

namespace TravisOps.Core.Tests.Replicated;

public class ReplicatedParserTests
{
    [Theory]
    [InlineData("preflight-success.json")]
    [InlineData("preflight-success.txt")]
    public void A_clean_preflight_is_nine_passes(string file)
    {
        var report = PreflightReport.Parse(Recorded.Text("replicated/" + file));

        Assert.Equal(9, report.Findings.Count);
        Assert.All(report.Findings, finding => Assert.Equal(CheckStatus.Pass, finding.Status));
        Assert.Equal(new PreflightFinding("Kernel version", CheckStatus.Pass, "Kernel version 4.4.0 meets the minimum of 3.10", report.Findings[1].Line), report.Findings[1]);
    }

    [Theory]
    [InlineData("preflight-warn.json", 1, 0)]
    [InlineData("preflight-warn.txt", 1, 0)]
    [InlineData("preflight-error.json", 1, 2)]
    [InlineData("preflight-error.txt", 1, 2)]
    [InlineData("preflight-upper.json", 1, 1)]
    [InlineData("preflight-upper.txt", 1, 1)]
    public void Severities_in_each_arrangement(string file, int warnings, int errors)
    {
        var report = PreflightReport.Parse(Recorded.Text("replicated/" + file));

        Assert.Equal(9, report.Findings.Count);
        Assert.Equal(warnings, report.Findings.Count(finding => finding.Status == CheckStatus.Warn));
        Assert.Equal(errors, report.Findings.Count(finding => finding.Status == CheckStatus.Fail));
        Assert.Contains(report.Findings, finding => finding.Name == "Docker version" && finding.Message.StartsWith("Docker version 20.10.24", System.StringComparison.Ordinal));
    }

    [Fact]
    public void Nested_objects_and_unknown_words()
    {
        var report = PreflightReport.Parse(Recorded.Text("replicated/preflight-nested.json"));

        Assert.Equal(
            ["16 GB of memory", "Disk space", "Disk space", "Proxy"],
            report.Findings.Select(finding => finding.Name));
        Assert.Equal([CheckStatus.Pass, CheckStatus.Warn, CheckStatus.Pass, CheckStatus.Unknown], report.Findings.Select(finding => finding.Status));
        Assert.Equal("disk_space is 38.7GB, 40GB are recommended", report.Findings[1].Message);
    }

    [Fact]
    public void Table_with_the_severity_behind_the_name()
    {
        var report = PreflightReport.Parse(Recorded.Text("replicated/preflight-table.txt"));

        Assert.Equal(["Operating system", "Memory", "Docker version"], report.Findings.Select(finding => finding.Name));
        Assert.Equal([CheckStatus.Pass, CheckStatus.Fail, CheckStatus.Warn], report.Findings.Select(finding => finding.Status));
        Assert.Equal("7.6GB of memory is below the minimum of 16GB", report.Findings[1].Message);
    }

    [Theory]
    [InlineData("{\"MaxSeverity\":\"warn\"}", CheckStatus.Warn)]
    [InlineData("{\"max_severity\":\"ERROR\",\"results\":[]}", CheckStatus.Fail)]
    [InlineData("MaxSeverity: success\n", CheckStatus.Pass)]
    public void Maximum_alone(string text, CheckStatus status)
    {
        var report = PreflightReport.Parse(text);

        Assert.Empty(report.Findings);
        Assert.Equal(status, report.MaxSeverity);
    }

    [Theory]
    [InlineData("Some checks failed", CheckStatus.Fail)]
    [InlineData("There were errors", CheckStatus.Fail)]
    [InlineData("Ran with warnings", CheckStatus.Warn)]
    [InlineData("0 errors, 2 warnings", CheckStatus.Warn)]
    [InlineData("no errors and no warnings", CheckStatus.Unknown)]
    [InlineData("errors: 0, warnings: 0", CheckStatus.Unknown)]
    [InlineData("Preflight checks have been run", CheckStatus.Unknown)]
    public void Words_of_free_text(string text, CheckStatus status) => Assert.Equal(status, Severity.OfText(text));

    [Fact]
    public void System_status()
    {
        var states = SystemStatus.Parse("WARNING: noise\n" + Recorded.Text("replicated/system-status.json"));

        Assert.Equal(["Replicated=ready", "Retraced=ready"], states.Select(state => state.Key + "=" + state.Value));
    }

    [Theory]
    [InlineData("ready\n", "Replicated=ready")]
    [InlineData("Replicated: Initializing\nRetraced: ready\n", "Replicated=initializing Retraced=ready")]
    [InlineData("nothing to see here\n", "")]
    [InlineData("[]", "")]
    public void System_status_in_text(string text, string states) =>
        Assert.Equal(states, string.Join(" ", SystemStatus.Parse(text).Select(state => state.Key + "=" + state.Value)));

    [Fact]
    public void App_status()
    {
        var app = AppStatus.Parse(Recorded.Text("replicated/app-status.json"))!.Single();

        Assert.Equal(new AppStatus("edd9471be0bc4ea04dfca94718ddf621", "started", "started", "", false), app);
        Assert.True(app.Healthy);
        Assert.False((app with { IsTransitioning = true }).Healthy);
        Assert.False((app with { Error = "x" }).Healthy);
        Assert.False((app with { State = "starting" }).Healthy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("started")]
    [InlineData("[{\"AppID\":\"x\"}]")]
    [InlineData("[1,2]")]
    public void No_app_status_in_other_text(string text) => Assert.Null(AppStatus.Parse(text));

    [Theory]
    [InlineData("Error response from daemon: No such container: replicated", ReplicatedProblem.NotRunning)]
    [InlineData("Error response from daemon: Container 4f5 is not running", ReplicatedProblem.NotRunning)]
    [InlineData("cannot enable tty mode on non tty input", ReplicatedProblem.WantsTerminal)]
    [InlineData("the input device is not a TTY", ReplicatedProblem.WantsTerminal)]
    [InlineData("sudo: sorry, you must have a tty to run sudo", ReplicatedProblem.WantsTerminal)]
    [InlineData("sudo: a password is required", ReplicatedProblem.PermissionDenied)]
    [InlineData("Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock", ReplicatedProblem.PermissionDenied)]
    [InlineData("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", ReplicatedProblem.DockerNotRunning)]
    [InlineData("Error: unknown command \"system\" for \"replicatedctl\"", ReplicatedProblem.CommandUnknown)]
    [InlineData("OCI runtime exec failed: exec failed: exec: \"replicatedctl\": executable file not found in $PATH: unknown", ReplicatedProblem.CommandUnknown)]
    [InlineData("Error: dial unix /var/run/replicated/replicated-cli.sock: connect: connection refused", ReplicatedProblem.DaemonNotAnswering)]
    [InlineData("sh: 1: docker: not found", ReplicatedProblem.NotInstalled)]
    public void Errors_on_the_way(string line, ReplicatedProblem problem)
    {
        var answer = ReplicatedAnswer.Parse(Item(">>> docker exec replicated replicatedctl system status -o json\n" + line + "\n", 1));

        Assert.Equal(problem, answer.Problem);
        Assert.Equal(line, answer.ProblemLine);
        Assert.Equal("docker exec replicated replicatedctl system status -o json", answer.Command);
    }

    [Fact]
    public void The_last_attempt_is_the_answer()
    {
        var answer = ReplicatedAnswer.Parse(Item(Recorded.Text("replicated/usage.txt") + Recorded.Text("replicated/preflight-warn.txt"), 0));

        Assert.Equal("/usr/local/bin/replicatedctl preflight run", answer.Command);
        Assert.Equal(Recorded.Text("replicated/preflight-warn.txt"), answer.Text);
        Assert.Equal(ReplicatedProblem.None, answer.Problem);
    }

    [Fact]
    public void Json_is_an_answer_whatever_the_exit_code()
    {
        var text = Recorded.Text("replicated/preflight-error.json").Replace("i/o timeout", "connection refused");

        var answer = ReplicatedAnswer.Parse(Item(">>> x preflight run -o json\n" + text, 1));

        Assert.Equal(ReplicatedProblem.None, answer.Problem);
    }

    private static EvidenceItem Item(string text, int exit) => new()
    {
        Name = PreflightItems.ReplicatedSystem.Name,
        Source = PreflightItems.ReplicatedSystem.Source,
        Status = EvidenceStatus.Collected,
        ExitCode = exit,
        Text = text,
    };
}
