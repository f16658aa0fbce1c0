using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Core.Tests.Installations;
using TravisOps.EncryptionKeys;
using TravisOps.Installations;
using TravisOps.Probing;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Desktop;

/// <summary>The .NET Framework build of the core, run by mono against the lab: the nearest to Windows PowerShell 5.1 that Linux has.</summary>
public sealed class MonoTests(HealthyLab healthy)
{
    [Fact]
    public async Task Probes_the_lab_and_judges_it_as_the_other_build_does()
    {
        var lab = await healthy.GetAsync();
        var expected = new List<string>();
        foreach (var host in InventoryReader.Read(lab.InventoryPath).Select(null).Hosts)
        {
            var evidence = HostProbe.Run(host, PreflightPlan.For(host.Role, skipReplicated: false), new SshOptions(), TestContext.Current.CancellationToken);
            expected.AddRange(PreflightEvaluator.Evaluate(evidence, skipReplicated: false).Select(result => $"{result.ComputerName}\t{result.Id}\t{result.Status}"));
        }

        var lines = await RunAsync(lab.InventoryPath);

        Assert.Equal(expected, lines.Where(line => line[1] != "cipher").Select(line => string.Join('\t', line.Take(3))));
        Assert.Contains(expected, line => line.EndsWith("Replicated.App\tPass", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Falls_back_to_a_cipher_that_mono_has()
    {
        var lab = await healthy.GetAsync();

        var ciphers = (await RunAsync(lab.InventoryPath)).Where(line => line[1] == "cipher").Select(line => line[2]);

        // AES-GCM of .NET Framework is Windows' own (CNG), which mono lacks.
        Assert.All(ciphers, cipher => Assert.Equal("aes128-ctr", cipher));
    }

    [Fact]
    public async Task Saves_the_encryption_key_for_its_owner_only_and_the_other_build_opens_it()
    {
        const string Passphrase = "for this test only";
        var lab = await healthy.GetAsync();
        using var folder = new TemporaryFolder();
        var path = folder.File("key.age");
        using var passphrase = new System.Net.NetworkCredential(string.Empty, Passphrase).SecurePassword;
        using var live = LiveKey.Read(InventoryReader.Read(lab.InventoryPath).Select(null).Platform, new SshOptions(), TestContext.Current.CancellationToken);

        Environment.SetEnvironmentVariable("PASSPHRASE", Passphrase);
        var line = Assert.Single(await RunAsync("key", lab.InventoryPath, path));

        Assert.Equal([lab.Platform.Name, live.Key.Fingerprint], line);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        using var opened = KeyBackup.Open(path, new KeyProtection { Passphrase = passphrase });
        Assert.True(opened.Key.IsSameAs(live.Key));
    }

    /// <summary>A backup's archive has a member for each part made here and one of the platform's gzip; GZipStream of .NET Framework knows only the first.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public async Task Reads_all_members_of_a_gzip_archive(int members)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("content.tar.gz");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var random = new Random(members);
        using (var file = File.Create(path))
        {
            for (var i = 0; i < members; i++)
            {
                // Small ones lie several in one read, large ones end somewhere in it; empty ones are members too.
                var content = new byte[i % 3 == 0 ? random.Next(0, 40) : i % 3 == 1 ? random.Next(8000, 9000) : random.Next(3_000_000)];
                random.NextBytes(content);
                hash.AppendData(content);
                using var member = new GZipStream(file, i % 2 == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest, leaveOpen: true);
                member.Write(content);
            }

            // .NET writes nothing at all for a member without content.
            file.Write([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        }

        Assert.Equal(Convert.ToHexString(hash.GetHashAndReset()), Assert.Single(await RunAsync("gunzip", path))[0].Replace("-", string.Empty, StringComparison.Ordinal));
    }

    internal static async Task<List<string[]>> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mono"), "mono is not installed (apt-get install mono-devel)");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/mono", [Path.Combine(AppContext.BaseDirectory, "desktop", "TravisOps.Desktop.exe"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }
}
