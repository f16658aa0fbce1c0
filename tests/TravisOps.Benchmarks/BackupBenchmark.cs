using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Backups;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Ssh;

namespace TravisOps.Benchmarks;

/// <summary>
/// Backup-TravisData's core of 2 GB from a lab's platform against <c>ssh host tar c | cat &gt; file</c> with OpenSSH's client and the same cipher, one after the other in the
/// same run, uncompressed and with zstd; the same over a link of 1 Gbit/s; then 5 GB into a reader that stalls for a minute. Goals: 0.8 times OpenSSH's rate with hashes, manifest and reading back
/// included, under 100 MB, and every byte.
/// </summary>
/// <remarks>TRAVISOPS_BENCHMARK_BACKUP="MEGABYTES ROUNDS STALLED_MEGABYTES" has other sizes.</remarks>
internal static class BackupBenchmark
{
    // What the platform sends goes through it: the token bucket of the kernel.
    private const string Gigabit = "tc qdisc replace dev eth0 root tbf rate 1gbit burst 256kb latency 50ms";
    private static readonly TimeSpan s_stall = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(TextWriter writer)
    {
        var sizes = (Environment.GetEnvironmentVariable("TRAVISOPS_BENCHMARK_BACKUP") ?? "2000 2 5000").Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        var lab = await LabInstallation.StartAsync(new LabOptions { Workers = 0, WorkerDocker = false }).ConfigureAwait(false);
        await using (lab.ConfigureAwait(false))
        {
            // Half of it can't be compressed, as repositories' archives; the other half is lines, as logs.
            await lab.Platform.ExecAsync($"""
                mkdir -p /var/travis/benchmark; cd /var/travis/benchmark; n={sizes[0] / 20}
                for i in 1 2 3 4 5 6 7 8 9 10; do
                  head -c "$n"000000 /dev/urandom >random-$i
                  seq -f "time=2018-04-18T00:00:00Z level=info msg=\"starting job\" job_id=%.0f job_path=acme/site repository=acme/site" "$i"000000 999999999 | head -c "$n"000000 >lines-$i
                done
                """).ConfigureAwait(false);
            var host = InventoryReader.Read(lab.InventoryPath).Select(null).Hosts.Single(one => one.Role == TravisRole.Platform);
            var options = new SshOptions { KeyFilePath = lab.KeyFilePath, KnownHostsPath = lab.KnownHostsPath };
            await writer.WriteLineAsync($"backup of {sizes[0]} MB, medians of {sizes[1]}, cipher {SshAlgorithms.Ciphers[0]} and {BackupPeer.Cipher}, load {(await File.ReadAllTextAsync("/proc/loadavg").ConfigureAwait(false)).Split(' ')[0]}").ConfigureAwait(false);
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  the empty engine {EngineChild.Measure("1").PeakMegabytes:F0} MB, with the module {EngineChild.Measure($"Import-Module '{Repository.ManifestPath}'").PeakMegabytes:F0} MB")).ConfigureAwait(false);
            foreach (var compression in new[] { BackupCompression.None, BackupCompression.Zstd })
            {
                await CompareAsync(writer, lab, host, compression, sizes[1]).ConfigureAwait(false);
            }

            await lab.Platform.ExecAsync(Gigabit).ConfigureAwait(false);
            foreach (var compression in new[] { BackupCompression.None, BackupCompression.Zstd })
            {
                await CompareOverLinkAsync(writer, lab, host, compression, sizes[1]).ConfigureAwait(false);
            }

            await lab.Platform.ExecAsync("tc qdisc del dev eth0 root").ConfigureAwait(false);
            await writer.WriteLineAsync(await Task.Run(() => Stall(host, options, sizes[2] * 1_000_000)).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static async Task CompareAsync(TextWriter writer, LabInstallation lab, TravisHost host, BackupCompression compression, long rounds)
    {
        List<(double Seconds, double Cpu)> plain = [];
        List<(double Seconds, double Cpu)> dutiful = [];
        List<BackupProcess> ours = [];
        for (var round = 0; round < rounds; round++)
        {
            plain.Add(InFolder(folder => BackupPeer.Run(lab, host.Address, host.Port, compression, Path.Combine(folder, "peer"), dutiful: false)));
            ours.Add(InFolder(folder => BackupProcess.Run(lab, folder, compression)));
            dutiful.Add(InFolder(folder => BackupPeer.Run(lab, host.Address, host.Port, compression, Path.Combine(folder, "peer"), dutiful: true)));
        }

        var command = InFolder(folder => EngineChild.Measure($"""
            Import-Module '{Repository.ManifestPath}'
            $null = Backup-TravisData -InventoryPath '{lab.InventoryPath}' -Destination '{folder}' -Mode AsManual -Compression {compression} -WarningAction Ignore -ErrorAction Stop
            """));
        var (all, flowing) = (Median(ours.Select(one => one.Seconds)), Median(ours.Select(one => one.FlowingSeconds)));
        var (theirs, theirsDutiful) = (Median(plain.Select(one => one.Seconds)), Median(dutiful.Select(one => one.Seconds)));
        await writer.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {compression,-4} ssh tar | cat > file      {theirs,6:F1} s, CPU here {Median(plain.Select(one => one.Cpu)):F1} s\n"
            + $"       the same with our duties  {theirsDutiful,6:F1} s, CPU here {Median(dutiful.Select(one => one.Cpu)):F1} s\n"
            + $"       Backup-TravisData's core  {all,6:F1} s, CPU here {Median(ours.Select(one => one.CpuSeconds)):F1} s, {ours[0].Entries} entries\n"
            + $"         rate of the first: {theirs / all:F2} x (goal: 0.80), while data flows {theirs / flowing:F2} x; of the second: {theirsDutiful / all:F2} x\n"
            + $"         its process at its peak {ours.Max(one => one.PeakMegabytes):F0} MB (goal: 100), {ours.Max(one => one.BeforeMegabytes):F0} MB before\n"
            + $"         the command, with engine and module, {command.PeakMegabytes:F0} MB")).ConfigureAwait(false);
    }

    private static async Task CompareOverLinkAsync(TextWriter writer, LabInstallation lab, TravisHost host, BackupCompression compression, long rounds)
    {
        List<double> plain = [];
        List<double> ours = [];
        for (var round = 0; round < rounds; round++)
        {
            plain.Add(InFolder(folder => BackupPeer.Run(lab, host.Address, host.Port, compression, Path.Combine(folder, "peer"), dutiful: false)).Seconds);
            ours.Add(InFolder(folder => BackupProcess.Run(lab, folder, compression)).Seconds);
        }

        await writer.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {compression,-4} over 1 Gbit/s: ssh {Median(plain):F1} s, Backup-TravisData's core {Median(ours):F1} s: {Median(plain) / Median(ours):F2} x (goal: 0.80)")).ConfigureAwait(false);
    }

    private static double Median(IEnumerable<double> numbers) => Statistics.Median([.. numbers]);

    private static T InFolder<T>(Func<string, T> run)
    {
        var folder = Directory.CreateTempSubdirectory("travisops-backup-");
        try
        {
            return run(folder.FullName);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static string Stall(TravisHost host, SshOptions options, long size)
    {
        var before = Environment.WorkingSet;
        using var download = StreamDownload.Open(host, new StreamScript { Stages = [new StreamStage("bytes", $"exec head -c {size} /dev/zero")] }, options, null, CancellationToken.None);
        var buffer = new byte[128 * 1024];
        long length = 0;
        long most = 0;
        var stalled = false;
        int count;
        while ((count = download.Data.Read(buffer, 0, buffer.Length)) > 0)
        {
            length += count;
            if (!stalled && length > size / 5)
            {
                Thread.Sleep(s_stall);
                stalled = true;
                most = Environment.WorkingSet;
            }
        }

        var outcome = download.Outcome;
        return string.Create(CultureInfo.InvariantCulture, $"  {size / 1e9:F1} GB into a reader that stalled for {s_stall.TotalSeconds:F0} s: {length:#,0} bytes arrived, {outcome.End}, hashes {(outcome.Sha256 == outcome.HostSha256 ? "equal" : "DIFFERENT")}; memory before {before / 1e6:F0} MB, after the stall {most / 1e6:F0} MB");
    }
}
