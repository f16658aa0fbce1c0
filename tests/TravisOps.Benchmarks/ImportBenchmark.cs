using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Lab;

namespace TravisOps.Benchmarks;

/// <summary>Time to a loaded module in a fresh engine, against the empty engine. Goal: under 100 ms more.</summary>
internal static class ImportBenchmark
{
    private const int Rounds = 15;

    public static async Task RunAsync(TextWriter writer)
    {
        var manifest = Repository.ManifestPath;
        List<double> empty = [];
        List<double> loaded = [];
        // One of each to warm the disk cache, then turn about, so that what else the machine does falls on both.
        for (var round = -1; round < Rounds; round++)
        {
            var without = EngineChild.Measure("$null").EngineMilliseconds;
            var with = EngineChild.Measure($"Import-Module '{manifest}'").EngineMilliseconds;
            if (round >= 0)
            {
                empty.Add(without);
                loaded.Add(with);
            }
        }

        var difference = Statistics.Median([.. loaded.Zip(empty, (a, b) => a - b)]);
        await writer.WriteLineAsync($"import: empty engine {Statistics.Median(empty):F0} ms, with TravisOps {Statistics.Median(loaded):F0} ms; "
            + $"{difference:F0} ms more (median of {Rounds} pairs; goal: under 100 ms)").ConfigureAwait(false);
    }
}
