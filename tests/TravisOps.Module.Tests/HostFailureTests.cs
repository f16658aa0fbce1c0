using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>What the preflight says of each way in which a host can be out of order; one lab carries them all, one a worker, in one run.</summary>
public sealed class HostFailureTests(HostFailureTests.Workers fixture) : IClassFixture<HostFailureTests.Workers>
{
    /// <summary>Scenario, its error if it is one, and the status of Host.Root; none where the host could not be looked at.</summary>
    private static readonly (string Scenario, string? ErrorId, ErrorCategory Category, string? Root)[] Faults =
    [
        ("sshd-stopped", "ConnectionRefused", ErrorCategory.ConnectionError, null),
        ("unknown-host-key", "HostKeyUnknown", ErrorCategory.SecurityError, null),
        ("changed-host-key", "HostKeyChanged", ErrorCategory.SecurityError, null),
        ("revoked-host-key", "HostKeyRevoked", ErrorCategory.SecurityError, null),
        ("expired-password", "PasswordExpired", ErrorCategory.AuthenticationError, null),
        ("sudo-password", "SudoPasswordRequired", ErrorCategory.PermissionDenied, "Unknown"),
        ("no-sudo", "SudoPasswordRequired", ErrorCategory.PermissionDenied, "Unknown"),
        ("no-sudo-binary", "SudoDenied", ErrorCategory.PermissionDenied, "Fail"),
        ("requiretty", "SudoDenied", ErrorCategory.PermissionDenied, "Fail"),
        ("login-noise", null, default, "Pass"),
        ("german-locale", null, default, "Pass"),
        ("max-sessions-1", null, default, "Pass"),
        ("slow-shell", null, default, "Pass"),
        ("healthy", null, default, "Pass"),
        ("host-silent", "NoAnswer", ErrorCategory.OperationTimeout, null),
        ("sshd-mute", "NotSsh", ErrorCategory.ConnectionError, null),
    ];

    /// <summary>Checks that need no Docker, which these workers are without, and no root.</summary>
    private static readonly string[] Readable = ["Hardware.Cpu", "Hardware.Memory", "System.OperatingSystem", "System.Kernel"];

