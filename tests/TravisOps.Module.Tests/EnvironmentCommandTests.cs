using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Get-TravisEnvironment against hosts over SSH, as a person types it.</summary>
public sealed class EnvironmentCommandTests(HealthyLab healthy)
{
    [Fact]
    public async Task Each_host_is_one_object_that_survives_json_and_csv()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run(
            "param($path) $e = Get-TravisEnvironment -InventoryPath $path; $e; $e | ConvertTo-Json -Depth 5; ($e | ConvertTo-Csv -NoTypeInformation) -join \"`n\"",
            ("path", lab.InventoryPath)).ThrowIfFailed();

        var hosts = result.Output.Where(one => one.BaseObject is PSCustomObject).ToDictionary(one => (string)one.Properties["ComputerName"].Value);
        Assert.Equal(["platform.lab.test", "worker-1.lab.test", "worker-2.lab.test"], hosts.Keys.Order(StringComparer.Ordinal));
        var platform = hosts["platform.lab.test"];
        Assert.Equal(("Enterprise", "github.lab.test", "2.34.1", "4be2c83", "No"), (Text(platform, "GitHub"), Text(platform, "GitHubHost"), Text(platform, "ReplicatedVersion"), Text(platform, "TravisVersion"), Text(platform, "HighAvailability")));
        Assert.Null(hosts["worker-1.lab.test"].Properties["GitHub"].Value);
        var json = (string)result.Output[^2].BaseObject;
        Assert.Contains("\"Kind\":  ".Replace("  ", " ", StringComparison.Ordinal) + "\"", json.Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("System.Object[]", (string)result.Output[^1].BaseObject, StringComparison.Ordinal);
        Assert.DoesNotContain("ResultList", (string)result.Output[^1].BaseObject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tables_fit_and_the_recording_says_the_same()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        var screen = new RecordingHost();
        using var engine = new EngineHost(host: screen);

        engine.Run("param($path) Get-TravisEnvironment -InventoryPath $path | Out-Default; Get-TravisEnvironment -RecentChanges -Since '2000-01-01' -InventoryPath $path | Out-Default", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.All(screen.Screen.Split('\n'), line => Assert.True(System.Text.RegularExpressions.Regex.Replace(line, "\u001b\\[[0-9;]*m", string.Empty).TrimEnd().Length <= 120, line));
        Assert.Contains("Travis CI Enterprise 4be2c83, Replicated 2.34.1", screen.Screen, StringComparison.Ordinal);
        Assert.Contains("ContainerCreated", screen.Screen, StringComparison.Ordinal);

        engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to", ("path", lab.InventoryPath), ("to", folder.Path + "/saved")).ThrowIfFailed();
        var live = engine.Run("param($path) Get-TravisEnvironment -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();
        var recorded = engine.Run("param($path) Get-TravisEnvironment -EvidencePath $path", ("path", folder.Path + "/saved")).ThrowIfFailed();
        string Words(PSObject one) => string.Join('|', one.Properties.Where(property => property.Name is not ("CollectedAt" or "Since" or "RecentChanges" or "Disks")).Select(property => $"{property.Name}={property.Value}"));
        Assert.Equal(live.Output.Select(Words).Order(StringComparer.Ordinal), recorded.Output.Select(Words).Order(StringComparer.Ordinal));
    }

    private static string Text(PSObject one, string name) => one.Properties[name].Value?.ToString() ?? string.Empty;
}
