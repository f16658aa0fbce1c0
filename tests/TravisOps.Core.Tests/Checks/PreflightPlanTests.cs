using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Checks.Overall;
using TravisOps.Core.Tests.Probing;
using TravisOps.Evidence;
using TravisOps.Probing;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

public class PreflightPlanTests
{
    [Theory]
    [InlineData(TravisRole.Platform, false, 11, 5)]
    [InlineData(TravisRole.Platform, true, 8, 2)]
    [InlineData(TravisRole.Worker, false, 8, 2)]
    [InlineData(TravisRole.Worker, true, 8, 2)]
    public void Items_and_commands_of_each_role(TravisRole role, bool skipReplicated, int items, int commands)
    {
        var plan = PreflightPlan.For(role, skipReplicated);

        Assert.Equal(items, plan.Count);
        Assert.Equal(commands, plan.Count(item => item.Kind == ProbeItemKind.Command));
        Assert.Equal(plan.Count, plan.Select(item => item.Name).Distinct().Count());
        Assert.Equal(plan.Count, plan.Select(item => item.Source).Distinct().Count());
    }

    [Fact]
    public void Commands_are_watched_and_all_limits_fit_into_the_time_of_a_host()
    {
        var commands = PreflightPlan.For(TravisRole.Platform, false).Where(item => item.Kind == ProbeItemKind.Command).ToList();

        Assert.All(commands, item => Assert.NotNull(item.TimeLimit));
        Assert.InRange(commands.Sum(item => item.TimeLimit!.Value.TotalSeconds), 1, 57);
        Assert.All(commands.Where(item => item.Name != "disk"), item => Assert.Equal(item.Name.StartsWith("replicated.", StringComparison.Ordinal) ? "docker/replicated" : "docker", item.Gate));
    }

    [Fact]
    public async Task A_Replicated_that_hangs_takes_nothing_of_Docker_with_it()
    {
        var platform = new TravisHost { ComputerName = "platform", Role = TravisRole.Platform };
        var installation = new TravisInstallation("production", platform, []);
        ProbeItem[] gated = [.. InstallationAreas.Plan(installation, platform, InstallationAreas.All).Where(item => item.Gate is not null)];

        // The same plan with texts that answer at once, but for Replicated.
        var answer = await LocalShell.Ask("dash", [.. gated.Select(item => item with
        {
            Source = item.Name.StartsWith("replicated.", StringComparison.Ordinal) ? "sleep 1000" : "echo fine",
            TimeLimit = item.Name == "replicated.system" ? TimeSpan.FromSeconds(1) : item.TimeLimit,
        })]);

        Assert.True(answer.Complete, answer.Problem);
        Assert.Equal(
            [("replicated.system", EvidenceStatus.TimedOut, null), ("replicated.app", EvidenceStatus.Skipped, "replicated.system"), ("replicated.preflight", EvidenceStatus.Skipped, "replicated.system")],
            answer.Items.Where(item => item.Status != EvidenceStatus.Collected).Select(item => (item.Name, item.Status, item.SkippedAfter)));
        Assert.Superset(
            new HashSet<string> { "docker.info", "docker.containers", "docker.system-df", "platform.broker", "platform.application", "github" },
            answer.Items.Where(item => item.Status == EvidenceStatus.Collected).Select(item => item.Name).ToHashSet());
    }

    [Fact]
    public void Nothing_in_the_plan_changes_anything()
    {
        foreach (var item in PreflightPlan.For(TravisRole.Platform, false))
        {
            Assert.DoesNotContain("dismiss", item.Source, StringComparison.Ordinal);
            Assert.DoesNotContain("sudo ", item.Source, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"(^|[\s;|&])(rm|mv|cp|tee|touch|mkdir)\s", item.Source);
            Assert.DoesNotMatch(@"[^2]>\s*[^&/\s]*/(?!dev/null)", item.Source.Replace("echo '>>>", "echo '"));
            Assert.DoesNotContain('\r', item.Source);
        }
    }
}
