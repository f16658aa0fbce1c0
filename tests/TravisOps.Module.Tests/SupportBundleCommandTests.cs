using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Support bundles as a person makes and reads them.</summary>
public sealed class SupportBundleCommandTests(HealthyLab healthy)
{
    [Fact]
    public async Task A_bundle_serves_every_command_that_takes_evidence_and_says_the_same_as_the_hosts()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        var path = Path.Combine(folder.Path, "case.zip");

        var made = engine.Run("param($path, $to) New-TravisSupportBundle -InventoryPath $path -Path $to -Exclude *-log, replicated-bundle", ("path", lab.InventoryPath), ("to", path)).ThrowIfFailed();

        Assert.Equal(path, Assert.Single(made.Output).Properties["Path"].Value);
        Assert.True(File.Exists(path));
        foreach (var command in new[] { "Invoke-TravisPreflight", "Test-TravisDocker" })
        {
            var live = engine.Run($"param($p) {command} -InventoryPath $p -WarningAction Ignore | ForEach-Object {{ \"$($_.ComputerName) $($_.Id) $($_.Status)\" }}", ("p", lab.InventoryPath)).ThrowIfFailed();
            var read = engine.Run($"param($p) {command} -Bundle $p | ForEach-Object {{ \"$($_.ComputerName) $($_.Id) $($_.Status)\" }}", ("p", path)).ThrowIfFailed();

            Assert.NotEmpty(live.Output);
            Assert.Equal(live.Output.Select(one => one.ToString()).Order(), read.Output.Select(one => one.ToString()).Order());
        }

        Assert.Equal(5, engine.Run("param($p) Get-TravisDockerBindings -Bundle $p", ("p", path)).ThrowIfFailed().Output.Count);
        Assert.Equal(3, engine.Run("param($p) Get-TravisEnvironment -Bundle $p", ("p", path)).ThrowIfFailed().Output.Count);
        Assert.Equal(3, engine.Run("param($p) Test-TravisConnection -Bundle $p", ("p", path)).ThrowIfFailed().Output.Count);
        Assert.NotEmpty(engine.Run("param($p) Test-TravisFirewall -EvidencePath $p", ("p", path)).ThrowIfFailed().Output);

        var test = engine.Run("param($p) Test-TravisSupportBundle $p | Where-Object Status -eq Fail", ("p", path)).ThrowIfFailed();
        Assert.Empty(test.Output);
        var info = Assert.Single(engine.Run("param($p) Get-TravisSupportBundle $p", ("p", path)).ThrowIfFailed().Output);
        Assert.Equal("lab", info.Properties["Installation"].Value);
        Assert.Empty(engine.Run("param($p) Compare-TravisSupportBundle $p $p", ("p", path)).ThrowIfFailed().Output);
    }

    [Fact]
    public void What_is_no_bundle_is_an_error_with_a_stable_id()
    {
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        var path = Path.Combine(folder.Path, "no.zip");
        File.WriteAllText(path, "no");

        Assert.Contains("BundleInvalid", Assert.Single(engine.Run("param($p) Test-TravisSupportBundle $p", ("p", path)).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("BundleNotFound", Assert.Single(engine.Run("param($p) Get-TravisSupportBundle $p", ("p", path + "x")).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
