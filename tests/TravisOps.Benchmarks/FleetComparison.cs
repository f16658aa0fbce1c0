using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace TravisOps.Benchmarks;

/// <summary>Runs the module and its peers over a fleet turn about, and reports medians and ratios.</summary>
internal static class FleetComparison
{
    private const int Rounds = 3;

    /// <param name="writer">Where the report goes.</param>
    /// <param name="title">What is compared.</param>
    /// <param name="fleet">The hosts.</param>
    /// <param name="keyExchange">The key exchange, the same for all.</param>
    public static async Task RunAsync(TextWriter writer, string title, Fleet fleet, string keyExchange)
    {
        List<(string Name, Func<Fleet, string, FleetRun> Run)> runners =
        [
            ("ssh HOST true", FleetRunners.OpenSsh),
            ("Invoke-TravisPreflight", FleetRunners.Preflight),
        ];
        if (FleetRunners.HasParallelSsh)
        {
            runners.Add(("parallel-ssh true", FleetRunners.ParallelSsh));
        }
        else
        {
            await writer.WriteLineAsync("parallel-ssh is not installed (apt-get install pssh): left out.").ConfigureAwait(false);
        }

        var runs = runners.ToDictionary(runner => runner.Name, _ => new List<FleetRun>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, run) in runners)
            {
                runs[name].Add(run(fleet, keyExchange));
            }
        }

        await writer.WriteLineAsync($"{title}, {keyExchange}, {Environment.ProcessorCount} cores, medians of {Rounds} rounds").ConfigureAwait(false);
        var peer = Statistics.Median([.. runs[runners[0].Name].Select(run => run.Seconds)]);
        foreach (var (name, list) in runs)
        {
            var seconds = Statistics.Median([.. list.Select(run => run.Seconds)]);
            var cpu = Statistics.Median([.. list.Select(run => run.CpuSeconds)]);
            var memory = Statistics.Median([.. list.Select(run => run.PeakMegabytes)]);
            await writer.WriteLineAsync($"  {name,-24} {seconds,7:F2} s  {seconds / peer,5:F2} x  client CPU {cpu,6:F2} s"
                + (memory > 0 ? $"  peak {memory:F0} MB" : string.Empty)).ConfigureAwait(false);
        }
    }
}
