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

/// <summary>The commands about Docker, against real Docker Engines over SSH, as a person types them.</summary>
public sealed class DockerCommandTests(HealthyLab healthy)
{
    private const string Bindings = "TravisOps.Commands.GetTravisDockerBindingsCommand";

    [Fact]
    public async Task The_bindings_of_the_platform_are_five_and_bound()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Get-TravisDockerBindings -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Equal([80, 443, 4567, 5672, 22], result.Property<int>("ContainerPort"));
        Assert.All(result.Output, one => Assert.Equal(("Bound", "Pass", "platform.lab.test", "focused_yalow"), (Text(one, "State"), Text(one, "Status"), Text(one, "ComputerName"), Text(one, "ContainerName"))));
        Assert.Empty(engine.Run("param($path) Get-TravisDockerBinding -InventoryPath $path | Where-Object State -ne Bound", ("path", lab.InventoryPath)).ThrowIfFailed().Output);
    }

    [Fact]
    public async Task All_shows_every_container_with_published_ports()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Get-TravisDockerBindings -All -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Equal(["focused_yalow", "replicated", "replicated-ui"], result.Property<string>("ContainerName").Distinct().Order());
    }

    [Fact]
    public async Task Workers_alone_have_no_bindings_to_compare_and_that_is_said()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Get-TravisDockerBindings -Role Worker -InventoryPath $path 3>&1", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Contains("-All", Assert.IsType<WarningRecord>(Assert.Single(result.Output).BaseObject).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_evidence_serves_every_command_and_says_the_same_as_the_hosts()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to", ("path", lab.InventoryPath), ("to", folder.Path + "/saved")).ThrowIfFailed();

        foreach (var command in (string[])["Test-TravisDocker", "Get-TravisDockerBindings -All", "Invoke-TravisPreflight"])
        {
            var live = engine.Run($"param($path) {command} -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();
            var recorded = engine.Run($"param($path) {command} -EvidencePath $path", ("path", folder.Path + "/saved")).ThrowIfFailed();

            Assert.NotEmpty(live.Output);
            Assert.Equal(live.Output.Select(Verdict).Order(StringComparer.Ordinal), recorded.Output.Select(Verdict).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_host_without_Docker_is_one_error_and_the_others_go_on()
    {
        HealthyLab.SkipWithoutLab();
        var lab = await LabInstallation.StartAsync(new() { Workers = 1, Scenario = "docker-missing@worker-1,te-main-absent" }, TestContext.Current.CancellationToken);
        await using (lab)
        {
            using var engine = new EngineHost();

            var result = engine.Run("param($path) Get-TravisDockerBindings -All -InventoryPath $path -WarningVariable w -WarningAction SilentlyContinue; $w", ("path", lab.InventoryPath));

            var error = Assert.Single(result.Errors);
            Assert.Equal(("DockerNotInstalled," + Bindings, ErrorCategory.NotInstalled), (error.FullyQualifiedErrorId, error.CategoryInfo.Category));
            Assert.Equal("worker-1.lab.test", error.TargetObject);
            Assert.Contains("worker-1.lab.test", error.Exception.Message, StringComparison.Ordinal);
            Assert.Contains("docker ps", error.Exception.Message, StringComparison.Ordinal);
            Assert.Equal(5, result.Output.Count(one => one.Properties["State"] is not null && Text(one, "State") == "Missing"));
            Assert.Single(result.Output, one => one.BaseObject is WarningRecord warning && warning.Message.Contains("platform.lab.test has no te-main", StringComparison.Ordinal));

            var checks = engine.Run("param($path) Test-TravisDocker -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();
            Assert.Equal(["platform.lab.test=Docker.TeMain", "worker-1.lab.test=Docker.Engine"], checks.Output.Where(one => Text(one, "Status") == "Fail").Select(one => $"{Text(one, "ComputerName")}={Text(one, "Id")}").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_is_invalid_data()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Role Platform -SkipReplicated -Path $to", ("path", lab.InventoryPath), ("to", folder.Path + "/saved")).ThrowIfFailed();
        var file = Directory.EnumerateFiles(folder.Path, "*docker.containers*", SearchOption.AllDirectories).Single(path => File.ReadAllText(path).StartsWith(">>> ps", StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, ">>> ps\n{\"Id\": \n", TestContext.Current.CancellationToken);

        var result = engine.Run("param($path) Get-TravisDockerBindings -EvidencePath $path", ("path", folder.Path + "/saved"));

        var error = Assert.Single(result.Errors);
        Assert.Equal(("DockerAnswerInvalid," + Bindings, ErrorCategory.InvalidData), (error.FullyQualifiedErrorId, error.CategoryInfo.Category));
        Assert.Empty(result.Output);
    }

    private static string Verdict(PSObject one) => string.Join(' ', new[] { "ComputerName", "Id", "ContainerName", "ContainerPort", "State", "Status" }.Select(name => one.Properties[name]?.Value));

    private static string Text(PSObject one, string name) => one.Properties[name].Value?.ToString() ?? string.Empty;
}
