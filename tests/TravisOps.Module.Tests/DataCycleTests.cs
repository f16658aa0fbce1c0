using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Backup-TravisData, Test-TravisBackup and Restore-TravisData one after the other, as commands: what comes back is what was there, file by file and row by row.</summary>
public sealed class DataCycleTests(DataBackupCommandTests.Platform platform) : IClassFixture<DataBackupCommandTests.Platform>, IDisposable
{
    private const string Later = "rm -rf /var/travis/odd/deep /var/travis/redis; echo later >/var/travis/later; chmod 777 /var/travis/odd; "
        + PlatformData.Psql + " travis_production -c 'DELETE FROM log_parts' -c \"INSERT INTO users (login, created_at, updated_at) VALUES ('later', now(), now())\"";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Hot", false)]
    [InlineData("Cold", false)]
    [InlineData("Hot", true)]
    public async Task What_was_backed_up_comes_back_as_it_was(string mode, bool mounted)
    {
        var lab = await platform.GetAsync();
        await RunAsync(lab, PlatformData.Settled);
        if (mounted)
        {
            // A file system of its own, as the manual recommends: it can't be renamed.
            await RunAsync(lab, """
                /usr/local/bin/replicatedctl app stop --attach >/dev/null
                cp -a /var/travis /run/travis && mount -t tmpfs -o size=1g travisops-data /var/travis && cp -a /run/travis/. /var/travis/ && rm -rf /run/travis
                /usr/local/bin/replicatedctl app start --attach >/dev/null
                """ + "\n" + PlatformData.Settled);
        }

        await RunAsync(lab, PlatformData.OddFiles);
        var (files, rows) = (await RunAsync(lab, PlatformData.Look), await RunAsync(lab, PlatformData.Rows));
        using var engine = new EngineHost();

        var made = EncryptionKeyCommandTests.Run(engine, "Backup-TravisData", lab, ("Destination", _folder.Path), ("Mode", mode), ("Confirm", false)).ThrowIfFailed();
        var path = Text(Assert.Single(made.Output), "Path");
        var tested = EncryptionKeyCommandTests.Run(engine, "Test-TravisBackup", lab, ("Path", path)).ThrowIfFailed();
        Assert.DoesNotContain(tested.Output, one => Text(one, "Status") is "Fail" or "Unknown");
        await RunAsync(lab, Later);
        var restored = EncryptionKeyCommandTests.Run(engine, "Restore-TravisData", lab, ("Path", path), ("Force", true), ("Confirm", false)).ThrowIfFailed();

        var result = Assert.Single(restored.Output);
        Assert.Equal("True", Text(result, "Healthy"));
        Assert.Equal(files, await RunAsync(lab, PlatformData.Look));
        Assert.Equal(rows, await RunAsync(lab, PlatformData.Rows));
        await RunAsync(lab, PlatformData.Settled);

        // What there was before is kept, under another name.
        var copies = LanguagePrimitives.ConvertTo<string[]>(result.Properties["SafetyCopies"].Value);
        Assert.Equal(mounted, copies[0].StartsWith("/var/travis/.before-restore-", StringComparison.Ordinal));
        Assert.Equal("later\n", await RunAsync(lab, $"cat {copies[0]}/later"));
        if (mounted)
        {
            The_next_backup_leaves_it_out(lab, engine, copies[0]);
        }

        await RunAsync(lab, Text(result, "CleanUp"));
        if (mounted)
        {
            // The others, in whatever order they come, have a folder that can be renamed.
            await RunAsync(lab, """
                /usr/local/bin/replicatedctl app stop --attach >/dev/null
                cp -a /var/travis /run/travis && umount /var/travis && find /var/travis -mindepth 1 -delete && cp -a /run/travis/. /var/travis/ && rm -rf /run/travis
                /usr/local/bin/replicatedctl app start --attach >/dev/null
                """);
        }
    }

    private void The_next_backup_leaves_it_out(LabInstallation lab, EngineHost engine, string copy)
    {
        var made = EncryptionKeyCommandTests.Run(engine, "Backup-TravisData", lab, ("Destination", _folder.Path)).ThrowIfFailed();
        var manifest = JsonNode.Parse(File.ReadAllText(Text(Assert.Single(made.Output), "ManifestPath")))!;

        Assert.Contains(copy[1..], manifest["excluded"]!.AsArray().Select(one => (string?)one));
        Assert.DoesNotContain(manifest["entries"]!.AsArray(), one => ("/" + one!["path"]).StartsWith(copy, StringComparison.Ordinal));
        Assert.Contains(made.Verbose, line => line.Contains("left out: " + copy[1..], StringComparison.Ordinal));
    }

    /// <summary>A file of real bytes and one of holes, with an end that tells. Beyond 4 GiB it takes minutes, so only where that is asked for: see docs/BENCHMARKS.md.</summary>
    [Fact]
    public async Task A_large_file_and_one_of_holes_come_back_too()
    {
        var megabytes = Environment.GetEnvironmentVariable("TRAVISOPS_LARGE_FILE") ?? "20";
        var lab = await platform.GetAsync();
        await RunAsync(lab, PlatformData.Settled);
        const string Look = "cd /var/travis/huge && openssl dgst -sha256 -r full holes && stat -c '%n %s %a %u %g %Y' full holes && du -m holes | awk '{ print ($1 < 10) }'";
        await RunAsync(lab, $"""
            mkdir /var/travis/huge && cd /var/travis/huge && head -c {megabytes}000000 /dev/urandom >full
            truncate -s {megabytes}MB holes; printf middle | dd of=holes bs=1 seek=$(({megabytes}000000 - 10)) conv=notrunc 2>/dev/null; printf end >>holes; chown 1234:5678 full; touch -d '2001-02-03 04:05:06' holes
            """);
        var before = await RunAsync(lab, Look);
        using var engine = new EngineHost();

        var made = EncryptionKeyCommandTests.Run(engine, "Backup-TravisData", lab, ("Destination", _folder.Path)).ThrowIfFailed();
        var path = Text(Assert.Single(made.Output), "Path");
        var tested = EncryptionKeyCommandTests.Run(engine, "Test-TravisBackup", lab, ("Path", path)).ThrowIfFailed();
        Assert.DoesNotContain(tested.Output, one => Text(one, "Status") is "Fail" or "Unknown");
        await RunAsync(lab, "rm -r /var/travis/huge");
        var restored = EncryptionKeyCommandTests.Run(engine, "Restore-TravisData", lab, ("Path", path), ("Force", true), ("Confirm", false)).ThrowIfFailed();

        Assert.Equal(before, await RunAsync(lab, Look));
        await RunAsync(lab, Text(Assert.Single(restored.Output), "CleanUp") + "\nrm -r /var/travis/huge");
    }

    private static string Text(PSObject one, string property) => one.Properties[property].Value?.ToString() ?? string.Empty;

    private static async Task<string> RunAsync(LabInstallation lab, string script)
    {
        var result = await lab.Platform.ExecAsync(script, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Stderr);
        return result.Stdout;
    }
}