    public static TheoryData<string> Names => [.. Faults.Select(fault => fault.Scenario)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_preflight_says_what_is_wrong_with_the_host_and_looks_at_what_it_can(string scenario)
    {
        var index = Array.FindIndex(Faults, fault => fault.Scenario == scenario);
        var (_, errorId, category, root) = Faults[index];
        var (lab, result) = await fixture.PreflightAsync();
        var name = lab.Workers[index].Name;
        var results = result.Output.Where(one => Text(one, "ComputerName") == name).ToDictionary(one => Text(one, "Id"));
        var errors = result.Errors.Where(error => name.Equals(error.TargetObject)).ToList();

        Assert.Equal(errorId is null ? [] : [$"{errorId},TravisOps.Commands.InvokeTravisPreflightCommand"], errors.Select(error => error.FullyQualifiedErrorId));
        Assert.All(errors, error => Assert.Equal(category, error.CategoryInfo.Category));
        Assert.All(errors, error => Assert.NotEmpty(error.ErrorDetails.RecommendedAction));
        if (root is null)
        {
            var only = Assert.Single(results.Values);
            Assert.Equal(("Host.Connection", "Unknown"), (Text(only, "Id"), Text(only, "Status")));
        }
        else
        {
            Assert.Equal(("Pass", root), (Text(results["Host.Connection"], "Status"), Text(results["Host.Root"], "Status")));
            Assert.All(Readable, id => Assert.Equal((id, "Pass"), (id, Text(results[id], "Status"))));
        }
    }

    [Fact]
    public async Task There_is_one_error_for_each_host_that_has_one_and_none_besides()
    {
        var (lab, result) = await fixture.PreflightAsync();

        Assert.Equal(
            lab.Workers.Where((_, index) => Faults[index].ErrorId is not null).Select(host => host.Name).Order(),
            result.Errors.Select(error => (string)error.TargetObject).Order());
        Assert.Equal(lab.Workers.Select(host => host.Name).Order(), result.Property<string>("ComputerName").Distinct().Order());
    }

    [Fact]
    public async Task A_key_that_the_hosts_do_not_know_is_one_error_a_host()
    {
        var lab = await fixture.LabAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();

        var result = engine.Run(
            "param($path, $key, $names) Invoke-TravisPreflight -InventoryPath $path -KeyFilePath $key -ComputerName $names",
            ("path", lab.InventoryPath),
            ("key", folder.Write("key", TestKey.Pem)),
            ("names", new[] { Named(lab, "healthy"), Named(lab, "slow-shell") }));

        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.Equal(("AuthenticationFailed", ErrorCategory.AuthenticationError), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category)));
        Assert.All(result.Output, one => Assert.Equal("Unknown", Text(one, "Status")));
    }

    [Fact]
    public async Task Where_sudo_asks_the_right_password_gives_root_and_without_rights_it_does_not()
    {
        var lab = await fixture.LabAsync();
        using var engine = new EngineHost();

        var result = engine.Run(
            """
            param($path, $names, $sudo)
            Test-TravisConnection -InventoryPath $path -ComputerName $names -SudoCredential $sudo
            """,
            ("path", lab.InventoryPath),
            ("names", new[] { Named(lab, "sudo-password"), Named(lab, "no-sudo") }),
            ("sudo", new PSCredential("ops", Secret.Of(await File.ReadAllTextAsync(lab.SudoPasswordPath, TestContext.Current.CancellationToken))))).ThrowIfFailed();

        Assert.Equal(["SudoPassword", "None"], result.Output.OrderBy(one => Text(one, "ComputerName") == Named(lab, "no-sudo")).Select(one => Text(one, "Root")));
    }

    /// <summary>Of four hosts with a Docker that never answers, one crashes, one loses its power, one is left to its limit; the healthy one has none of that.</summary>
    [Fact(Timeout = 300_000)]
    public async Task Hosts_that_die_while_they_are_looked_at_are_an_error_of_their_own_and_the_others_finish()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions
        {
            Workers = 3,
            Scenario = $"docker-hangs@worker-1,docker-hangs@worker-2,{HealthyLab.WithoutDocker}",
        });
        using var engine = new EngineHost();
        using var powershell = engine.Create(
            "param($path) Invoke-TravisPreflight -InventoryPath $path -TimeoutSeconds 40 -Role Worker",
            ("path", lab.InventoryPath));
        using var output = new PSDataCollection<PSObject>();

        var running = Task.Factory.FromAsync(powershell.BeginInvoke<PSObject, PSObject>(null, output), powershell.EndInvoke);
        foreach (var host in lab.Workers.Take(2))
        {
            await host.ExecAsync("until pgrep -x docker >/dev/null; do sleep 0.05; done", TestContext.Current.CancellationToken);
        }

        await lab.Workers[0].CrashAsync(TestContext.Current.CancellationToken);
        await lab.Workers[1].KillAsync(TestContext.Current.CancellationToken);
        await running;

        var errors = powershell.Streams.Error.ToDictionary(error => (string)error.TargetObject, error => error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(
            new Dictionary<string, string> { [lab.Workers[0].Name] = "ConnectionLost", [lab.Workers[1].Name] = "Timeout" },
            errors);
        string? Status(int worker, string id) => output.SingleOrDefault(one => Text(one, "ComputerName") == lab.Workers[worker].Name && Text(one, "Id") == id) is { } one ? Text(one, "Status") : null;
        Assert.Equal(("Unknown", "Unknown", "Pass"), (Status(0, "Host.Connection"), Status(1, "Host.Connection"), Status(2, "Host.Connection")));

        // A host of which nothing had arrived yet, as on a machine that is busy, has that one result alone.
        Assert.Equal(("Unknown", "Unknown", "Pass"), (Status(0, "Docker.Engine") ?? "Unknown", Status(1, "Docker.Engine") ?? "Unknown", Status(2, "Docker.Engine")));
    }

    [Fact]
    public async Task Replicated_is_asked_although_usr_local_bin_is_off_the_PATH()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 0, Scenario = "usr-local-off-path@platform" });
        using var engine = new EngineHost();

        var result = engine.Run("param($path) Invoke-TravisPreflight -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();

        Assert.Equal(9, result.Output.Count(one => Text(one, "Id").StartsWith("Replicated.Preflight.", StringComparison.Ordinal) && Text(one, "Status") == "Pass"));
        Assert.DoesNotContain(result.Output, one => Text(one, "Status") is "Fail" or "Unknown");
    }

    private static string Named(LabInstallation lab, string scenario) => lab.Workers[Array.FindIndex(Faults, fault => fault.Scenario == scenario)].Name;

    private static string Text(PSObject value, string property) => value.Properties[property]?.Value?.ToString() ?? string.Empty;

    /// <summary>A worker for each fault, and one preflight over all of them.</summary>
    public sealed class Workers : IAsyncDisposable
    {
        private readonly Lazy<Task<LabInstallation>> _lab = new(() => HealthyLab.StartAsync(new LabOptions
        {
            Workers = Faults.Length,
            WorkerDocker = false,
            Scenario = string.Join(',', Faults.Select((fault, index) => $"{fault.Scenario}@worker-{index + 1}").Append(HealthyLab.WithoutDocker)),
        }));

        private readonly SemaphoreSlim _once = new(1);
        private EngineResult? _result;

        internal Task<LabInstallation> LabAsync()
        {
            HealthyLab.SkipWithoutLab();
            return _lab.Value;
        }

        internal async Task<(LabInstallation Lab, EngineResult Result)> PreflightAsync()
        {
            var lab = await LabAsync();
            await _once.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                if (_result is null)
                {
                    using var engine = new EngineHost();
                    _result = engine.Run("param($path) Invoke-TravisPreflight -InventoryPath $path -Role Worker -TimeoutSeconds 45", ("path", lab.InventoryPath));
                }

                return (lab, _result);
            }
            finally
            {
                _once.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            _once.Dispose();
            if (_lab.IsValueCreated)
            {
                await (await _lab.Value).DisposeAsync();
            }
        }
    }
}
