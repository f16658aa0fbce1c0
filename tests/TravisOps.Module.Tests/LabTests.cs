using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>The commands against a whole installation: platform and workers, Docker, Replicated's command line, sudo.</summary>
public sealed class LabTests(HealthyLab healthy)
{
    [Fact]
    public async Task All_machines_of_a_healthy_installation_are_online_with_root()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Test-TravisConnection -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Equal(lab.Hosts.Select(host => host.Name).Order(), result.Property<string>("ComputerName").Order());
        Assert.All(result.Output, one => Assert.Equal(("Pass", "SudoNoPassword"), (Text(one, "Status"), Text(one, "Root"))));
        Assert.Contains("Ubuntu 14.04", Text(result.Output.Single(one => Text(one, "ComputerName") == lab.Workers[0].Name), "OperatingSystem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preflight_of_a_healthy_installation_has_no_failure_and_leaves_nothing_unknown()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Invoke-TravisPreflight -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.All(result.Output, one => Assert.True(Text(one, "Status") is "Pass" or "Warn" or "Skip", $"{Text(one, "ComputerName")} {Text(one, "Id")} {Text(one, "Status")}: {Text(one, "Message")}"));
        Assert.Contains(result.Output, one => Text(one, "Id").StartsWith("Replicated.Preflight.", StringComparison.Ordinal));
        Assert.Equal(lab.Hosts.Count, result.Property<string>("ComputerName").Distinct().Count());
    }

    [Fact]
    public async Task Of_a_faulty_installation_the_fault_shows_and_the_host_that_is_down_is_the_only_error()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 3, Scenario = "faulty" });
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Invoke-TravisPreflight -InventoryPath $path", ("path", lab.InventoryPath));

        var error = Assert.Single(result.Errors);
        Assert.Equal("ConnectionRefused,TravisOps.Commands.InvokeTravisPreflightCommand", error.FullyQualifiedErrorId);
        Assert.Equal(lab.Workers[2].Name, error.TargetObject);
        var down = Assert.Single(result.Output, one => Text(one, "ComputerName") == lab.Workers[2].Name);
        Assert.Equal(("Host.Connection", "Unknown"), (Text(down, "Id"), Text(down, "Status")));
        Assert.Equal("Fail", Status(result, lab.Workers[0].Name, "Hardware.Memory"));
        Assert.Equal("Fail", Status(result, lab.Workers[1].Name, "Docker.Engine"));
        Assert.All(result.Output.Where(one => Text(one, "Status") is "Fail" or "Unknown"), one => Assert.NotEmpty(Text(one, "Remedy")));
    }

    [Fact]
    public async Task Saved_evidence_gives_the_results_of_the_live_run_and_contacts_nothing()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "evidence");
        using var engine = new EngineHost();

        var live = engine.Run("param($path) Invoke-TravisPreflight -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();
        var saved = engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to", ("path", lab.InventoryPath), ("to", path)).ThrowIfFailed();
        var offline = engine.Run("param($from) Invoke-TravisPreflight -EvidencePath $from", ("from", path)).ThrowIfFailed();
        var worker = engine.Run("param($from) Test-TravisConnection -EvidencePath $from -Role Worker -ComputerName *-1*", ("from", path)).ThrowIfFailed();

        Assert.Equal(path, Text(Assert.Single(saved.Output), "Path"));
        Assert.Equal(lab.Hosts.Count, LanguagePrimitives.ConvertTo<string[]>(saved.Output[0].Properties["ComputerName"].Value).Length);
        Assert.Equal(Verdicts(live), Verdicts(offline));
        Assert.Equal([lab.Workers[0].Name], worker.Property<string>("ComputerName"));
    }

    [Fact]
    public async Task Saved_evidence_of_a_faulty_installation_gives_the_results_and_the_errors_of_the_live_run()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 3, Scenario = "faulty" });
        var path = Path.Combine(lab.StateDirectory, "evidence");
        using var engine = new EngineHost();

        var live = engine.Run("param($path) Invoke-TravisPreflight -InventoryPath $path", ("path", lab.InventoryPath));
        var saved = engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to", ("path", lab.InventoryPath), ("to", path));
        var offline = engine.Run("param($from) Invoke-TravisPreflight -EvidencePath $from", ("from", path));

        Assert.Contains(Verdicts(live), line => line.EndsWith(" Fail", StringComparison.Ordinal));
        Assert.Equal(Verdicts(live), Verdicts(offline));
        Assert.Equal(Errors(live), Errors(offline));
        Assert.Equal(Errors(live), Errors(saved));

        static string[] Errors(EngineResult result) =>
            [.. result.Errors.Select(error => $"{error.TargetObject} {error.FullyQualifiedErrorId.Split(',')[0]} {error.CategoryInfo.Category}: {error} {error.ErrorDetails.RecommendedAction}")];
    }

    [Fact]
    public async Task Evidence_is_not_written_with_WhatIf_nor_over_something_else()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        var file = folder.Write("notes.txt", "mine");
        using var engine = new EngineHost();

        engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to -WhatIf", ("path", lab.InventoryPath), ("to", Path.Combine(folder.Path, "new"))).ThrowIfFailed();
        var refused = engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to", ("path", lab.InventoryPath), ("to", folder.Path));

        Assert.StartsWith("EvidenceFolderNotEmpty,", Assert.Single(refused.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task With_the_right_password_sudo_gives_root()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();
        var password = await File.ReadAllTextAsync(lab.SudoPasswordPath, TestContext.Current.CancellationToken);

        var result = LogIn(engine, lab, "deploy", password, password).ThrowIfFailed();

        Assert.All(result.Output, one => Assert.Equal(("Pass", "deploy", "SudoPassword"), (Text(one, "Status"), Text(one, "Login"), Text(one, "Root"))));
        Assert.DoesNotContain(password, result.AllText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy", true, false, "SudoPasswordWrong", ErrorCategory.PermissionDenied)]
    [InlineData("deploy", true, null, "SudoPasswordRequired", ErrorCategory.PermissionDenied)]
    [InlineData("guest", true, true, "SudoDenied", ErrorCategory.PermissionDenied)]
    [InlineData("deploy", false, null, "AuthenticationFailed", ErrorCategory.AuthenticationError)]
    public async Task A_refused_password_is_one_error_for_each_host_and_is_shown_nowhere(string user, bool rightPassword, bool? rightSudo, string errorId, ErrorCategory category)
    {
        const string Wrong = "Tr0ub4dor&3-wrong";
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();
        var password = await File.ReadAllTextAsync(lab.SudoPasswordPath, TestContext.Current.CancellationToken);

        var result = LogIn(engine, lab, user, rightPassword ? password : Wrong, rightSudo is null ? null : rightSudo.Value ? password : Wrong, "Invoke-TravisPreflight -Role Worker -SkipReplicated");

        Assert.Equal(lab.Workers.Select(host => host.Name).Order(), result.Errors.Select(error => (string)error.TargetObject).Order());
        Assert.All(result.Errors, error => Assert.Equal((errorId, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category)));
        Assert.All(result.Errors, error => Assert.NotEmpty(error.ErrorDetails.RecommendedAction));
        Assert.DoesNotContain(result.Output, one => Text(one, "Id") == "Host.Root" && Text(one, "Status") == "Pass");
        Assert.DoesNotContain(password, result.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_of_the_commands_fit_the_screen_and_show_the_fix()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 1, Scenario = "little-memory" });
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);

        engine.Run(
            """
            param($path, $folder)
            Test-TravisConnection -InventoryPath $path | Out-Default
            Invoke-TravisPreflight -InventoryPath $path | Out-Default
            Save-TravisEvidence -InventoryPath $path -Path $folder | Out-Default
            """,
            ("path", lab.InventoryPath),
            ("folder", Path.Combine(lab.StateDirectory, "evidence"))).ThrowIfFailed();

        var screen = System.Text.RegularExpressions.Regex.Replace(host.Screen, "\u001b\\[[0-9;]*m", string.Empty);
        Assert.All(screen.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
        Assert.Contains("Hardware.Memory", screen, StringComparison.Ordinal);
        Assert.Contains("Fix: ", screen, StringComparison.Ordinal);
    }

    private static EngineResult LogIn(EngineHost engine, LabInstallation lab, string user, string password, string? sudo, string command = "Test-TravisConnection") => engine.Run(
        $$"""
        param($path, $login, $sudo)
        $DebugPreference = 'Continue'
        $more = @{}
        if ($sudo) { $more.SudoCredential = $sudo }
        {{command}} -InventoryPath $path -Credential $login @more -Verbose
        """,
        ("path", WithoutKey(lab)),
        ("login", new PSCredential(user, Secret.Of(password))),
        ("sudo", sudo is null ? null : new PSCredential(user, Secret.Of(sudo))));

    /// <summary>A key would log in before the password is tried.</summary>
    private static string WithoutKey(LabInstallation lab)
    {
        var path = Path.Combine(lab.StateDirectory, "password-only.yml");
        File.WriteAllLines(path, File.ReadLines(lab.InventoryPath).Where(line => !line.TrimStart().StartsWith("keyFile:", StringComparison.Ordinal)));
        return path;
    }

    private static List<string> Verdicts(EngineResult result) =>
        [.. result.Output.Select(one => $"{Text(one, "ComputerName")} {Text(one, "Id")} {Text(one, "Status")}").Order(StringComparer.Ordinal)];

    private static string Status(EngineResult result, string host, string id) =>
        Text(result.Output.Single(one => Text(one, "ComputerName") == host && Text(one, "Id") == id), "Status");

    private static string Text(PSObject value, string property) => value.Properties[property]?.Value?.ToString() ?? string.Empty;
}
