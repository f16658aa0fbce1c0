using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>tests/Pester in a real pwsh, where there is one with Pester. Elsewhere it is skipped, and says what is missing.</summary>
public sealed class PesterTests
{
    /// <summary>Says which Pester would be used, or nothing.</summary>
    private const string Find =
        "(Get-Module -Name Pester -ListAvailable | Where-Object Version -GE '5.0' | Sort-Object Version -Descending | Select-Object -First 1).Path";

    /// <summary>The path comes from the environment, so that nothing has to be quoted. A run in which nothing ran is no success.</summary>
    private const string Run = """
        $ErrorActionPreference = 'Stop'
        Import-Module -Name $env:TRAVISOPS_PESTER_MODULE
        $result = Invoke-Pester -Path $env:TRAVISOPS_PESTER_TESTS -Output Detailed -PassThru
        exit ([int]($result.Result -ne 'Passed' -or $result.PassedCount -eq 0 -or $result.SkippedCount -gt 0))
        """;

    [Fact]
    public async Task The_Pester_tests_pass_in_a_real_pwsh_against_a_lab()
    {
        var shell = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(shell is null, "The Pester tests did not run: there is no pwsh on the PATH.");
        var module = (await StartAsync(shell!, Find)).Output.Trim();
        Assert.SkipWhen(module.Length == 0, $"The Pester tests did not run: {shell} has no Pester 5 or later. Install-Module Pester -Scope CurrentUser");
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 2, Scenario = "faulty" });

        var (exitCode, output) = await StartAsync(
            shell!,
            Run,
            ("TRAVISOPS_LAB_STATE", lab.StateDirectory),
            ("TRAVISOPS_PESTER_MODULE", module),
            ("TRAVISOPS_PESTER_TESTS", Path.Combine(Repository.Root, "tests", "Pester")));

        Assert.True(exitCode == 0, output);
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(string shell, string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(shell, ["-NoProfile", "-NonInteractive", "-Command", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
