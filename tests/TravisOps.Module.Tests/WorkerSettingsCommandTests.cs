using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Get-TravisWorkerConfiguration and Test-TravisWorker against the lab, as a person types them.</summary>
public sealed class WorkerSettingsCommandTests(HealthyLab healthy)
{
    [Fact]
    public async Task Workers_in_order_pass_live_and_from_evidence_and_no_token_leaves_them()
    {
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        var token = (await lab.Platform.ExecAsync("docker exec focused_yalow grep -A5 amqp: /usr/local/travis/etc/travis/config/travis.yml | sed -n 's/.*password: //p'", TestContext.Current.CancellationToken)).Stdout.Trim();
        engine.Run("param($path, $to) Save-TravisEvidence -InventoryPath $path -Path $to", ("path", lab.InventoryPath), ("to", folder.Path + "/saved")).ThrowIfFailed();

        var live = engine.Run("param($path) Test-TravisWorker -InventoryPath $path -Verbose -Debug 4>&1 5>&1", ("path", lab.InventoryPath)).ThrowIfFailed();
        var recorded = engine.Run("param($path) Test-TravisWorker -EvidencePath $path", ("path", folder.Path + "/saved")).ThrowIfFailed();

        var results = live.Output.Where(one => one.Properties["Id"] is not null).ToList();
        Assert.Empty(results.Where(one => Text(one, "Id").StartsWith("Worker.", StringComparison.Ordinal) && Text(one, "Status") is not ("Pass" or "Skip")).Select(one => $"{Text(one, "ComputerName")} {Text(one, "Id")} {Text(one, "Status")} {Text(one, "Message")}"));
        Assert.Equal(2, results.Count(one => Text(one, "Id") == "Worker.Token" && Text(one, "Status") == "Pass"));
        Assert.Equal(results.Select(Verdict).Order(StringComparer.Ordinal), recorded.Output.Select(Verdict).Order(StringComparer.Ordinal));
        Assert.NotEmpty(token);
        Assert.DoesNotContain(token, string.Concat(live.Output), StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain(token, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_have_their_file_and_line_and_secrets_only_when_asked_for()
    {
        var lab = await healthy.GetAsync();
        using var engine = new EngineHost();

        var hidden = engine.Run("param($path) Get-TravisWorkerConfiguration -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed();
        var shown = engine.Run("param($path) Get-TravisWorkerConfiguration -InventoryPath $path -Setting AMQP_URI -ShowSecret", ("path", lab.InventoryPath)).ThrowIfFailed();

        var uris = hidden.Output.Where(one => Text(one, "Name") == "AMQP_URI").ToList();
        Assert.Equal(["Upstart", "Image"], uris.OrderBy(one => Text(one, "ComputerName")).Select(one => Text(one, "Layout")));
        Assert.Matches("^amqp://travis:<secret [0-9a-f]{8}>@travis\\.lab\\.test/travis$", Text(uris[0], "Value"));
        Assert.Equal(Text(uris[0], "Value"), Text(uris[1], "Value"));
        Assert.Equal(2, shown.Output.Count);
        Assert.All(shown.Output, one => Assert.DoesNotContain("<secret", Text(one, "Value"), StringComparison.Ordinal));
        var pool = hidden.Output.First(one => Text(one, "Name") == "POOL_SIZE");
        Assert.Equal(("/etc/default/travis-worker", "2", "Effective"), (Text(pool, "File"), Text(pool, "Value"), Text(pool, "State")));
    }

    /// <summary>Every fault that the lab can plant on a worker, each on a worker of its own: its check fails or warns there, and says why.</summary>
    [Fact]
    public async Task Each_planted_fault_is_found_on_its_worker()
    {
        (string Fault, string Id)[] faults =
        [
            ("build-endpoint-commented", "Worker.BuildEndpoint"),
            ("literal-variable", "Worker.Configuration.Literal"),
            ("wrong-token", "Worker.Token"),
            ("wrong-host", "Worker.PlatformHost"),
            ("wrong-queue", "Worker.Queue"),
            ("pool-too-big", "Worker.PoolCpu"),
            ("odd-worker", "Worker.Alike"),
            ("token-breaks-uri", "Worker.TokenCharacters"),
            ("settings-not-read", "Worker.Service"),
            ("host-unresolved", "Worker.PlatformName"),
            ("worker-stopped", "Worker.Service"),
        ];
        var lab = await HealthyLab.StartAsync(new()
        {
            Workers = faults.Length + 1,
            WorkerDocker = false,
            Scenario = string.Join(',', faults.Select((one, n) => $"{one.Fault}@worker-{n + 1}")),
        });
        await using (lab)
        {
            using var engine = new EngineHost();

            var output = engine.Run("param($path) Test-TravisWorker -InventoryPath $path", ("path", lab.InventoryPath)).ThrowIfFailed().Output;

            Assert.All(faults.Select((one, n) => (one.Fault, one.Id, Host: $"worker-{n + 1}.lab.test")), one =>
            {
                var found = output.Where(result => Text(result, "ComputerName") == one.Host && Text(result, "Id") == one.Id).ToList();
                Assert.True(found.Count > 0, $"{one.Fault}: no {one.Id} on {one.Host}");
                Assert.True(found.Exists(result => Text(result, "Status") is "Fail" or "Warn" && Text(result, "Remedy").Length > 0), $"{one.Fault}: {Text(found[0], "Status")} {Text(found[0], "Message")}");
            });
            Assert.DoesNotContain(output, result => Text(result, "ComputerName") == "worker-5.lab.test" && Text(result, "Id") == "Worker.Token" && Text(result, "Status") != "Pass");
        }
    }

    private static string Verdict(PSObject one) => string.Join(' ', new[] { "ComputerName", "Id", "Status" }.Select(name => Text(one, name)));

    private static string Text(PSObject one, string name) => one.Properties[name]?.Value?.ToString() ?? string.Empty;
}
