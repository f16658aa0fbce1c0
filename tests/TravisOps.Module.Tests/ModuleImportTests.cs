using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

public sealed class ModuleImportTests
{
    private const string Names = "Get-Command -Module TravisOps | ForEach-Object Name";

    [Fact]
    public void Every_command_of_the_manifest_is_there_and_no_other()
    {
        using var engine = new EngineHost();

        var result = engine.Run(Names).ThrowIfFailed();

        Assert.Equal(ModuleManifest.Names, result.Output.Select(o => o.ToString()).Order());
    }

    [Fact]
    public void Every_command_class_is_in_the_manifest()
    {
        using var engine = new EngineHost();
        var assembly = ModuleCommands.All(engine)[0].Assembly;

        var names = assembly.GetExportedTypes()
            .Select(type => type.GetCustomAttributes(typeof(System.Management.Automation.CmdletAttribute), false).FirstOrDefault())
            .OfType<System.Management.Automation.CmdletAttribute>()
            .Select(attribute => $"{attribute.VerbName}-{attribute.NounName}")
            .Order();

        Assert.Equal(ModuleManifest.Commands, names);
    }

    [Fact]
    public void Importing_twice_with_force_keeps_every_command()
    {
        using var engine = new EngineHost();
        for (var i = 0; i < 2; i++)
        {
            engine.Run("param($path) Import-Module $path -Force -ErrorAction Stop", ("path", Repository.ManifestPath)).ThrowIfFailed();

            Assert.Equal(ModuleManifest.Names, engine.Run(Names).Output.Select(o => o.ToString()).Order());
            Assert.Single(engine.Run("New-TravisInstallation -Platform platform.example.com").ThrowIfFailed().Output);
        }
    }

    [Fact]
    public void Removing_and_importing_again_brings_every_command_back()
    {
        using var engine = new EngineHost();
        engine.Run("Remove-Module TravisOps").ThrowIfFailed();
        Assert.Empty(engine.Run("Get-Command -Module TravisOps").Output);

        engine.Run("param($path) Import-Module $path -ErrorAction Stop", ("path", Repository.ManifestPath)).ThrowIfFailed();

        Assert.Equal(ModuleManifest.Names, engine.Run(Names).Output.Select(o => o.ToString()).Order());
    }

    [Fact]
    public void A_module_that_is_not_built_says_how_to_build_it()
    {
        using var folder = new TemporaryFolder();
        CopyFaceTo(folder.Path);
        using var engine = new EngineHost(import: false);

        var result = engine.Run("param($path) Import-Module $path", ("path", Path.Combine(folder.Path, "TravisOps.psd1")));

        Assert.Contains("Run 'dotnet build'", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_copy_from_another_folder_is_refused_and_says_why()
    {
        using var folder = new TemporaryFolder();
        CopyFaceTo(folder.Path);
        CopyFolder(Path.Combine(Repository.Root, "bin", "net8.0"), Path.Combine(folder.Path, "bin", "net8.0"));

        var result = await EngineProcess.RunAsync(
            $"Import-Module '{Repository.ManifestPath}'; Import-Module '{folder.Path}/TravisOps.psd1'",
            TestContext.Current.CancellationToken);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("can only be loaded in a new session", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_manifest_has_the_version_of_the_assemblies()
    {
        using var engine = new EngineHost();

        var assembly = ModuleCommands.All(engine)[0].Assembly.GetName().Version!;

        Assert.Equal(assembly.ToString(3), ModuleManifest.Version);
    }

    private static void CopyFaceTo(string folder)
    {
        foreach (var name in new[] { "TravisOps.psd1", "TravisOps.psm1" })
        {
            File.Copy(Path.Combine(Repository.Root, name), Path.Combine(folder, name));
        }

        CopyFolder(Path.Combine(Repository.Root, "src", "TravisOps", "Formats"), Path.Combine(folder, "src", "TravisOps", "Formats"));
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
