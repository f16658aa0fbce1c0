using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Other modules bring other versions of the same libraries. Each test has a process of its own: nothing that is loaded can be unloaded.</summary>
public sealed class IsolationTests
{
    /// <summary>Makes the module use SSH.NET and through it BouncyCastle, up to a refused connection, and lists which files they came from.</summary>
    private const string UseSsh = """
        $results = New-TravisInstallation -Platform 127.0.0.1 -Port 1 | Test-TravisConnection -KeyFilePath $key -KnownHostsPath $key
        foreach ($one in $results) { "result: $($one.Status) $($one.Message)" }
        foreach ($one in [AppDomain]::CurrentDomain.GetAssemblies()) {
            if ($one.GetName().Name -in 'Renci.SshNet', 'BouncyCastle.Cryptography') { "loaded: $($one.Location)" }
        }
        """;

    [Fact]
    public async Task The_module_works_when_another_version_of_SSH_NET_was_loaded_first()
    {
        var other = Path.Combine(AppContext.BaseDirectory, "other-module", "Renci.SshNet.dll");

        var output = await RunAsync($"$first = [System.Reflection.Assembly]::LoadFrom('{other}'); \"first: $($first.GetName().Version)\"");

        Assert.Equal("first: 2024.2.0.1", output[0]);
        Assert.Contains(output, line => line.StartsWith("result: Fail", StringComparison.Ordinal));
        Assert.Equal([Ours("Renci.SshNet"), other], Loaded(output, "Renci.SshNet").Order());
    }

    [Fact]
    public async Task The_module_works_when_another_BouncyCastle_of_the_same_assembly_version_was_loaded_first()
    {
        using var folder = new TemporaryFolder();
        var other = MakeHollowTwin(Ours("BouncyCastle.Cryptography"), folder.Path);

        var output = await RunAsync($"$null = [System.Reflection.Assembly]::LoadFrom('{other}')");

        Assert.Contains(output, line => line.StartsWith("result: Fail", StringComparison.Ordinal));
        Assert.Contains(Ours("BouncyCastle.Cryptography"), Loaded(output, "BouncyCastle.Cryptography"));
    }

    [Fact]
    public async Task The_module_leaves_nothing_of_its_own_where_other_modules_look()
    {
        var output = await RunAsync(
            "$null = $null",
            "foreach ($one in [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies) { \"default: $($one.GetName().Name)\" }");

        var ours = output.Where(line => line.StartsWith("default: ", StringComparison.Ordinal)).Select(line => line["default: ".Length..])
            .Where(name => File.Exists(Ours(name)));
        Assert.Equal(["TravisOps.Loader"], ours);
    }

    private static string Ours(string name) => Path.Combine(Repository.Root, "bin", "net8.0", name + ".dll");

    private static string[] Loaded(string[] output, string name) =>
        [.. output.Where(line => line.StartsWith("loaded: ", StringComparison.Ordinal) && line.EndsWith(name + ".dll", StringComparison.Ordinal)).Select(line => line["loaded: ".Length..])];

    private static async Task<string[]> RunAsync(string before, string after = "")
    {
        using var folder = new TemporaryFolder();
        var key = folder.Write("key", TestKey.Pem);
        var result = await EngineProcess.RunAsync(
            $"{before}\n$key = '{key}'\nImport-Module '{Repository.ManifestPath}'\n{UseSsh}\n{after}",
            TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    /// <summary>An assembly with the full name of another one, public key and all, and nothing in it.</summary>
    private static string MakeHollowTwin(string original, string folder)
    {
        var name = AssemblyName.GetAssemblyName(original);
        var builder = new PersistedAssemblyBuilder(name, typeof(object).Assembly);
        builder.DefineDynamicModule(name.Name!);
        var path = Path.Combine(folder, Path.GetFileName(original));
        builder.Save(path);
        return path;
    }
}
