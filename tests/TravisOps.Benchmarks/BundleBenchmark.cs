using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Redaction;

namespace TravisOps.Benchmarks;

/// <summary>
/// New-TravisSupportBundle of 20 workers with 100 MB of logs each against what <c>sos collect</c> does, with the OpenSSH client and gzip: the same logs and a few
/// commands' output of each host into an archive of its own, 8 hosts at a time, one after the other in the same run. Goals: no slower than 1.2 times that although
/// secrets are taken out and the archive is searched again, and under 200 MB. Then what redaction alone does in a second of one core.
/// </summary>
/// <remarks>TRAVISOPS_BENCHMARK_BUNDLE="WORKERS MEGABYTES ROUNDS" has other sizes.</remarks>
internal static class BundleBenchmark
{
    private const int AtOnce = 8;
    private const string Token = "b3nchm4rk-T0ken/of+the=worker";
    private const string Leak = "time=\"2018-04-18T00:00:00Z\" level=error msg=\"couldn't connect\" err=\"dial amqp://travis:b3nchm4rk-T0ken%2Fof%2Bthe%3Dworker@10.0.0.5:5672/travis: refused\"";

    // Seen by the servers only, all of which have one log: it is in the page cache for both sides.
    private const string Setup = FleetBenchmark.EmptyHome + """

        mount -t tmpfs tmpfs /var/log
        mkdir /var/log/upstart
        : >/var/log/upstart/travis-worker.log
        mount --bind "$(cat "$1/log")" /var/log/upstart/travis-worker.log
        cp "$1/worker" /etc/default/travis-worker
        """;

    public static async Task RunAsync(TextWriter writer)
    {
        var sizes = (Environment.GetEnvironmentVariable("TRAVISOPS_BENCHMARK_BUNDLE") ?? "20 100 3").Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        var folder = Directory.CreateTempSubdirectory("travisops-bundle-").FullName;
        try
        {
            var log = Path.Combine(folder, "travis-worker.log");
            WorkerLogFile.Write(log, sizes[1] * 1_000_000L, Leak);
            using var server = LoopbackSshd.Start(new LoopbackSshdOptions
            {
                AddressCount = sizes[0] + 1,
                PrivateSetup = Setup,
                SetupFiles = new Dictionary<string, string> { ["log"] = log, ["worker"] = $"export AMQP_URI='amqp://travis:{Uri.EscapeDataString(Token)}@10.0.0.5/travis'\n" },
            });
            using var fleet = new Fleet(server.Addresses, server.Port, server.KeyFilePath, server.KnownHostsPath);
            List<FleetRun> ours = [], theirs = [];
            long ourSize = 0, theirSize = 0;
            for (var round = 0; round < sizes[2]; round++)
            {
                theirs.Add(OpenSsh(fleet, folder, ref theirSize));
                ours.Add(Ours(fleet, folder, ref ourSize));
            }

            var (seconds, theirSeconds) = (Statistics.Median([.. ours.Select(run => run.Seconds)]), Statistics.Median([.. theirs.Select(run => run.Seconds)]));
            var load = (await File.ReadAllTextAsync("/proc/loadavg").ConfigureAwait(false)).Split(' ')[0];
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"bundle of {sizes[0]} workers with {sizes[1]} MB each, {Environment.ProcessorCount} cores, medians of {sizes[2]}, load {load}\n"
                + $"  ssh HOST tar | gzip      {theirSeconds,7:F1} s, CPU here {Statistics.Median([.. theirs.Select(run => run.CpuSeconds)]):F1} s, {theirSize / 1e6:F0} MB\n"
                + $"  New-TravisSupportBundle  {seconds,7:F1} s, CPU here {Statistics.Median([.. ours.Select(run => run.CpuSeconds)]):F1} s, {ourSize / 1e6:F0} MB; {seconds / theirSeconds:F2} x (goal: 1.2), process at its peak {ours.Max(run => run.PeakMegabytes):F0} MB (goal: 200)\n"
                + $"  redaction alone          {Redaction(log):F0} MB a second of one core")).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FleetRun Ours(Fleet fleet, string folder, ref long size)
    {
        var path = Path.Combine(folder, "case.zip");
        var script = $$"""
            Import-Module '{{Repository.ManifestPath}}'
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $bundle = New-TravisSupportBundle -InventoryPath '{{fleet.InventoryPath}}' -Path '{{path}}' -Force -ErrorAction Stop
            '{0} {1} {2}' -f $watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture), $bundle.Length, $bundle.Redactions
            """;
        var measured = EngineChild.Measure(script);
        if (measured.Output.Split(' ') is not [var seconds, var length, var redactions] || long.Parse(redactions, CultureInfo.InvariantCulture) < fleet.Size)
        {
            throw new InvalidOperationException("The bundle is not whole: " + measured.Output);
        }

        size = long.Parse(length, CultureInfo.InvariantCulture);
        return new FleetRun(double.Parse(seconds, CultureInfo.InvariantCulture), measured.CpuSeconds, measured.PeakMegabytes);
    }

    private static FleetRun OpenSsh(Fleet fleet, string folder, ref long size)
    {
        var peer = Directory.CreateDirectory(Path.Combine(folder, "peer")).FullName;
        try
        {
            const string Gather = "d=$(mktemp -d); ps axo args >$d/ps; df >$d/df; ip addr >$d/ip; dmesg >$d/dmesg 2>&1; dpkg-query -W >$d/packages; tar -cf - -C / --ignore-failed-read var/log/upstart etc/default ${d#/}; rm -r $d";
            var run = FleetRunners.Shell(string.Create(
                CultureInfo.InvariantCulture,
                $"xargs -P {AtOnce} -I HOST sh -c 'ssh -F none -p {fleet.Port} -l root -i {fleet.KeyFilePath} -o UserKnownHostsFile={fleet.KnownHostsPath} -o BatchMode=yes -o IdentitiesOnly=yes -o LogLevel=ERROR -c aes128-gcm@openssh.com HOST \"$1\" </dev/null | gzip >{peer}/HOST.tar.gz' sh '{Gather.Replace("'", "'\\''", StringComparison.Ordinal)}' < {fleet.HostListPath}"));
            List<FileInfo> files = [.. new DirectoryInfo(peer).GetFiles()];
            size = files.Sum(file => file.Length);
            return files.Count == fleet.Size && files.TrueForAll(file => file.Length > 10_000) ? run : throw new InvalidOperationException("ssh did not gather all hosts.");
        }
        finally
        {
            Directory.Delete(peer, recursive: true);
        }
    }

    // By the processor's time, so that what else runs here does not count.
    private static double Redaction(string log)
    {
        using var pseudonyms = new Pseudonyms();
        var known = new KnownSecrets();
        known.Add(Token);
        var redactor = new Redactor(pseudonyms, known, new RedactionReport());
        List<double> rates = [];
        for (var round = 0; round < 4; round++)
        {
            using var file = File.OpenRead(log);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            redactor.Redact(file, Stream.Null, "log", CancellationToken.None);
            rates.Add(file.Length / 1e6 / (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }

        // The first compiles it.
        return Statistics.Median([.. rates.Skip(1)]);
    }
}
