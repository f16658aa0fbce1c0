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

/// <summary>Test-TravisFirewall as a person calls it: a platform with real services, a worker that reaches it, one that is cut off.</summary>
public sealed class FirewallCommandTests(FirewallCommandTests.Fixture fixture) : IClassFixture<FirewallCommandTests.Fixture>
{
    private const string Services = """
        make_authority
        make_certificate good travis.lab.test valid
        make_certificate own travis.lab.test self-signed
        serve_http 80
        serve_tls 443 good
        serve_tls 8800 own
        """;

    [Fact]
    public async Task Both_sides_are_looked_at_and_a_worker_that_is_cut_off_is_the_only_error()
    {
        var lab = await fixture.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Test-TravisFirewall -InventoryPath $path", ("path", lab.InventoryPath));

        var error = Assert.Single(result.Errors);
        Assert.Equal((lab.Workers[1].Name, ErrorCategory.OperationTimeout), (error.TargetObject, error.CategoryInfo.Category));
        Assert.Equal(
            [
                "Here platform.lab.test 22 Open", "Here platform.lab.test 443 Open", "Here platform.lab.test 80 Open", "Here platform.lab.test 4567 Open",
                "Here platform.lab.test 5672 Open", "Here platform.lab.test 8800 Open", "Here worker-1.lab.test 22 Open", "Here worker-2.lab.test 22 Filtered",
                "worker-1.lab.test platform.lab.test 22 Open", "worker-1.lab.test platform.lab.test 443 Open", "worker-1.lab.test platform.lab.test 80 Open",
                "worker-1.lab.test platform.lab.test 4567 Open", "worker-1.lab.test platform.lab.test 5672 Open", "worker-1.lab.test platform.lab.test 8800 Open",
                "worker-2.lab.test platform.lab.test 22 Unknown", "worker-2.lab.test platform.lab.test 443 Unknown", "worker-2.lab.test platform.lab.test 80 Unknown",
                "worker-2.lab.test platform.lab.test 4567 Unknown", "worker-2.lab.test platform.lab.test 5672 Unknown", "worker-2.lab.test platform.lab.test 8800 Unknown",
            ],
            Rows(result).OrderBy(row => row.Split(' ')[0], StringComparer.Ordinal).ThenBy(row => row.Split(' ')[1], StringComparer.Ordinal));
        Assert.All(result.Output, one => Assert.Equal(Text(one, "Status") == "Pass", Text(one, "Remedy").Length == 0));
    }

