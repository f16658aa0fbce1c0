using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

public sealed class InventoryCommandTests
{
    private const string Two = """
        default: production
        installations:
          production:
            platform: platform.example.com
            workers:
              - worker-[01:03].example.com
          staging:
            platform: staging.example.com
        """;

    [Fact]
    public void Get_returns_all_installations_of_the_file_in_its_order()
    {
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Get-TravisInstallation -Path $path", ("path", folder.Write("travisops.yml", Two))).ThrowIfFailed();

        Assert.Equal(["production", "staging"], result.Property<string>("Name"));
    }

    [Fact]
    public void Get_looks_at_the_location_of_the_session_and_not_of_the_process()
    {
        using var folder = new TemporaryFolder();
        folder.Write("travisops.yml", Two);
        using var engine = new EngineHost();

        var result = engine.Run(AtLocation("Get-TravisInstallation st*"), ("folder", folder.Path)).ThrowIfFailed();

        Assert.Equal(["staging"], result.Property<string>("Name"));
    }

    [Fact]
    public void A_name_that_is_not_there_is_one_error_that_says_what_is()
    {
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Get-TravisInstallation prod -Path $path", ("path", folder.Write("travisops.yml", Two)));

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("InstallationNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("production, staging", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-TravisInstallation")]
    [InlineData("Test-TravisConnection")]
    [InlineData("Invoke-TravisPreflight")]
    [InlineData("Save-TravisEvidence")]
    [InlineData("Add-TravisHostKey")]
    public void A_bad_inventory_is_one_terminating_error_with_its_place(string command)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bad.yml", "installations:\n  production:\n    platfrom: a.example.com\n");
        using var engine = new EngineHost();

        // Only what terminates is caught here.
        var result = engine.Run($"param($path) try {{ {command} -InventoryPath $path }} catch {{ $_ }}", ("path", path)).ThrowIfFailed();

        var error = Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject);
        Assert.StartsWith("InventoryInvalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"{path}(3,5)", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("platform", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void New_takes_ranges_and_names_the_parameter_that_is_wrong()
    {
        using var engine = new EngineHost();

        var made = engine.Run("(New-TravisInstallation production platform.example.com 'worker-[01:20].example.com' -UserName ops).Workers").ThrowIfFailed();
        var wrong = engine.Run("New-TravisInstallation production 'no spaces here'");

        Assert.Equal(20, made.Output.Count);
        Assert.Equal("worker-20.example.com", made.Property<string>("ComputerName").Last());
        Assert.Equal("ops", made.Property<string>("UserName").First());
        Assert.StartsWith("-Platform:", Assert.Single(wrong.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Export_writes_what_was_given_and_Get_reads_it_back()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "travisops.yml");
        using var engine = new EngineHost();

        var silent = engine.Run(
            "param($path) New-TravisInstallation production platform.example.com 'worker-[1:3].example.com' | Export-TravisInstallation -Path $path",
            ("path", path)).ThrowIfFailed();
        var back = engine.Run("param($path) (Get-TravisInstallation -Path $path).Hosts", ("path", path)).ThrowIfFailed();

        Assert.Empty(silent.Output);
        Assert.Contains("worker-[1:3].example.com", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.DoesNotContain("22", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(4, back.Output.Count);
    }

    [Fact]
    public void Export_replaces_only_with_force_and_goes_on_with_the_others()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("travisops.yml", Two);
        using var engine = new EngineHost();
        const string Script = """
            param($path, $force)
            (New-TravisInstallation staging new.example.com), (New-TravisInstallation third third.example.com) |
                Export-TravisInstallation -Path $path -Force:$force -PassThru
            """;

        var refused = engine.Run(Script, ("path", path), ("force", false));
        Assert.StartsWith("InstallationExists,", Assert.Single(refused.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["third"], refused.Property<string>("Name"));
        Assert.Contains("staging.example.com", File.ReadAllText(path), StringComparison.Ordinal);

        var forced = engine.Run(Script, ("path", path), ("force", true)).ThrowIfFailed();
        Assert.Equal(["staging", "third"], forced.Property<string>("Name"));
        Assert.Contains("new.example.com", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Export_with_WhatIf_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "travisops.yml");
        using var engine = new EngineHost();

        engine.Run("param($path) New-TravisInstallation -Platform p.example.com | Export-TravisInstallation -Path $path -WhatIf", ("path", path)).ThrowIfFailed();

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_pipeline_through_which_nothing_comes_touches_no_host()
    {
        using var folder = new TemporaryFolder();
        folder.Write("travisops.yml", Two);
        using var engine = new EngineHost();

        foreach (var command in new[] { "Test-TravisConnection", "Invoke-TravisPreflight", "Save-TravisEvidence", "Add-TravisHostKey" })
        {
            var result = engine.Run(AtLocation($"@() | {command} -TimeoutSeconds 1"), ("folder", folder.Path)).ThrowIfFailed();
            Assert.Empty(result.Output);
        }
    }

    [Theory]
    [InlineData("Get-TravisInstallation -Name ", "production staging")]
    [InlineData("Invoke-TravisPreflight st", "staging")]
    [InlineData("Test-TravisConnection -ComputerName worker-0", "worker-01.example.com worker-02.example.com worker-03.example.com")]
    [InlineData("Test-TravisConnection -Name staging -ComputerName ", "staging.example.com")]
    [InlineData("Invoke-TravisPreflight -Role ", "Platform Worker")]
    public void Names_complete_from_the_inventory(string line, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("travisops.yml", Two);
        using var engine = new EngineHost();

        var result = engine.Run(AtLocation("TabExpansion2 $line $line.Length | ForEach-Object CompletionMatches | ForEach-Object CompletionText", ", $line"), ("folder", folder.Path), ("line", line));

        Assert.Equal(expected, string.Join(' ', result.Output));
    }

    [Fact]
    public void A_broken_inventory_completes_to_no_name_and_says_nothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("travisops.yml", "installations: [");
        using var engine = new EngineHost();

        var result = engine.Run(AtLocation("(TabExpansion2 $line $line.Length).CompletionMatches.Count", ", $line"), ("folder", folder.Path), ("line", "Get-TravisInstallation -Name zz")).ThrowIfFailed();

        Assert.Equal("0", Assert.Single(result.Output).ToString());
    }

    private static string AtLocation(string script, string parameters = "") =>
        $"param($folder{parameters}) $null = $ExecutionContext.SessionState.Path.SetLocation($folder)\n{script}";
}
