using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Checks.Environments;
using TravisOps.Core.Tests.Environments;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.KnownIssues;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

public sealed class EnvironmentChecksTests
{
    private static readonly string[] s_ids = ["Environment.Packages", "Environment.Files", "Environment.Reboot", "Environment.LastStart", "Environment.GitHub", "Environment.ServiceHooks"];

    [Fact]
    public void A_healthy_host_passes_and_is_told_what_changed()
    {
        var results = Results(Sample.Worker.WithEnvironment());

        Assert.All(results, result => Assert.True(result.Status == CheckStatus.Pass, $"{result.Id} {result.Status}: {result.Message}"));
        Assert.Equal(["System.OperatingSystem", "System.Kernel", "Docker.Upgrades", .. s_ids.Take(4)], results.Select(result => result.Id));
        Assert.Contains("changed in the last 3 days: /etc/docker/daemon.json at 2017-10-25", results.Single(result => result.Id == "Environment.Files").Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Environment.Packages", "packages.history")]
    [InlineData("Environment.Files", "files")]
    [InlineData("Environment.Reboot", "machine")]
    [InlineData("Environment.LastStart", "boots")]
    [InlineData("Environment.GitHub", "github")]
    [InlineData("Environment.ServiceHooks", "github")]
    public void What_could_not_be_read_is_unknown_with_the_reason(string id, string name)
    {
        var item = EnvironmentPlan.For(TravisRole.Platform, Sample.CollectedAt, Sample.CollectedAt).Single(one => one.Name == name);
        foreach (var sample in new[] { Healthy.Without(item), Healthy.With(item, string.Empty, EvidenceStatus.TimedOut), Healthy.With(item, string.Empty, EvidenceStatus.Lost) })
        {
            var result = Results(sample).Single(one => one.Id == id);
            Assert.Equal(CheckStatus.Unknown, result.Status);
            Assert.NotNull(result.Remedy);
        }
    }

    [Fact]
    public void Apt_that_was_cut_off_is_a_warning_until_another_run_came_after()
    {
        const string Cut = "\n>>> apt /var/log/apt/history.log\n\nStart-Date: 2017-10-23  10:00:00\nCommandline: apt-get dist-upgrade\nUpgrade: containerd.io:amd64 (1.2.10-3, 1.2.11-1)\n";
        const string After = Cut + "End-Date: 2017-10-23  10:00:09\n\nStart-Date: 2017-10-24  10:00:00\nCommandline: apt-get install chef\nRequested-By: ubuntu (1000)\nInstall: chef:amd64 (12.1)\nEnd-Date: 2017-10-24  10:00:05\n";

        var cut = Result(Healthy.With(EnvironmentSample.History, Cut), "Environment.Packages");
        var after = Result(Healthy.With(EnvironmentSample.History, After), "Environment.Packages");

        Assert.Equal((CheckStatus.Warn, "sudo dpkg --audit; sudo dpkg --configure -a && sudo apt-get -f install"), (cut.Status, cut.Remedy));
        Assert.Equal(CheckStatus.Pass, after.Status);
        Assert.Contains("chef (new) to 12.1 at 2017-10-24 08:00Z by ubuntu", after.Message, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Unknown, Result(Healthy.With(EnvironmentSample.History, "\n", error: "head: /var/log/apt/history.log: Permission denied"), "Environment.Packages").Status);
    }

    [Fact]
    public void A_file_that_everybody_may_write_is_a_warning()
    {
        var result = Result(Healthy.With(EnvironmentItems.Files, "file 1500000000 666 root:root /etc/default/travis-worker\nfile 1500000000 644 root:root /etc/hosts\n"), "Environment.Files");

        Assert.Equal((CheckStatus.Warn, "sudo chmod o-w /etc/default/travis-worker"), (result.Status, result.Remedy));

        var odd = Result(Healthy.With(EnvironmentItems.Files, "file 1500000000 666 root:root /etc/apt/sources.list.d/a b;touch x.list\nfile 1500000000 646 root:root /etc/sudoers.d/it's\n"), "Environment.Files");

        Assert.Equal("sudo chmod o-w '/etc/apt/sources.list.d/a b;touch x.list' '/etc/sudoers.d/it'\\''s'", odd.Remedy);
        Assert.StartsWith("Everybody on the machine may write /etc/apt/sources.list.d/a b;touch x.list, /etc/sudoers.d/it's;", odd.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reboot_that_is_wanted_and_a_start_without_a_shutdown_are_warnings()
    {
        var wanted = Result(Healthy.With(EnvironmentItems.Machine, "arch x86_64\nboot 1508832000\nreboot-required 1508900000 linux-image-4.4.0-211-generic\n"), "Environment.Reboot");
        var crashed = Result(Healthy.With(EnvironmentItems.Boots, ">>> last\nreboot   system boot  4.4.0-210-generic Tue Oct 24 10:00:00 2017   still running\nreboot   system boot  4.4.0-210-generic Tue Oct 10 10:00:00 2017 - crash\n"), "Environment.LastStart");

        Assert.Equal(CheckStatus.Warn, wanted.Status);
        Assert.Matches("app stop --attach; sudo reboot;.* app start --attach", wanted.Remedy);
        Assert.Equal(CheckStatus.Warn, crashed.Status);
        Assert.Contains("No shutdown is recorded", crashed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.16.5", "Pass", "Pass")]
    [InlineData("2.18.0", "Pass", "Warn")]
    [InlineData("2.21.0", "Pass", "Warn")]
    [InlineData("3.4.0", "Fail", "Warn")]
    [InlineData("", "Unknown", "Skip")]
    public void GitHub_Enterprise_is_judged_by_its_version(string version, string github, string hooks)
    {
        var sample = Healthy.With(EnvironmentItems.GitHub, GitHub(version));

        Assert.Equal(github, Result(sample, "Environment.GitHub").Status.ToString());
        Assert.Equal(hooks, Result(sample, "Environment.ServiceHooks").Status.ToString());
    }

    [Fact]
    public void Github_com_passes_and_has_no_service_hooks_of_its_own()
    {
        var sample = Healthy.With(EnvironmentItems.GitHub, "set github.api_url https://api.github.com\nset database.host 127.0.0.1\n");

        Assert.Equal(CheckStatus.Pass, Result(sample, "Environment.GitHub").Status);
        Assert.Equal(CheckStatus.Skip, Result(sample, "Environment.ServiceHooks").Status);
    }

    [Theory]
    [InlineData("2.2.4", CheckStatus.Fail)]
    [InlineData("2.2.8", CheckStatus.Warn)]
    public void A_Travis_that_makes_service_hooks_with_a_GitHub_that_runs_none_is_the_known_issue(string travis, CheckStatus status)
    {
        var sample = Healthy.With(EnvironmentItems.GitHub, GitHub("2.20.3"));
        var listed = sample.Evidence().Find(DockerItems.Containers.Name)!.Text;
        sample.With(DockerItems.Containers, System.Text.RegularExpressions.Regex.Replace(listed, "(te-main):[^\" ]+", "$1:" + travis));

        Assert.Equal(status, Result(sample, "Environment.ServiceHooks").Status);
        Assert.Equal(status == CheckStatus.Fail, EvidenceIssueSearch.Run(sample.Evidence(), KnownIssueCatalog.All, null).Any(one => one.Id == "GitHub.ServiceHooks"));
    }

    private static Sample Healthy => Sample.Platform.WithEnvironment();

    private static string GitHub(string version) =>
        "set github.api_url https://github.example.com\nasked https://github.example.com/api/v3/meta\nby curl\nstatus 200\nmeta yes\n" + (version.Length > 0 ? $"installed {version}\n" : string.Empty);

    private static IReadOnlyList<CheckResult> Results(Sample sample) => EnvironmentEvaluator.Evaluate(sample.Evidence());

    private static CheckResult Result(Sample sample, string id) => Results(sample).Single(result => result.Id == id);
}
