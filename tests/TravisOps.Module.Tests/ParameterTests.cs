using System;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Rules that every command keeps, the ones of later days too.</summary>
public sealed class ParameterTests
{
    private static readonly string[] Everywhere =
    [
        "ComputerName", "Credential", "Installation", "InventoryPath", "KnownHostsPath", "KeyFilePath", "KeyPassphrase",
        "Name", "Role", "SudoCredential", "ThrottleLimit", "TimeoutSeconds",
    ];

    [Fact]
    public void A_parameter_has_the_same_type_in_every_command_that_works_on_hosts()
    {
        using var engine = new EngineHost();
        var commands = ModuleCommands.Infos(engine).Where(info => info.Parameters.ContainsKey("ThrottleLimit")).ToList();
        Assert.NotEmpty(commands);

        foreach (var name in Everywhere)
        {
            var types = commands.Where(info => info.Parameters.ContainsKey(name)).Select(info => info.Parameters[name].ParameterType).Distinct();
            Assert.Single(types);
        }
    }

    /// <summary>The engine asks for a mandatory parameter of the default set, and a scheduled task would hang.</summary>
    [Fact]
    public void Nothing_is_mandatory_in_the_set_that_is_taken_when_nothing_is_given()
    {
        using var engine = new EngineHost();
        foreach (var info in ModuleCommands.Infos(engine))
        {
            Assert.True(info.ParameterSets.Count == 1 || info.DefaultParameterSet is { Length: > 0 }, $"{info.Name} has sets and no default");
            var set = info.ParameterSets.Single(set => info.ParameterSets.Count == 1 || set.IsDefault);
            Assert.DoesNotContain(set.Parameters, parameter => parameter.IsMandatory);
        }
    }

    /// <summary>In a process of its own: the environment belongs to all tests of this one.</summary>
    [Fact]
    public async Task Without_arguments_and_without_an_inventory_every_command_ends_with_one_error_and_asks_nothing()
    {
        var result = await EngineProcess.RunAsync(
            $$"""
            Import-Module '{{Repository.ManifestPath}}'
            $env:TRAVISOPS_INVENTORY = '/nonexistent/travisops.yml'
            foreach ($command in (Get-Command -Module TravisOps -CommandType Cmdlet)) {
                try { & $command; 'no error' } catch { "$($command.Name): $($_.FullyQualifiedErrorId)" }
            }
            """,
            TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(ModuleManifest.Commands, result.Output.Select(line => line.Split(':')[0]));
        Assert.All(result.Output, line => Assert.Matches("BackupPathMissing|BaselineMissing|BundlePathMissing|InventoryNotFound|InstallationMissing|PlatformMissing", line));
    }

    [Theory]
    [InlineData("Credential")]
    [InlineData("SudoCredential")]
    public void A_bare_name_is_no_credential_and_asks_for_no_password(string parameter)
    {
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);

        var result = engine.Run($"New-TravisInstallation -Platform 127.0.0.1 | Test-TravisConnection -{parameter} ops");

        Assert.Equal("CannotConvertArgumentNoMessage", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(host.Questions);
    }

    [Fact]
    public void What_changes_something_supports_WhatIf_and_nothing_else_does()
    {
        string[] changing =
        [
            "Add-TravisHostKey",
            "Backup-TravisData",
            "Backup-TravisEncryptionKey",
            "Export-TravisInstallation",
            "New-TravisSupportBundle",
            "Restart-TravisWorker",
            "Restore-TravisData",
            "Save-TravisBaseline",
            "Save-TravisEvidence",
            "Update-TravisWorker",
        ];
        using var engine = new EngineHost();

        Assert.Equal(changing, ModuleCommands.Infos(engine).Where(info => info.Parameters.ContainsKey("WhatIf")).Select(info => info.Name).Order());
    }

    [Fact]
    public void Verbs_are_approved_nouns_begin_with_Travis_and_every_command_says_what_it_returns()
    {
        var approved = typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(type => type.Name.StartsWith("Verbs", StringComparison.Ordinal) && type.IsAbstract && type.IsSealed)
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (string)field.GetValue(null)!)
            .ToHashSet();
        using var engine = new EngineHost();
        foreach (var info in ModuleCommands.Infos(engine))
        {
            Assert.Contains(info.Verb, approved);
            Assert.StartsWith("Travis", info.Noun, StringComparison.Ordinal);
            Assert.NotEmpty(info.OutputType);
            Assert.True(info.ImplementingType.IsSealed);
        }
    }
}
