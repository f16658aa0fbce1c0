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

/// <summary>Save- and Compare-TravisBaseline against hosts over SSH, as a person types them.</summary>
public sealed class BaselineCommandTests(HealthyLab healthy)
{
    [Fact]
    public async Task A_baseline_is_saved_once_and_replaced_only_with_force()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        var file = folder.Path + "/good.json";

        var whatIf = engine.Run("param($path, $file) Save-TravisBaseline -InventoryPath $path -Path $file -WhatIf", ("path", lab.InventoryPath), ("file", file)).ThrowIfFailed();
        Assert.False(File.Exists(file));
        Assert.Empty(whatIf.Output);

        var saved = Assert.Single(engine.Run("param($path, $file) Save-TravisBaseline -InventoryPath $path -Path $file", ("path", lab.InventoryPath), ("file", file)).ThrowIfFailed().Output);
        Assert.Equal(file, saved.Properties["Path"].Value);
        Assert.Equal("platform.lab.test; worker-1.lab.test; worker-2.lab.test", saved.Properties["ComputerName"].Value.ToString());

        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        foreach (var secret in (string[])["rabbitmq-password", "encryption-key"])
        {
            Assert.DoesNotContain((await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, secret), TestContext.Current.CancellationToken)).Trim(), text, StringComparison.Ordinal);
        }

        var refused = engine.Run("param($path, $file) Save-TravisBaseline -InventoryPath $path -Path $file", ("path", lab.InventoryPath), ("file", file));
        Assert.Equal(("BaselineExists,TravisOps.Commands.SaveTravisBaselineCommand", ErrorCategory.ResourceExists), (Assert.Single(refused.Errors).FullyQualifiedErrorId, refused.Errors[0].CategoryInfo.Category));
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        engine.Run("param($path, $file) Save-TravisBaseline -InventoryPath $path -Path $file -Force -Role Platform", ("path", lab.InventoryPath), ("file", file)).ThrowIfFailed();
        Assert.DoesNotContain("worker-1.lab.test", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_changed_afterwards_is_found_with_when()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 2, Scenario = HealthyLab.WithoutDocker });
        using var folder = new TemporaryFolder();
        var screen = new RecordingHost();
        using var engine = new EngineHost(host: screen);
        var file = folder.Path + "/good.json";
        engine.Run("param($path, $file) $null = Save-TravisBaseline -InventoryPath $path -Path $file -ErrorAction SilentlyContinue", ("path", lab.InventoryPath), ("file", file)).ThrowIfFailed();

        // Whole seconds only: what was changed in the very second of the baseline can't be told from what was there.
        await lab.Workers[0].ExecAsync("printf '{\"icc\": false, \"storage-driver\": \"vfs\"}' >/etc/docker/daemon.json; printf '\\nexport QUEUE_NAME=builds.other\\n' >>/etc/default/travis-worker; touch -d '1 minute' /etc/default/travis-worker", TestContext.Current.CancellationToken);
        await lab.Workers[1].StopSshAsync(TestContext.Current.CancellationToken);

        var result = engine.Run("param($path, $file) Compare-TravisBaseline -InventoryPath $path -Path $file", ("path", lab.InventoryPath), ("file", file));

        var error = Assert.Single(result.Errors);
        Assert.Equal("worker-2.lab.test", error.TargetObject);
        string Line(PSObject one) => $"{one.Properties["ComputerName"].Value} {one.Properties["Change"].Value} {one.Properties["Path"].Value} {(one.Properties["When"].Value is null ? "-" : "when")}";
        var lines = result.Output.Select(Line).ToList();
        Assert.Contains("worker-1.lab.test Changed file./etc/docker/daemon.json when", lines);
        Assert.Contains("worker-1.lab.test Changed file./etc/default/travis-worker when", lines);
        Assert.Contains("worker-1.lab.test Changed worker.setting.QUEUE_NAME when", lines);
        Assert.Equal(["worker-2.lab.test Unknown host -"], lines.Where(line => line.StartsWith("worker-2", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains(" Removed ", StringComparison.Ordinal));

        // Two files say the same as file and hosts; narrowing leaves the others out.
        engine.Run("param($path, $file, $to) $null = Save-TravisBaseline -InventoryPath $path -Path $to -ErrorAction SilentlyContinue", ("path", lab.InventoryPath), ("file", file), ("to", folder.Path + "/later.json")).ThrowIfFailed();
        var files = engine.Run("param($file, $to) Compare-TravisBaseline -Path $file -DifferencePath $to", ("file", file), ("to", folder.Path + "/later.json")).ThrowIfFailed();
        Assert.Equal(lines.Where(line => !line.Contains("check.", StringComparison.Ordinal)), files.Output.Select(Line).Where(line => !line.Contains("check.", StringComparison.Ordinal)));
        var narrow = engine.Run("param($file, $to) Compare-TravisBaseline -Path $file -DifferencePath $to -ComputerName worker-1*", ("file", file), ("to", folder.Path + "/later.json")).ThrowIfFailed();
        Assert.All(narrow.Output, one => Assert.Equal("worker-1.lab.test", one.Properties["ComputerName"].Value));

        engine.Run("param($file, $to) Compare-TravisBaseline -Path $file -DifferencePath $to | Out-Default", ("file", file), ("to", folder.Path + "/later.json")).ThrowIfFailed();
        Assert.Contains("file./etc/docker/daemon.json", screen.Screen, StringComparison.Ordinal);
        Assert.All(screen.Screen.Split('\n'), line => Assert.True(System.Text.RegularExpressions.Regex.Replace(line, "\u001b\\[[0-9;]*m", string.Empty).TrimEnd().Length <= 120, line));
    }

    [Fact]
    public void What_is_no_baseline_and_none_at_all_are_errors_and_nothing_prompts()
    {
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        File.WriteAllText(folder.Path + "/x.json", "{}");

        var none = engine.Run("Compare-TravisBaseline");
        var bad = engine.Run("param($file) Compare-TravisBaseline -Path $file -DifferencePath $file", ("file", folder.Path + "/x.json"));
        var missing = engine.Run("param($file) Compare-TravisBaseline -Path $file -DifferencePath $file", ("file", folder.Path + "/y.json"));

        Assert.Equal("BaselineMissing", Assert.Single(none.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(("BaselineInvalid", ErrorCategory.InvalidData), (Assert.Single(bad.Errors).FullyQualifiedErrorId.Split(',')[0], bad.Errors[0].CategoryInfo.Category));
        Assert.Equal(ErrorCategory.ObjectNotFound, Assert.Single(missing.Errors).CategoryInfo.Category);
    }
}
