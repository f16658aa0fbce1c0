using System;
using System.Collections.Generic;
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
    public async Task Each_host_is_one_object_of_words_and_lists()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Get-TravisEnvironment -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();

        var hosts = result.Output.ToDictionary(one => (string)one.Properties["ComputerName"].Value);
        Assert.Equal(["platform.lab.test", "worker-1.lab.test", "worker-2.lab.test"], hosts.Keys.Order(StringComparer.Ordinal));
        var platform = hosts["platform.lab.test"];
        Assert.Equal(("Enterprise", "github.lab.test", "2.34.1", "4be2c83", "No"), (Text(platform, "GitHub"), Text(platform, "GitHubHost"), Text(platform, "ReplicatedVersion"), Text(platform, "TravisVersion"), Text(platform, "HighAvailability")));
        Assert.Null(hosts["worker-1.lab.test"].Properties["GitHub"].Value);

        // ConvertTo-Json writes what the properties hold, in lists too; Export-Csv what a list says of itself.
        Assert.DoesNotContain(hosts.Values.SelectMany(Deep), value => value is Enum);
        Assert.NotEmpty((System.Collections.IList)platform.Properties["RecentChanges"].Value);
        Assert.Contains("ContainerCreated te-main", Text(platform, "RecentChanges"), StringComparison.Ordinal);
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

    private static IEnumerable<object?> Deep(PSObject one) => one.Properties.SelectMany(property => property.Value is System.Collections.IEnumerable list and not string
        ? list.Cast<object>().SelectMany(element => element is PSObject inner && inner.BaseObject is PSCustomObject ? Deep(inner) : [element])
        : [property.Value]);

    private static string Text(PSObject one, string name) => one.Properties[name].Value?.ToString() ?? string.Empty;
}
