using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.KnownIssues;

namespace TravisOps.Benchmarks;

/// <summary>
/// Find-TravisKnownIssue over 1 GB of a worker's log against grep for the same fixed texts, one after the other in the same run, the file in the page cache for both.
/// Goal: no slower than 1.5 times grep, under 100 MB.
/// </summary>
internal static class KnownIssueBenchmark
{
    private const long Size = 1_000_000_000;
    private const int Rounds = 5;

    public static async Task RunAsync(TextWriter writer)
    {
        var folder = Directory.CreateTempSubdirectory("travisops-log-");
        try
        {
            var log = Path.Combine(folder.FullName, "travis-worker.log");
            var lines = WorkerLogFile.Write(log, Size);
            var patterns = Path.Combine(folder.FullName, "patterns");
            await File.WriteAllLinesAsync(patterns, new IssueMatcher(KnownIssueCatalog.All).Sieve).ConfigureAwait(false);
            List<double> ours = [];
            List<double> ourCpu = [];
            List<double> greps = [];
            List<double> grepCpu = [];
            long found = 0;
            for (var round = -1; round < Rounds; round++)
            {
                var cpu = Process.GetCurrentProcess().TotalProcessorTime;
                var watch = Stopwatch.StartNew();
                found = new FileIssueSearch(KnownIssueCatalog.All, null).Run(log, CancellationToken.None).Sum(finding => finding.Count);
                var seconds = watch.Elapsed.TotalSeconds;
                var used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
                var (grep, grepUsed) = Grep(patterns, log);
                if (round >= 0)
                {
                    ours.Add(seconds);
                    ourCpu.Add(used);
                    greps.Add(grep);
                    grepCpu.Add(grepUsed);
                }
            }

            var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"known issues: {new FileInfo(log).Length / 1e9:F2} GB, {lines:#,0} lines, {found:#,0} findings, medians of {Rounds}\n"
                + $"  LC_ALL=C grep -F -f      {Statistics.Median(greps):F2} s, CPU {Statistics.Median(grepCpu):F2} s\n"
                + $"  Find-TravisKnownIssue    {Statistics.Median(ours):F2} s, CPU {Statistics.Median(ourCpu):F2} s; {Statistics.Median(ours) / Statistics.Median(greps):F2} x (goal: 1.5), CPU {Statistics.Median(ourCpu) / Statistics.Median(grepCpu):F2} x; process at its peak {peak:F0} MB (goal: 100), by {GramFinder.Best}")).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    /// <summary>Its lines go through a pipe: into /dev/null grep would stop at the first.</summary>
    private static (double Seconds, double Cpu) Grep(string patterns, string log)
    {
        var start = new ProcessStartInfo("bash", ["-c", "TIMEFORMAT='%R %U %S'; time LC_ALL=C grep -F -f \"$1\" \"$2\" | cat >/dev/null", "bash", patterns, log]) { RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using var grep = Process.Start(start)!;
        double[] times = [.. grep.StandardError.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        grep.WaitForExit();
        return (times[0], times[1] + times[2]);
    }
}
