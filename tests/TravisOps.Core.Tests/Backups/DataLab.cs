using System;
using System.Collections.Generic;
using System.IO;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Backups;

/// <summary>A lab whose platform has a real database, and a dump of it; for tests of backups and restores.</summary>
public sealed class DataLab : IAsyncDisposable
{
    private readonly Lazy<Task<LabInstallation>> _lab = new(() => HealthyLab.StartAsync(new() { Workers = 1, WorkerDocker = false, Database = true }));
    private readonly SemaphoreSlim _once = new(1);
    private byte[]? _dump;

    public Task<LabInstallation> GetAsync()
    {
        HealthyLab.SkipWithoutLab();
        return _lab.Value;
    }

    /// <summary>travis_production in pg_dump's custom format.</summary>
    public async Task<byte[]> DumpAsync()
    {
        await _once.WaitAsync();
        try
        {
            return _dump ??= await DumpAsync(await GetAsync(), "travis_production");
        }
        finally
        {
            _once.Release();
        }
    }

    public static async Task<byte[]> DumpAsync(LabInstallation lab, string database)
    {
        LabExecResult result = await lab.Platform.ExecAsync($"""
            set -o pipefail
            docker exec "$(docker ps -q --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83)" pg_dump -Fc -U travis -h 127.0.0.1 {database} | base64
            """);
        Assert.True(result.ExitCode == 0, result.Stderr);
        return Convert.FromBase64String(result.Stdout.Replace("\n", string.Empty, StringComparison.Ordinal));
    }

    /// <summary>The key that the lab's rows are encrypted with.</summary>
    public static SecureString Key(LabInstallation lab) => Secret(File.ReadAllText(Path.Combine(lab.StateDirectory, "encryption-key")));

    public static SecureString Secret(string text)
    {
        SecureString secret = new();
        foreach (char letter in text)
        {
            secret.AppendChar(letter);
        }

        return secret;
    }

    public static List<TravisHost> Hosts(LabInstallation lab) => [.. InventoryReader.Read(lab.InventoryPath).Select("lab").Hosts];

    public static SshOptions Options => new() { Timeout = TimeSpan.FromSeconds(60) };

    public async ValueTask DisposeAsync()
    {
        _once.Dispose();
        if (_lab is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _lab.Value).DisposeAsync();
        }
    }
}