    [Fact]
    public async Task Authenticate_says_that_the_broker_takes_the_token_and_shows_it_nowhere()
    {
        var lab = await fixture.GetAsync();
        using var engine = new EngineHost();

        var result = engine.Run(
            "param($path) $DebugPreference = 'Continue'; Test-TravisFirewall -InventoryPath $path -From Worker -ComputerName worker-1* -Port 5672, 4567 -Authenticate -Verbose",
            ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Equal(["Accepted", "Accepted"], result.Output.Select(one => Text(one, "Login")));
        var token = (await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "rabbitmq-password"), TestContext.Current.CancellationToken)).Trim();
        Assert.DoesNotContain(token, result.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(token, string.Join("\n", result.Output.SelectMany(one => one.Properties).Select(one => one.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_evidence_gives_what_the_worker_saw()
    {
        var lab = await fixture.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        var path = Path.Combine(folder.Path, "evidence");

        engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to -SkipReplicated -ComputerName worker-1*", ("path", lab.InventoryPath), ("to", path)).ThrowIfFailed();
        var live = engine.Run("param($path) Test-TravisFirewall -InventoryPath $path -From Worker -ComputerName worker-1*", ("path", lab.InventoryPath)).ThrowIfFailed();
        var offline = engine.Run("param($from) Test-TravisFirewall -EvidencePath $from", ("from", path)).ThrowIfFailed();

        Assert.Equal(6, live.Output.Count);
        Assert.Equal(Rows(live), Rows(offline));
        Assert.Equal(live.Property<string>("Detail"), offline.Property<string>("Detail"));
    }

    [Fact]
    public async Task Results_are_check_results_and_survive_a_table_of_120_columns()
    {
        var lab = await fixture.GetAsync();
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);

        engine.Run("param($path) Test-TravisFirewall -InventoryPath $path -ErrorAction SilentlyContinue | Out-Default", ("path", lab.InventoryPath));

        var screen = System.Text.RegularExpressions.Regex.Replace(host.Screen, "\u001b\\[[0-9;]*m", string.Empty);
        Assert.All(screen.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
        Assert.Equal(3, screen.Split("From: ").Length - 1);
        Assert.Contains("From: worker-1.lab.test", screen, StringComparison.Ordinal);
        Assert.Contains("Fix: ", screen, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(screen);
    }

    [Theory]
    [InlineData("-Port 0", "ParameterArgumentValidationError")]
    [InlineData("-Port 70000", "ParameterArgumentValidationError")]
    [InlineData("-From Moon", "CannotConvertArgumentNoMessage")]
    [InlineData("-From Here -Authenticate", "AuthenticateNeedsWorker")]
    public void Bad_input_is_one_error_and_nothing_is_contacted(string arguments, string errorId)
    {
        using var engine = new EngineHost();

        var result = engine.Run($"New-TravisInstallation x platform.example.invalid worker-1.example.invalid | Test-TravisFirewall {arguments}");

        Assert.StartsWith(errorId, Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_platform_without_workers_and_a_name_that_is_not_there_are_told_clearly()
    {
        using var engine = new EngineHost();

        var result = engine.Run("New-TravisInstallation lonely platform.example.invalid | Test-TravisFirewall").ThrowIfFailed();

        Assert.Equal(6, result.Output.Count);
        Assert.All(result.Output, one => Assert.Equal(("Here", "NameNotFound"), (Text(one, "Source"), Text(one, "State"))));
        Assert.Contains("lonely has no workers", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-From Worker -Role Platform", "no worker of x is among the hosts")]
    [InlineData("-From Worker -ComputerName platform.*", "no worker of x is among the hosts")]
    [InlineData("-From Here -Role Worker -Port 443, 8800", "443, 8800 of -Port belongs to the platform alone")]
    public void A_choice_that_leaves_nothing_to_look_at_is_said(string arguments, string warning)
    {
        using var engine = new EngineHost();

        var result = engine.Run($"New-TravisInstallation x platform.example.invalid worker-1.example.invalid | Test-TravisFirewall {arguments}").ThrowIfFailed();

        Assert.Empty(result.Output);
        Assert.Contains(warning, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Rows(EngineResult result) =>
        result.Output.Select(one => $"{Text(one, "Source")} {Text(one, "ComputerName")} {Text(one, "Port")} {Text(one, "State")}");

    private static string Text(PSObject value, string property) => value.Properties[property]?.Value?.ToString() ?? string.Empty;

    /// <summary>A platform with services, a worker, and a worker that answers nothing.</summary>
    public sealed class Fixture : IAsyncDisposable
    {
        private readonly Lazy<Task<LabInstallation>> _lab = new(StartAsync);

        public Task<LabInstallation> GetAsync()
        {
            HealthyLab.SkipWithoutLab();
            Assert.SkipUnless(File.Exists("/usr/sbin/rabbitmq-server"), "This machine has no rabbitmq-server.");
            return _lab.Value;
        }

        public async ValueTask DisposeAsync()
        {
            if (_lab is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await (await _lab.Value).DisposeAsync();
            }
        }

        private static async Task<LabInstallation> StartAsync()
        {
            var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 2, WorkerDocker = false, Scenario = HealthyLab.WithoutDocker });
            try
            {
                var token = TestContext.Current.CancellationToken;
                var password = await File.ReadAllTextAsync(Path.Combine(lab.StateDirectory, "rabbitmq-password"), token);
                await LabServices.StartAsync(lab.Platform, $"{Services}\nserve_rabbitmq good <<'PASSWORD'\n{password.Trim()}\nPASSWORD", token);
                await lab.Workers[1].DropAllAsync(token);
                return lab;
            }
            catch
            {
                await lab.DisposeAsync();
                throw;
            }
        }
    }
}
