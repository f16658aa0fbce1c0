using System;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>The list of scenarios, and how one is asked for.</summary>
public sealed class ScenarioPlanTests
{
    [Fact]
    public void Every_scenario_has_a_name_of_its_own_a_default_host_and_a_sentence()
    {
        Assert.Equal(LabScenarios.All.Count, LabScenarios.All.Select(s => s.Name).Distinct().Count());
        Assert.All(LabScenarios.All, s => Assert.Matches("^(platform|worker-[0-9])$", s.DefaultHost));
        Assert.All(LabScenarios.All, s => Assert.EndsWith(".", s.Description, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-thing", "no-such-thing")]
    [InlineData("sshd-stopped@worker-9", "no host 'worker-9'")]
    [InlineData("sshd-stopped@a@b", "NAME@HOST")]
    public async Task A_scenario_that_cannot_be_planted_is_refused_before_anything_starts(string scenario, string message)
    {
        HealthyLab.SkipWithoutLab();
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => HealthyLab.StartAsync(new() { Scenario = scenario }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
