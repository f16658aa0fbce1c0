using System;
using System.Collections.Generic;
using System.Diagnostics;
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
/// same run, uncompressed and with zstd; then 5 GB into a reader that stalls for a minute. Goals: 0.8 times OpenSSH's rate with hashes, manifest and reading back
/// included, under 100 MB, and every byte.
/// </summary>
/// <remarks>TRAVISOPS_BENCHMARK_BACKUP="MEGABYTES ROUNDS STALLED_MEGABYTES" has other sizes.</remarks>
internal static class BackupBenchmark
{
    private const string Cipher = "aes128-gcm@openssh.com";
    private static readonly TimeSpan s_stall = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(TextWriter writer)
    {
        var sizes = (Environment.GetEnvironmentVariable("TRAVISOPS_BENCHMARK_BACKUP") ?? "2000 3 5000").Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
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
            await writer.WriteLineAsync($"backup of {sizes[0]} MB, medians of {sizes[1]}, cipher {SshAlgorithms.Ciphers[0]} and {Cipher}, load {(await File.ReadAllTextAsync("/proc/loadavg").ConfigureAwait(false)).Split(' ')[0]}").ConfigureAwait(false);
            foreach (var compression in new[] { BackupCompression.None, BackupCompression.Zstd })
            {
                await CompareAsync(writer, lab, host, options, compression, sizes[1]).ConfigureAwait(false);
            }

            await writer.WriteLineAsync(await Task.Run(() => Stall(host, options, sizes[2] * 1_000_000)).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static async Task CompareAsync(TextWriter writer, LabInstallation lab, TravisHost host, SshOptions options, BackupCompression compression, long rounds)
    {
        List<double> ours = [];
        List<double> theirs = [];
        List<double> flowing = [];
        double cpu = 0, theirCpu = 0;
        for (var round = 0; round < rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("travisops-backup-");
            try
            {
                var (seconds, used) = OpenSsh(lab, host, compression, Path.Combine(folder.FullName, "peer"));
                theirs.Add(seconds);
                theirCpu += used / rounds;
                File.Delete(Path.Combine(folder.FullName, "peer"));
                var before = Process.GetCurrentProcess().TotalProcessorTime;
                var watch = Stopwatch.StartNew();
                var request = new DataBackupRequest { Destination = folder.FullName, Mode = BackupMode.AsManual, Compression = compression };
                var result = await Task.Run(() => DataBackup.Run(host, request, options, null, CancellationToken.None)).ConfigureAwait(false);
                ours.Add(watch.Elapsed.TotalSeconds);
                flowing.Add(result.Size / result.BytesPerSecond);
                cpu += (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / rounds;
            }
            finally
            {
                folder.Delete(true);
            }
        }

        await writer.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {compression,-4} ssh tar | cat > file {Statistics.Median(theirs),7:F1} s, CPU here {theirCpu:F1} s\n"
            + $"       Backup-TravisData     {Statistics.Median(ours),7:F1} s, CPU here {cpu:F1} s; rate {Statistics.Median(theirs) / Statistics.Median(ours):F2} x (goal: 0.80), "
            + $"of the stream alone {Statistics.Median(theirs) / Statistics.Median(flowing):F2} x; process at its peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB (goal: 100)")).ConfigureAwait(false);
    }

    private static (double Seconds, double Cpu) OpenSsh(LabInstallation lab, TravisHost host, BackupCompression compression, string file)
    {
        var compress = compression == BackupCompression.Zstd ? " | nice -n 19 zstd -q -c -3 -T0" : string.Empty;
        var start = new ProcessStartInfo(
            "bash",
            [
                "-c", "TIMEFORMAT='%R %U %S'; set -o pipefail; time ssh -i \"$1\" -o UserKnownHostsFile=\"$2\" -o BatchMode=yes -o LogLevel=ERROR -c " + Cipher + " -p \"$3\" root@\"$4\" \"$5\" </dev/null | cat >\"$6\"", "bash",
                lab.KeyFilePath, lab.KnownHostsPath, host.Port.ToString(CultureInfo.InvariantCulture), host.Address, "cd / && nice -n 19 tar --format=gnu -cf - var/travis etc/travis" + compress, file,
            ])
        { RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode is not (0 or 1))
        {
            throw new InvalidOperationException("ssh failed: " + said);
        }

        double[] times = [.. said.Trim().Split('\n')[^1].Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return (times[0], times[1] + times[2]);
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
